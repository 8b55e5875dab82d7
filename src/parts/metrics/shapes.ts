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
export const sumType = 3;
export const arrived = 0;

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

export interface Result {
  code: number;
  error?: Error;
}
