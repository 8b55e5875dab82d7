export { partnerMetricExporter } from './exporter.ts';
export type { MetricExporter, PartnerMetricExporter } from './exporter.ts';
export { redactingMetricReader } from './reader.ts';
export type { MetricReaderLike } from './reader.ts';
export { partnerTemporality } from './temporality.ts';
