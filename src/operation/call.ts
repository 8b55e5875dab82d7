import type { Context } from '@opentelemetry/api';
import type { Ending } from '../outcome/index.ts';

/** One observed call, sync or stage: begun, and ended once; what is said after the end is ignored. */
export interface Call {
  /** Context to be active while the work runs: what it starts becomes a child. */
  readonly context: Context;
  end(ending: Ending): void;
  /** The caller gave up: neutral. */
  cancel(): void;
  /** It was no call after all: nothing is counted, its span is never told. */
  drop(): void;
}

/**
 * What a path is known to answer with. A span is started ahead of the call only where it will be needed:
 * a span never ended leaves its children without a parent.
 */
export interface Path {
  answers: 'unknown' | 'values' | 'promises' | 'lazies';
}

/** One invocation that is about to be observed. */
export interface Invocation {
  readonly path: Path;
  /** Begins the call, at an earlier time (of `performance.now()`) where it is noticed late. */
  begin(startedAt?: number): Call;
  /** A value on its way to the caller: the raw client in it becomes the wrapped one. */
  show(value: unknown): unknown;
  /** The same for what is returned at once, where an object with methods carries the path on. */
  showNow(value: unknown): unknown;
}

// Lets go of a call with its object, so that what was dropped unread does not stay in flight for ever.
const collected = new FinalizationRegistry<Call>((call) => call.cancel());

/** Cancels the call if the object is collected before it ended; the call must not refer to the object. */
export function whenCollected(object: object, call: Call): void {
  collected.register(object, call);
}
