import type { CallStatus } from '../signals/index.ts';

/** What a call came to; a tagged value, since `undefined`, `0` and `''` can be thrown too. */
export type Ending =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown };

/** Decided once a call, and equal on span, metric and log record. */
export interface Outcome {
  readonly status: CallStatus;
  /** HTTP status code, error code or class name; absent on success and on a cancelled call. */
  readonly errorType: string | undefined;
  /** Status code of the response, where one is known. */
  readonly statusCode: number | undefined;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
}
