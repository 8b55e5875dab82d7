import { ExportResultCode } from '@opentelemetry/core';
import type { ExportResult } from '@opentelemetry/core';
import { AggregationTemporality, AggregationType, DataPointType, InstrumentType } from '@opentelemetry/sdk-metrics';
import type {
  AggregationOption,
  DataPoint,
  MetricData,
  PushMetricExporter,
  ResourceMetrics,
  ScopeMetrics,
} from '@opentelemetry/sdk-metrics';

// A counter's series lives as long as the process, and the SDK bounds them by instrument; this bounds the instruments.
const limit = 200_000;

/**
 * What `startTelemetry` puts before its metric exporter.
 *
 * A counter series that is new goes out as 0 once, and with its value from the next periodic export on: a rate sees
 * only what rises between two samples, and would miss the first failure of all. What is exported `exactly`, by a
 * flush or a shutdown, goes out as it is.
 *
 * Observable gauges, and these alone, are asked for as delta, so that what is no longer observed ends: with
 * cumulative ones the SDK repeats the last value for ever. OTLP gauges carry no temporality.
 */
export class FirstZeroExporter implements PushMetricExporter {
  readonly #inner: PushMetricExporter;
  readonly #seen = new Set<string>();
  #exact = 0;

  constructor(inner: PushMetricExporter) {
    this.#inner = inner;
  }

  /** What leaves while this runs has its exact value, a periodic export that was under way included. */
  async exactly(flush: () => Promise<void>): Promise<void> {
    this.#exact += 1;
    try {
      await flush();
    } finally {
      this.#exact -= 1;
    }
  }

  export(metrics: ResourceMetrics, done: (result: ExportResult) => void): void {
    const unseen = new Set<string>();
    const scopeMetrics = metrics.scopeMetrics.map((scope) => this.#scope(scope, unseen));
    const sent = this.#exact > 0 ? metrics : { ...metrics, scopeMetrics };
    this.#inner.export(sent, (result) => {
      // What did not arrive has not been seen: its zero is due again.
      if (result.code === ExportResultCode.SUCCESS) this.#remember(unseen);
      done(result);
    });
  }

  forceFlush(): Promise<void> {
    return this.#inner.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#inner.shutdown();
  }

  selectAggregation(type: InstrumentType): AggregationOption {
    return this.#inner.selectAggregation?.(type) ?? { type: AggregationType.DEFAULT };
  }

  selectAggregationTemporality(type: InstrumentType): AggregationTemporality {
    if (type === InstrumentType.OBSERVABLE_GAUGE) return AggregationTemporality.DELTA;
    return this.#inner.selectAggregationTemporality?.(type) ?? AggregationTemporality.CUMULATIVE;
  }

  #scope(scope: ScopeMetrics, unseen: Set<string>): ScopeMetrics {
    const { name, version } = scope.scope;
    return { ...scope, metrics: scope.metrics.map((metric) => this.#metric(metric, [name, version], unseen)) };
  }

  #metric(metric: MetricData, scope: readonly unknown[], unseen: Set<string>): MetricData {
    if (metric.dataPointType !== DataPointType.SUM || !metric.isMonotonic) return metric;
    if (metric.aggregationTemporality !== AggregationTemporality.CUMULATIVE) return metric;
    const dataPoints = metric.dataPoints.map((point) => {
      const key = JSON.stringify([...scope, metric.descriptor.name, Object.entries(point.attributes).sort(byKey)]);
      if (this.#seen.has(key) || this.#seen.size + unseen.size >= limit) return point;
      unseen.add(key);
      return { ...point, value: 0 } satisfies DataPoint<number>;
    });
    return { ...metric, dataPoints };
  }

  #remember(unseen: Set<string>): void {
    for (const key of unseen) this.#seen.add(key);
  }
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
