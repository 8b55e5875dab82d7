export { partnerMetricExporter } from './exporter.ts';
export type { MetricExporter, PartnerMetricExporter } from './exporter.ts';
export { partnerTemporality } from './temporality.ts';
