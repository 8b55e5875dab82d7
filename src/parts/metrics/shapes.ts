import type { Attributes } from '@opentelemetry/api';
import type { ResourceLike } from '../redacting/index.ts';

/*
 * What is read of the metrics of an SDK, told by shape, so that those of the 2.x and of the 3.x line fit.
 * Enums are written as their numbers: importing them would be importing the SDK.
 */

/** Members of `AggregationTemporality`. */
export const delta = 0;
export const cumulative = 1;

/** Members of `DataPointType` and `ExportResultCode`. */
export const histogramType = 0;
export const sumType = 3;
export const arrived = 0;

/** What a point of a histogram with explicit boundaries holds. */
export interface HistogramValue {
  readonly count: number;
  readonly sum?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly buckets: { readonly boundaries: readonly number[]; readonly counts: readonly number[] };
}

export interface Point {
  readonly attributes: Attributes;
  readonly endTime: readonly [seconds: number, nanoseconds: number];
  readonly value: unknown;
}

export interface Metric {
  readonly descriptor: { readonly name: string };
  readonly dataPointType: number;
  readonly aggregationTemporality: number;
  readonly isMonotonic?: boolean;
  readonly dataPoints: readonly Point[];
}

export interface Scope {
  readonly scope: { readonly name: string; readonly version?: string | undefined };
  readonly metrics: readonly Metric[];
}

export interface Batch {
  readonly resource?: ResourceLike | undefined;
  readonly scopeMetrics: readonly Scope[];
}

/** Tells attribute sets apart, in whatever order their keys stand. */
export function keyOfSet(attributes: Attributes): string {
  return JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export interface Result {
  code: number;
  error?: Error;
}
