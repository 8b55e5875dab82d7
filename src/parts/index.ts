export { partnerMetricExporter, partnerTemporality, redactingMetricReader } from './metrics/index.ts';
export type { MetricExporter, MetricReaderLike, PartnerMetricExporter } from './metrics/index.ts';
export { partnerPropagator } from './propagator.ts';
export { redactingLogProcessor, redactingSpanProcessor } from './redacting/index.ts';
export type { LogRecordProcessorLike, SpanProcessorLike } from './redacting/index.ts';
export type { RedactionOptions } from '../redaction/index.ts';
