import { context as contexts, createContextKey } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { outsidePartnerCalls } from '../../carrier/index.ts';

/** A run as seen from inside: it counts records, and says what failed in part. A count that is none changes nothing. */
export interface ActiveRun {
  /** So many records were done: synced, or put out by a stage. */
  records(count: number): void;
  /** So many failed, and why: an error or a text. A run in which nothing was done and something failed has failed. */
  failed(count: number, reason?: unknown): void;
  /** So many entered the stage; of no meaning in a sync, as `out` and `dropped`. */
  in(count: number): void;
  out(count: number): void;
  /** So many were left out on purpose. */
  dropped(count: number): void;
}

/** What a context says of the run that it is inside of, whichever copy of this package began it. */
export interface RunInside {
  readonly counts: ActiveRun;
  readonly ended: boolean;
}

const key = createContextKey('partner-otel run');
const nothing = (): void => {};
const outside: ActiveRun = Object.freeze({
  records: nothing,
  failed: nothing,
  in: nothing,
  out: nothing,
  dropped: nothing,
});

export function runIn(context: Context): RunInside | undefined {
  return context.getValue(key) as RunInside | undefined;
}

export function withRun(context: Context, run: RunInside): Context {
  return outsidePartnerCalls(context).setValue(key, run);
}

/**
 * The sync or stage that runs now, to count its records as it goes. Outside of any, it is a harmless empty one, so that
 * shared code may ask without knowing who called it.
 *
 * @example
 * activeRun().records(page.length);
 * activeRun().failed(1, error);
 */
export function activeRun(): ActiveRun {
  const run = runIn(contexts.active());
  return run === undefined || run.ended ? outside : run.counts;
}
