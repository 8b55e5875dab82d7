import { cumulative, keyOfSet, sumType } from './shapes.ts';
import type { Batch, Metric, Point, Scope } from './shapes.ts';

// A counter's series lives as long as the process, and the SDK bounds them by instrument; this bounds the instruments.
const limit = 200_000;

/** Which counter series went out before. What is new goes out as 0 first. */
export class FirstZero {
  readonly #seen = new Set<string>();

  /** The keys of those counter series in a batch that nobody has seen yet. */
  unseenIn(batch: Batch): Set<string> {
    const unseen = new Set<string>();
    for (const scope of batch.scopeMetrics) {
      for (const metric of scope.metrics) {
        if (!isCounter(metric)) continue;
        for (const { attributes } of metric.dataPoints) {
          const key = keyOf(scope, metric, attributes);
          if (!this.#seen.has(key) && this.#seen.size + unseen.size < limit) unseen.add(key);
        }
      }
    }
    return unseen;
  }

  remember(keys: Set<string>): void {
    for (const key of keys) this.#seen.add(key);
  }
}

/** The batch, with 0 for these series. */
export function zeroed<B extends Batch>(batch: B, keys: ReadonlySet<string>): B {
  return withPoints(batch, (point, key) => (keys.has(key) ? { ...point, value: 0 } : point));
}

/** What `zeroed` kept back: these series alone, a millisecond later, which is the least that backends tell apart. */
export function keptBack<B extends Batch>(batch: B, keys: ReadonlySet<string>): B {
  return withPoints(batch, (point, key) => (keys.has(key) ? { ...point, endTime: after(point.endTime) } : undefined));
}

function withPoints<B extends Batch>(batch: B, change: (point: Point, key: string) => Point | undefined): B {
  const scopeMetrics = batch.scopeMetrics.map((scope) => ({
    ...scope,
    metrics: scope.metrics.flatMap((metric): Metric[] => {
      const counter = isCounter(metric);
      const dataPoints = metric.dataPoints.flatMap(
        (point) => change(point, counter ? keyOf(scope, metric, point.attributes) : '') ?? [],
      );
      return dataPoints.length > 0 || metric.dataPoints.length === 0 ? [{ ...metric, dataPoints }] : [];
    }),
  }));
  return { ...batch, scopeMetrics };
}

function isCounter(metric: Metric): boolean {
  return (
    metric.dataPointType === sumType && metric.isMonotonic === true && metric.aggregationTemporality === cumulative
  );
}

function keyOf({ scope }: Scope, { descriptor }: Metric, attributes: Point['attributes']): string {
  return JSON.stringify([scope.name, scope.version, descriptor.name, keyOfSet(attributes)]);
}

function after([seconds, nanoseconds]: Point['endTime']): [number, number] {
  const later = nanoseconds + 1_000_000;
  return later < 1_000_000_000 ? [seconds, later] : [seconds + 1, later - 1_000_000_000];
}
