import type { MetricRecord } from './record.ts';

/**
 * Name of a metric as PromQL sees it: OTLP through the Collector with the standard translation.
 * https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#otlp-metric-points-to-prometheus
 */
export function prometheusName(name: string, record: Pick<MetricRecord, 'kind' | 'unit'>): string {
  const base = name.replaceAll(/[^a-zA-Z0-9_:]/g, '_');
  const unit = record.unit === 's' ? '_seconds' : '';
  const ratio = record.unit === '1' && record.kind === 'gauge' ? '_ratio' : '';
  const total = record.kind === 'counter' ? '_total' : '';
  return base + unit + ratio + total;
}
