import type { Attributes } from '@opentelemetry/api';
import type { Redactor } from '../../redaction/index.ts';
import { histogramType, keyOfSet, sumType } from './shapes.ts';
import type { Batch, HistogramValue, Metric, Point, Scope } from './shapes.ts';
import { Resources } from '../redacting/index.ts';

/** Metrics without secrets in their attributes. An SDK keeps each attribute set as one object: it is read once. */
export class Points {
  readonly #redactor: Redactor;
  readonly #resources: Resources;
  readonly #known = new WeakMap<Attributes, Attributes>();

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
    this.#resources = new Resources(redactor);
  }

  redacted<B extends Batch>(batch: B): B {
    const resource = batch.resource && this.#resources.redacted(batch.resource);
    const scopeMetrics = changed(batch.scopeMetrics, (scope) => this.#scope(scope));
    if (resource === batch.resource && scopeMetrics === batch.scopeMetrics) return batch;
    return { ...batch, resource, scopeMetrics };
  }

  #scope(scope: Scope): Scope {
    const metrics = changed(scope.metrics, (metric) => this.#metric(metric));
    return metrics === scope.metrics ? scope : { ...scope, metrics };
  }

  #metric(metric: Metric): Metric {
    const dataPoints = changed(metric.dataPoints, (point) => this.#point(point));
    if (dataPoints === metric.dataPoints) return metric;
    return { ...metric, dataPoints: joined(dataPoints, metric.dataPointType) };
  }

  #point(point: Point): Point {
    let attributes = this.#known.get(point.attributes);
    if (attributes === undefined) {
      attributes = this.#redactor.attributes(point.attributes);
      this.#known.set(point.attributes, attributes);
    }
    return attributes === point.attributes ? point : { ...point, attributes };
  }
}

/** Series that differed by a secret alone are one now: backends refuse two. */
function joined(points: readonly Point[], type: number): readonly Point[] {
  const byAttributes = new Map<string, Point>();
  for (const point of points) {
    const key = keyOfSet(point.attributes);
    const before = byAttributes.get(key);
    byAttributes.set(
      key,
      before === undefined ? point : { ...point, value: together(before.value, point.value, type) },
    );
  }
  return [...byAttributes.values()];
}

/** Sums and histograms add up; of others the last stands. */
function together(one: unknown, other: unknown, type: number): unknown {
  if (type === sumType) return Number(one) + Number(other);
  if (type !== histogramType) return other;
  const [a, b] = [one, other] as [HistogramValue, HistogramValue];
  return {
    ...b,
    count: a.count + b.count,
    sum: a.sum === undefined || b.sum === undefined ? undefined : a.sum + b.sum,
    min: a.min === undefined || b.min === undefined ? undefined : Math.min(a.min, b.min),
    max: a.max === undefined || b.max === undefined ? undefined : Math.max(a.max, b.max),
    // Of one instrument, hence with the same boundaries.
    buckets: { ...b.buckets, counts: b.buckets.counts.map((count, at) => count + (a.buckets.counts[at] ?? 0)) },
  };
}

function changed<T>(all: readonly T[], change: (one: T) => T): readonly T[] {
  let copy: T[] | undefined;
  all.forEach((one, index) => {
    const other = change(one);
    if (other !== one) (copy ??= [...all])[index] = other;
  });
  return copy ?? all;
}
