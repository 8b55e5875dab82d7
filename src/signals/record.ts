import type { attributes } from './attributes.ts';

/** UCUM units in use: seconds, a ratio, and annotations for what is counted. */
export type Unit =
  | 's'
  | '1'
  | '{assignment}'
  | '{attempt}'
  | '{customer}'
  | '{delivery}'
  | '{event}'
  | '{failure}'
  | '{job}'
  | '{record}'
  | '{request}'
  | '{run}'
  | '{stage}'
  | '{state}'
  | '{status}'
  | '{sync}'
  | '{user}';

export type AttributeKey = keyof typeof attributes;

/** Values of one attribute: a closed set, or `text` that is bounded where it is recorded; `text?` may be left out. */
export type Values = readonly string[] | 'text' | 'text?';

export interface MetricRecord {
  readonly kind: 'counter' | 'up-down counter' | 'gauge' | 'histogram';
  readonly unit: Unit;
  /** One sentence, shown as the instrument's description. */
  readonly brief: string;
  readonly attributes: { readonly [K in AttributeKey]?: Values };
  /** Upper bounds of a histogram's buckets, in its unit. */
  readonly boundaries?: readonly number[];
  /** Declared, and emitted by nothing yet. */
  readonly planned?: true;
}

export interface SpanRecord {
  readonly name: string;
  readonly kind: 'client' | 'internal' | 'consumer';
  readonly brief: string;
  readonly attributes: readonly AttributeKey[];
  readonly planned?: true;
}

export interface EventRecord {
  readonly brief: string;
  readonly attributes: readonly AttributeKey[];
  readonly planned?: true;
}
