import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { activeRun, beginSync, instrumentSync } from '../../src/index.ts';
import { startTestTelemetry } from '../../src/testing/index.ts';

const telemetry = startTestTelemetry();
afterAll(telemetry.stop);

type Outcome = 'success' | 'failed' | 'cancelled';

interface Begun {
  readonly customer: string;
  /** How it ends, and after how many others that are open then. */
  readonly outcome: Outcome;
  readonly synced: number;
  readonly failed: number;
  readonly by: 'promise' | 'generator' | 'begin';
  readonly endsAfter: number;
}

const maxCustomers = 3;
const runs = fc.array(
  fc.record<Begun>({
    customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    outcome: fc.constantFrom<Outcome>('success', 'failed', 'cancelled'),
    synced: fc.nat(3),
    failed: fc.nat(3),
    by: fc.constantFrom('promise', 'generator', 'begin'),
    endsAfter: fc.nat(4),
  }),
  { maxLength: 40 },
);

/** Begins a run; what is given back ends it. */
function begin(run: Begun, operation: string): () => Promise<void> {
  const { customer, outcome, synced, failed } = run;
  const options = { partner: 'satloc', operation, maxCustomers };
  const controller = new AbortController();
  const count = (): void => {
    activeRun().records(synced);
    activeRun().failed(failed, 'no');
  };
  const finish = (): void => {
    count();
    if (outcome === 'failed') throw new Error('failed');
    if (outcome === 'cancelled') {
      controller.abort();
      controller.signal.throwIfAborted();
    }
  };
  // A begun run has no caller's signal: its cancelling is the client's own.
  if (run.by === 'begin' && outcome !== 'cancelled') {
    const begun = beginSync({ ...options, customer });
    return async () => {
      begun.records(synced);
      begun.failed(failed, 'no');
      begun.end(outcome === 'failed' ? new Error('failed') : undefined);
    };
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  const typed = { ...options, customer: (id: string, _signal: AbortSignal) => id };
  const pull =
    run.by === 'generator'
      ? instrumentSync(async function* pages(_id: string, _signal: AbortSignal) {
          yield 1;
          await promise;
          finish();
        }, typed)
      : instrumentSync(async (_id: string, _signal: AbortSignal) => {
          await promise;
          finish();
        }, typed);
  const answer = pull(customer, controller.signal);
  const done = 'next' in answer ? answer.next().then(() => answer.next()) : answer;
  return async () => {
    resolve();
    await done.catch(() => undefined);
  };
}

interface Recount {
  success: number;
  failed: number;
  synced: number;
  failedRecords: number;
  readonly succeeded: string[];
  readonly inARow: Map<string, number>;
}

/** What a person would note down, run after run, in the order in which they end. */
function recount(ended: readonly Begun[]): Recount {
  const all: Recount = { success: 0, failed: 0, synced: 0, failedRecords: 0, succeeded: [], inARow: new Map() };
  for (const { customer, outcome, synced, failed } of ended) {
    all.synced += synced;
    all.failedRecords += failed;
    if (outcome === 'cancelled') continue;
    if (outcome === 'success' && !(synced === 0 && failed > 0)) {
      all.success += 1;
      all.inARow.set(customer, 0);
      if (!all.succeeded.includes(customer)) all.succeeded.push(customer);
    } else {
      all.failed += 1;
      all.inARow.set(customer, (all.inARow.get(customer) ?? 0) + 1);
    }
  }
  return all;
}

test('whatever the interleaving of runs and customers, counters and gauges equal a plain recount', async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(runs, async (begun) => {
      telemetry.reset();
      const operation = `recount-${(round += 1)}`;
      const open: { run: Begun; end: () => Promise<void> }[] = [];
      const ended: Begun[] = [];
      const endOne = async (at: number): Promise<void> => {
        const [one] = open.splice(at, 1);
        if (one === undefined) return;
        await one.end();
        ended.push(one.run);
      };
      for (const run of begun) {
        open.push({ run, end: begin(run, operation) });
        if (open.length > run.endsAfter) await endOne(run.endsAfter % open.length);
      }
      while (open.length > 0) await endOne(0);

      const expected = recount(ended);
      const labels = { partner: 'satloc', operation };
      const metric = async (name: string, more: object = {}) =>
        (await telemetry.metric(name, { ...labels, ...more })) ?? 0;
      expect(await metric('sync.runs', { status: 'success' })).toBe(expected.success);
      expect(await metric('sync.runs', { status: 'failed' })).toBe(expected.failed);
      expect(await metric('sync.records', { result: 'synced' })).toBe(expected.synced);
      expect(await metric('sync.records', { result: 'failed' })).toBe(expected.failedRecords);
      const durations = await telemetry.histogram('sync.duration', labels);
      expect(durations?.count ?? 0).toBe(expected.success + expected.failed);
      const series = await telemetry.series('sync.last_success_timestamp');
      const tracked = series.filter(({ attributes }) => attributes['operation'] === operation);
      expect(tracked.map(({ attributes }) => attributes['customer'])).toEqual(
        expected.succeeded.slice(0, maxCustomers).sort(),
      );
      expect(await metric('sync.untracked_customers')).toBe(Math.max(0, expected.succeeded.length - maxCustomers));
      for (const [customer, inARow] of expected.inARow) {
        expect(await metric('sync.consecutive_failures', { customer })).toBe(inARow);
      }
      expect(telemetry.spans({ open: true })).toEqual([]);
      expect(telemetry.spans()).toHaveLength(ended.length);
    }),
    { numRuns: 150 },
  );
});
