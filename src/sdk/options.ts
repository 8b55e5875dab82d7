import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { IMetricReader } from '@opentelemetry/sdk-metrics';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { checkRedactionOptions } from '../redaction/index.ts';
import type { RedactionOptions } from '../redaction/index.ts';
import { checkKeys, OptionError } from '../safety/index.ts';

/**
 * Every field of `@opentelemetry/sdk-node`'s `NodeSDKConfiguration`, with its meaning there, and those below; none is
 * required. What is not given comes from the `OTEL_*` variables, and then from the defaults. `Secrets` are redacted
 * before any processor sees a span or record.
 *
 * - `instrumentations`: those given and no others.
 *   @default http, undici (which is also `fetch`), mongoose, winston (ids in its lines), runtime and host metrics
 * - `resource`, `serviceName`, `autoDetectResources`, `resourceDetectors`
 *   @default name and version of the application's package.json where nothing else gives them, instance, process, host
 * - `metricReaders`: those given instead of ours; gauges then never end and new counters do not begin at 0.
 *   @default OTLP every 15 s (`OTEL_METRIC_EXPORT_INTERVAL`), 20,000 attribute sets an instrument
 * - `spanProcessors`, `logRecordProcessors`: those given instead of ours; beside ours, see `also`.
 *   @default batches over OTLP/HTTP, queues of 65,536 (`OTEL_BSP_*`, `OTEL_BLRP_*`)
 *
 * @example startTelemetry({ serviceName: 'farm-backend', redact: { keys: ['licence_plate'] } })
 */
export interface TelemetryOptions extends Partial<NodeSDKConfiguration> {
  /** What counts as a secret besides what always does. */
  readonly redact?: RedactionOptions;
  /** What is there beside ours, where the fields of the same name would be instead. */
  readonly also?: Beside;
}

/** Processors and readers that work beside those of `startTelemetry`. */
export interface Beside {
  /** They see spans as they leave: redacted. */
  readonly spanProcessors?: SpanProcessor[];
  /** They see records as they leave: redacted. */
  readonly logRecordProcessors?: LogRecordProcessor[];
  /** @example also: { metricReaders: [new PrometheusExporter()] } */
  readonly metricReaders?: IMetricReader[];
}

/**
 * What `startTelemetry` gives. Neither is needed in an application that ends, however it ends: call `flush` in functions
 * that are frozen between two requests.
 */
export interface Telemetry {
  /** Sends what is queued, with exact metrics. Never rejects; what fails is told through `diag`. */
  flush(): Promise<void>;
  /** Flushes and stops. Never rejects. Telemetry cannot be started again in this process. */
  shutdown(): Promise<void>;
}

type Check = readonly [expected: string, example: string, holds: (value: unknown) => boolean];

const list = Array.isArray;
const has = (method: string) => (value: unknown) =>
  typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[method] === 'function';

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

const checks: { readonly [K in keyof Required<TelemetryOptions>]: Check } = {
  also: ['an object', 'also: { metricReaders: [reader] }', isObject],
  autoDetectResources: ['a boolean', 'autoDetectResources: false', (value) => typeof value === 'boolean'],
  contextManager: ['a context manager', 'contextManager: new AsyncLocalStorageContextManager()', has('with')],
  idGenerator: ['an id generator', 'idGenerator: { generateTraceId, generateSpanId }', has('generateTraceId')],
  instrumentations: ['an array of instrumentations', 'instrumentations: [new HttpInstrumentation()]', list],
  logRecordProcessors: ['an array of log record processors', 'logRecordProcessors: [processor]', list],
  metricReaders: ['an array of metric readers', 'metricReaders: [reader]', list],
  redact: ['an object', "redact: { keys: ['licence_plate'], patterns: [/AGR-\\d{6}/] }", isObject],
  resource: ['a resource', "resource: resourceFromAttributes({ 'service.name': 'farm-backend' })", has('merge')],
  resourceDetectors: ['an array of resource detectors', 'resourceDetectors: [envDetector]', list],
  sampler: ['a sampler', 'sampler: new AlwaysOnSampler()', has('shouldSample')],
  serviceName: [
    'a string that is not empty',
    "serviceName: 'farm-backend'",
    (value) => typeof value === 'string' && value !== '',
  ],
  spanLimits: ['an object', 'spanLimits: { attributeCountLimit: 64 }', isObject],
  spanProcessors: ['an array of span processors', 'spanProcessors: [processor]', list],
  textMapPropagator: [
    'a propagator, or null for none',
    'textMapPropagator: new W3CTraceContextPropagator()',
    (value) => value === null || has('inject')(value),
  ],
  traceExporter: ['a span exporter', 'traceExporter: new OTLPTraceExporter()', has('export')],
  views: ['an array of views', "views: [{ instrumentName: 'http.*', aggregation }]", list],
};

const besides = ['spanProcessors', 'logRecordProcessors', 'metricReaders'] as const;

/** @throws OptionError at a mistake. */
export function checkTelemetryOptions(options: unknown): void {
  const allowed = [...Object.keys(checks), 'logger'];
  checkKeys('startTelemetry', options, allowed, "startTelemetry({ serviceName: 'farm-backend' })");
  const given = options as Record<string, unknown>;
  if (given['logger'] !== undefined) {
    const expected = 'left out: this version takes no logger yet, and says its own words through `diag`';
    throw new OptionError('startTelemetry.logger', expected, given['logger'], 'diag.setLogger(logger)');
  }
  for (const [name, check] of Object.entries(checks)) checkOne(`startTelemetry.${name}`, given[name], check);
  if (given['redact'] !== undefined) checkRedactionOptions('startTelemetry.redact', given['redact']);
  if (given['also'] === undefined) return;
  checkKeys('startTelemetry.also', given['also'], besides, 'also: { metricReaders: [reader] }');
  for (const name of besides) {
    checkOne(`startTelemetry.also.${name}`, (given['also'] as Record<string, unknown>)[name], checks[name]);
  }
}

function checkOne(name: string, value: unknown, [expected, example, holds]: Check): void {
  if (value !== undefined && !holds(value)) throw new OptionError(name, expected, value, example);
}
