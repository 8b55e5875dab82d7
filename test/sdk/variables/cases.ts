export interface Case {
  readonly name: string;
  /** Ports stand as `{port}` of the OTLP server, `{grpc}`, `{zipkin}`, `{free}`; files as `{certificate}` and so on. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds that a timer or request of both sides must have been set to. */
  readonly delays?: readonly number[];
  /** The OTLP server speaks TLS and asks for a certificate. */
  readonly tls?: true;
  /** Environment of the program itself. */
  readonly test?: Readonly<Record<string, string>>;
  /** Something that must hold for both: a case that compares nothing with nothing proves nothing. */
  readonly arrives?: RegExp;
}

const to = { OTEL_EXPORTER_OTLP_ENDPOINT: '{scheme}://127.0.0.1:{port}' };
const signals = ['TRACES', 'METRICS', 'LOGS'] as const;

/** Every variable that `@opentelemetry/sdk-node` and what it is made of read, some with others that change nothing of them. */
export const cases: readonly Case[] = [
  { name: 'nothing but an endpoint', env: to, arrives: /"root"/ },
  { name: 'switched off', env: { ...to, OTEL_SDK_DISABLED: 'true' } },
  { name: 'a switch that is no boolean', env: { ...to, OTEL_SDK_DISABLED: 'yes' }, arrives: /"root"/ },
  { name: 'a level for diagnostics', env: { ...to, OTEL_LOG_LEVEL: 'error' }, arrives: /"root"/ },
  {
    name: 'a named service with attributes',
    env: {
      ...to,
      OTEL_SERVICE_NAME: 'named',
      OTEL_RESOURCE_ATTRIBUTES: 'service.version=given,team=a%20b,service.name=overruled',
    },
    arrives: /"team":"a b"/,
  },
  { name: 'attributes that are no pairs', env: { ...to, OTEL_RESOURCE_ATTRIBUTES: 'broken' }, arrives: /"root"/ },
  { name: 'two detectors', env: { ...to, OTEL_NODE_RESOURCE_DETECTORS: 'env,host' }, arrives: /host\.name/ },
  { name: 'all detectors', env: { ...to, OTEL_NODE_RESOURCE_DETECTORS: 'all' }, arrives: /host\.name/ },
  { name: 'no detector', env: { ...to, OTEL_NODE_RESOURCE_DETECTORS: 'none' }, arrives: /"root"/ },
  ...['tracecontext', 'baggage', 'b3', 'b3multi', 'tracecontext,b3,nonsense', 'none', 'nonsense'].map(
    (propagators) => ({
      name: `propagators ${propagators}`,
      env: { ...to, OTEL_PROPAGATORS: propagators },
    }),
  ),
  ...['always_on', 'always_off', 'parentbased_always_on', 'parentbased_always_off', 'nonsense'].map((sampler) => ({
    name: `sampler ${sampler}`,
    env: { ...to, OTEL_TRACES_SAMPLER: sampler },
  })),
  { name: 'a ratio of traces', env: { ...to, OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' } },
  {
    name: 'a ratio of traces below a parent',
    env: { ...to, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' },
    arrives: /under 1/,
  },
  { name: 'a ratio that is none', env: { ...to, OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '7' } },
  {
    name: 'limits for all attributes',
    env: { ...to, OTEL_ATTRIBUTE_COUNT_LIMIT: '3', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '5' },
    arrives: /"xxxxx"/,
  },
  {
    name: 'limits for spans',
    env: {
      ...to,
      OTEL_ATTRIBUTE_COUNT_LIMIT: '1',
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '2',
      OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '7',
      OTEL_SPAN_EVENT_COUNT_LIMIT: '3',
      OTEL_SPAN_LINK_COUNT_LIMIT: '4',
      OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '5',
      OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: '1',
    },
    arrives: /"xxxxxxx"/,
  },
  {
    name: 'limits for spans by their older names',
    env: { ...to, OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT: '2', OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT: '3' },
    arrives: /"root"/,
  },
  {
    name: 'limits for records',
    env: {
      ...to,
      OTEL_ATTRIBUTE_COUNT_LIMIT: '1',
      OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: '4',
      OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: '6',
    },
    arrives: /"xxxxxx"/,
  },
  {
    name: 'no exporter',
    env: { ...to, OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
  },
  {
    name: 'the console',
    env: { ...to, OTEL_TRACES_EXPORTER: 'console', OTEL_METRICS_EXPORTER: 'console', OTEL_LOGS_EXPORTER: 'console' },
    arrives: /"record 11"/,
  },
  {
    name: 'exporters beside one another, and unknown ones',
    env: {
      ...to,
      OTEL_TRACES_EXPORTER: 'otlp,console',
      OTEL_METRICS_EXPORTER: 'nonsense',
      OTEL_LOGS_EXPORTER: ' otlp , otlp',
    },
    arrives: /"root"/,
  },
  {
    name: 'Zipkin',
    env: {
      ...to,
      OTEL_TRACES_EXPORTER: 'zipkin',
      OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'http://127.0.0.1:{zipkin}/api/v2/spans',
    },
    arrives: /api\/v2\/spans/,
  },
  {
    name: 'a page for Prometheus',
    env: {
      ...to,
      OTEL_METRICS_EXPORTER: 'prometheus',
      OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1',
      OTEL_EXPORTER_PROMETHEUS_PORT: '{free}',
    },
    test: { TEST_PAGE: 'http://127.0.0.1:{free}/metrics' },
    arrives: /a_counter_total/,
  },
  {
    name: 'headers, JSON, gzip and a timeout for all signals',
    env: {
      ...to,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc,x-a=1',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_TIMEOUT: '7654',
    },
    delays: [7654],
    arrives: /Bearer abc/,
  },
  ...signals.map((signal, index) => ({
    name: `an endpoint, headers, protocol, compression and timeout for ${signal.toLowerCase()} alone`,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:{port}/base',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-a=1,x-b=1',
      [`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]: `http://127.0.0.1:{port}/v1/${signal.toLowerCase()}`,
      [`OTEL_EXPORTER_OTLP_${signal}_HEADERS`]: 'x-b=2',
      [`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`]: 'http/json',
      [`OTEL_EXPORTER_OTLP_${signal}_COMPRESSION`]: 'gzip',
      [`OTEL_EXPORTER_OTLP_${signal}_TIMEOUT`]: String(6543 + index),
    },
    delays: [6543 + index],
    arrives: /"x-b":"2"/,
  })),
  { name: 'a protocol that is none', env: { ...to, OTEL_EXPORTER_OTLP_PROTOCOL: 'nonsense' }, arrives: /x-protobuf/ },
  {
    name: 'gRPC',
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: '127.0.0.1:{grpc}',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_INSECURE: 'true',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-a=1',
    },
    arrives: /TraceService\/Export/,
  },
  ...signals.map((signal) => ({
    name: `gRPC for ${signal.toLowerCase()} alone`,
    env: {
      ...to,
      [`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]: '127.0.0.1:{grpc}',
      [`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`]: 'grpc',
      [`OTEL_EXPORTER_OTLP_${signal}_INSECURE`]: 'true',
    },
    arrives: /Service\/Export/,
  })),
  {
    name: 'certificates',
    tls: true,
    env: {
      ...to,
      OTEL_EXPORTER_OTLP_CERTIFICATE: '{certificate}',
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: '{certificate}',
      OTEL_EXPORTER_OTLP_CLIENT_KEY: '{key}',
    },
    arrives: /"certified":true/,
  },
  ...signals.map((signal) => ({
    name: `certificates for ${signal.toLowerCase()} alone`,
    tls: true as const,
    env: {
      ...to,
      OTEL_EXPORTER_OTLP_CERTIFICATE: '{certificate}',
      [`OTEL_EXPORTER_OTLP_${signal}_CERTIFICATE`]: '{certificate}',
      [`OTEL_EXPORTER_OTLP_${signal}_CLIENT_CERTIFICATE`]: '{certificate}',
      [`OTEL_EXPORTER_OTLP_${signal}_CLIENT_KEY`]: '{key}',
    },
    arrives: /"certified":true/,
  })),
  ...['delta', 'lowmemory', 'cumulative', 'nonsense'].map((preference) => ({
    name: `temporality ${preference}`,
    env: { ...to, OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: preference },
    arrives: /"a\.counter"/,
  })),
  {
    name: 'the queue of spans',
    env: {
      ...to,
      OTEL_BSP_MAX_QUEUE_SIZE: '5',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '5',
      OTEL_BSP_SCHEDULE_DELAY: '4321',
      OTEL_BSP_EXPORT_TIMEOUT: '5432',
    },
    delays: [4321, 5432],
    arrives: /"root"/,
  },
  {
    name: 'the queue of records',
    env: {
      ...to,
      OTEL_BLRP_MAX_QUEUE_SIZE: '5',
      OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '5',
      OTEL_BLRP_SCHEDULE_DELAY: '4322',
      OTEL_BLRP_EXPORT_TIMEOUT: '5433',
    },
    delays: [4322],
    arrives: /"record 0"/,
  },
  {
    name: 'queues of no size',
    env: { ...to, OTEL_BSP_MAX_QUEUE_SIZE: '0', OTEL_BLRP_MAX_QUEUE_SIZE: '-1', OTEL_BSP_SCHEDULE_DELAY: 'soon' },
    arrives: /"record 11"/,
  },
  {
    name: 'the interval of metrics',
    env: { ...to, OTEL_METRIC_EXPORT_INTERVAL: '54321', OTEL_METRIC_EXPORT_TIMEOUT: '43210' },
    delays: [54321, 43210],
    arrives: /"a\.counter"/,
  },
  { name: 'metrics of the SDK', env: { ...to, OTEL_NODE_EXPERIMENTAL_SDK_METRICS: 'true' }, arrives: /"a\.counter"/ },
  {
    name: 'a file',
    env: { OTEL_CONFIG_FILE: '{file}', TEST_ENDPOINT: 'http://127.0.0.1:{port}' },
    arrives: /from the file/,
  },
];
