import { context as contexts } from '@opentelemetry/api';
import { setControls } from '../instruments/index.ts';
import { somebodyListens } from '../operation/index.ts';
import type { ActiveRun } from '../operation/index.ts';
import { guard, sayOnce } from '../safety/index.ts';
import { customerId, syncs } from './metrics/index.ts';
import { checkBeginOptions } from './options.ts';
import type { BeginSyncOptions } from './options.ts';
import { SyncRun } from './run.ts';

/** A run of a sync that code begins and ends itself. */
export interface BegunSync extends Pick<ActiveRun, 'records' | 'failed'> {
  /** Runs `fn` inside of it and gives what it gives: what it starts is beneath the sync in the trace. */
  within<T>(fn: () => T): T;
  /** Ends it, failed where an error is given (anything but `undefined` and `null`). A second end changes nothing. */
  end(error?: unknown): void;
}

// Nobody holds it any longer, so nobody can end it; the run itself stays with those that are open.
const dropped = new FinalizationRegistry<SyncRun>((run) => {
  if (run.ended) return;
  sayOnce(`${run.title} never ended`, `a run of ${run.title} was begun by beginSync() and never ended: call end().`);
  run.cancel();
});

/**
 * Begins a run of a sync, for code that is no single function: `instrumentSync` is for the rest. End it in a `finally`,
 * or where the work is done; never ended, it stays open, is overdue after `maxRuntime`, and is told once when dropped.
 *
 * @throws OptionError for options that are wrong.
 *
 * @example
 * const run = beginSync({ partner: 'satloc', operation: 'jobs', customer: 'acme' });
 * stream.on('data', (job) => run.records(1));
 * stream.on('close', () => run.end(stream.errored));
 */
export function beginSync(options: BeginSyncOptions): BegunSync {
  checkBeginOptions(options);
  const { partner, operation, customer } = options;
  const sync = syncs.of(partner, options);
  const id = customerId(customer, sync.title);
  const run = somebodyListens()
    ? guard('beginning a run', () => new SyncRun({ sync, partner, operation, customer: id }))
    : undefined;
  const begun = handle(run);
  if (run !== undefined) dropped.register(begun, run);
  setControls(begun, {
    dispose: () => syncs.retire(sync),
    forget: (forgotten) => syncs.forget(sync, forgotten),
  });
  return begun;
}

// The run must not refer to what is handed out, or nobody would notice that it was dropped.
function handle(run: SyncRun | undefined): BegunSync {
  let isOver = false;
  return {
    records: (count) => run?.counts.records(count),
    failed: (count, reason) => run?.counts.failed(count, reason),
    within: (fn) => (run === undefined ? fn() : contexts.with(run.context, fn)),
    end(error) {
      if (run === undefined) return;
      if (isOver) sayOnce(`${run.title} ended twice`, `a run of ${run.title} was ended twice; the first end stands.`);
      isOver = true;
      run.end(error == null ? { kind: 'returned', value: undefined } : { kind: 'threw', error });
    },
  };
}
