import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { checkKeys, OptionError } from '../safety/index.ts';

/**
 * Every field of `@opentelemetry/sdk-node`'s `NodeSDKConfiguration`, with its meaning there; none is required.
 * What is not given comes from the `OTEL_*` variables, and then from the defaults below.
 *
 * - `instrumentations`: those given and no others. @default http and undici (which is also `fetch`)
 * - `metricReaders`: those given instead of ours; gauges then never end and new counters do not begin at 0.
 *   @default OTLP every 15 s (`OTEL_METRIC_EXPORT_INTERVAL`), 20,000 attribute sets an instrument
 * - `spanProcessors`, `logRecordProcessors`: those given instead of ours.
 *   @default batches over OTLP/HTTP, queues of 65,536 (`OTEL_BSP_*`, `OTEL_BLRP_*`)
 *
 * @example startTelemetry({ serviceName: 'farm-backend' })
 */
export type TelemetryOptions = Partial<NodeSDKConfiguration>;

/**
 * What `startTelemetry` gives. Neither is needed in an application that ends by itself or by a signal: call `flush`
 * before `process.exit()`, which nothing can wait for, and in short-lived functions.
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

const checks: { readonly [K in keyof Required<NodeSDKConfiguration>]: Check } = {
  autoDetectResources: ['a boolean', 'autoDetectResources: false', (value) => typeof value === 'boolean'],
  contextManager: ['a context manager', 'contextManager: new AsyncLocalStorageContextManager()', has('with')],
  idGenerator: ['an id generator', 'idGenerator: { generateTraceId, generateSpanId }', has('generateTraceId')],
  instrumentations: ['an array of instrumentations', 'instrumentations: [new HttpInstrumentation()]', list],
  logRecordProcessors: ['an array of log record processors', 'logRecordProcessors: [processor]', list],
  metricReaders: ['an array of metric readers', 'metricReaders: [reader]', list],
  resource: ['a resource', "resource: resourceFromAttributes({ 'service.name': 'farm-backend' })", has('merge')],
  resourceDetectors: ['an array of resource detectors', 'resourceDetectors: [envDetector]', list],
  sampler: ['a sampler', 'sampler: new AlwaysOnSampler()', has('shouldSample')],
  serviceName: [
    'a string that is not empty',
    "serviceName: 'farm-backend'",
    (value) => typeof value === 'string' && value !== '',
  ],
  spanLimits: [
    'an object',
    'spanLimits: { attributeCountLimit: 64 }',
    (value) => typeof value === 'object' && value !== null,
  ],
  spanProcessors: ['an array of span processors', 'spanProcessors: [processor]', list],
  textMapPropagator: [
    'a propagator, or null for none',
    'textMapPropagator: new W3CTraceContextPropagator()',
    (value) => value === null || has('inject')(value),
  ],
  traceExporter: ['a span exporter', 'traceExporter: new OTLPTraceExporter()', has('export')],
  views: ['an array of views', "views: [{ instrumentName: 'http.*', aggregation }]", list],
};

export function checkTelemetryOptions(options: unknown): void {
  checkKeys('startTelemetry', options, Object.keys(checks), "startTelemetry({ serviceName: 'farm-backend' })");
  for (const [name, [expected, example, holds]] of Object.entries(checks)) {
    const value = (options as Record<string, unknown>)[name];
    if (value !== undefined && !holds(value)) throw new OptionError(`startTelemetry.${name}`, expected, value, example);
  }
}
