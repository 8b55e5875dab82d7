import { DataPointType } from '@opentelemetry/sdk-metrics';
import type { ExponentialHistogram, Histogram, MetricData } from '@opentelemetry/sdk-metrics';
import type { MetricAttributes, MetricName, MetricRecord, metrics } from '../../signals/index.ts';
import type { Recording } from '../memory/index.ts';
import { printLabels } from '../print.ts';

/** Metrics of the catalogue that are histograms. */
export type HistogramName = {
  [N in MetricName]: (typeof metrics)[N] extends { readonly kind: 'histogram' } ? N : never;
}[MetricName];

/** Names of metrics: those of the catalogue complete, any other may be given too. */
export type AnyMetricName = MetricName | (string & {});

/** Refuses, with what to do, a name that the catalogue has as a histogram. */
export type NumberOnly<N extends string> = N extends HistogramName ? 'a histogram: read it by histogram()' : unknown;

/** Refuses, with what to do, a name that the catalogue has as anything but a histogram. */
export type HistogramOnly<N extends string> =
  N extends Exclude<MetricName, HistogramName> ? 'no histogram: read it by metric()' : unknown;

/** The attributes by which series are chosen: some or all keys; a value, a RegExp or an asymmetric matcher each. */
export type MetricFilter<N extends string> = N extends MetricName
  ? { readonly [K in keyof MetricAttributes<N>]?: MetricAttributes<N>[K] | RegExp | undefined }
  : { readonly [key: string]: unknown };

/** One series of a metric: a set of attributes with its value at the moment of reading. */
export interface Series {
  readonly name: string;
  readonly kind: MetricRecord['kind'];
  readonly unit: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: number | HistogramReading;
}

/** What a histogram holds, in its unit (seconds for durations). */
export interface HistogramReading {
  readonly count: number;
  readonly sum: number;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** Counts of the single buckets, not cumulated; the last goes up to Infinity. */
  readonly buckets: readonly { readonly upTo: number; readonly count: number }[];
}

export interface Reading {
  /** Sorted by name, then attributes. */
  readonly series: readonly Series[];
  /** What observable callbacks threw while being read. */
  readonly errors: readonly unknown[];
}

export async function readMetrics(recording: Recording): Promise<Reading> {
  const { resourceMetrics, errors } = await recording.reader.read();
  const series = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics).flatMap(seriesOf);
  const keyed = series.map((one) => ({ one, key: printSeriesName(one) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { series: keyed.map(({ one }) => one), errors };
}

/** The sum over series; of a histogram, their union. Undefined where there are none: absent is not 0. */
export function total(series: readonly Series[]): number | HistogramReading | undefined {
  const values = series.map(({ value }) => value);
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length > 0) return numbers.reduce((sum, value) => sum + value, 0);
  const readings = values.filter((value) => typeof value !== 'number');
  return readings.length === 0 ? undefined : readings.reduce(union);
}

/** A series on one line, as PromQL users know them. */
export function printSeries(series: Series): string {
  const { value } = series;
  return `${printSeriesName(series)} ${typeof value === 'number' ? value : `count ${value.count}`}`;
}

function printSeriesName({ name, attributes }: Series): string {
  return name + printLabels(attributes);
}

function seriesOf(metric: MetricData): Series[] {
  const { name, unit } = metric.descriptor;
  const kind = kindOf(metric);
  return metric.dataPoints.map(({ attributes, value }) => ({
    name,
    kind,
    unit,
    attributes: { ...attributes },
    value: typeof value === 'number' ? value : readingOf(value),
  }));
}

function kindOf(metric: MetricData): Series['kind'] {
  if (metric.dataPointType === DataPointType.GAUGE) return 'gauge';
  if (metric.dataPointType === DataPointType.SUM) return metric.isMonotonic ? 'counter' : 'up-down counter';
  return 'histogram';
}

function readingOf(histogram: Histogram | ExponentialHistogram): HistogramReading {
  const { count, sum = 0, min, max } = histogram;
  const { boundaries, counts } = 'buckets' in histogram ? histogram.buckets : { boundaries: [], counts: [count] };
  const buckets = counts.map((one, index) => ({ upTo: boundaries[index] ?? Infinity, count: one }));
  return { count, sum, min, max, buckets };
}

function union(a: HistogramReading, b: HistogramReading): HistogramReading {
  const counts = new Map<number, number>();
  for (const { upTo, count } of [...a.buckets, ...b.buckets]) counts.set(upTo, (counts.get(upTo) ?? 0) + count);
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: either(Math.min, a.min, b.min),
    max: either(Math.max, a.max, b.max),
    buckets: [...counts].sort(([one], [other]) => one - other).map(([upTo, count]) => ({ upTo, count })),
  };
}

function either(
  choose: (a: number, b: number) => number,
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  return a === undefined ? b : b === undefined ? a : choose(a, b);
}
