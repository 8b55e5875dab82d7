import { AsyncLocalStorage } from 'node:async_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { controls, instrumentPartner } from '../../src/index.ts';
import type { PartnerOptions } from '../../src/index.ts';
import { startTestTelemetry } from '../../src/testing/index.ts';
import type { TestTelemetry } from '../../src/testing/index.ts';
import { describe } from './describe.ts';

/** Notes what a script observes, in order; values are described, so that two runs can be compared. */
export type Log = (label: string, ...values: unknown[]) => void;

export interface Scenario<C extends object> {
  /** A fresh client, made the same way for each run. */
  make(): C;
  /** Uses it, and logs all that it sees. */
  script(client: C, log: Log): unknown;
  readonly options?: Omit<PartnerOptions, 'partner'>;
  /** The calls that are to be seen, in the order of their starts: `get`, or `get timeout` where it was no success. */
  readonly calls?: readonly string[];
  /** The same for the very first calls, where a path is not known yet to return promises. */
  readonly firstCalls?: readonly string[];
  /** How many calls are still in flight at the end. */
  readonly open?: number;
}

export interface Seen {
  readonly log: readonly string[];
  readonly calls: readonly string[];
  readonly counted: readonly string[];
  readonly inFlight: number;
}

type Wrap = <C extends object>(client: C) => C;

// Before Node 24 promises bear notes while one is in use: in bare runs too.
new AsyncLocalStorage().enterWith('in use');

const partner = 'transparent';
const processEvents = ['unhandledRejection', 'rejectionHandled', 'uncaughtException'] as const;
const score = { scenarios: 0, logs: 0, equal: 0, counts: 0, exact: 0 };

/** One test: the script sees the same of the bare client, wrapped without an SDK, and wrapped with one, twice. */
export function transparent<C extends object>(name: string, scenario: Scenario<C>): void {
  test(`${name}`, async () => {
    score.scenarios += 1;
    const runs = await sideBySide(scenario);
    score.logs += 3;
    for (const run of ['asleep', 'first', 'again'] as const) {
      if (runs[run].log.join('\n') === runs.bare.log.join('\n')) score.equal += 1;
    }
    score.counts += 2;
    const expected = { first: scenario.firstCalls ?? scenario.calls ?? [], again: scenario.calls ?? [] };
    for (const run of ['first', 'again'] as const) {
      if (same(runs[run].calls, expected[run]) && same(runs[run].counted, expected[run])) score.exact += 1;
    }
    const { bare } = runs;
    // Equal failures would prove nothing of what comes after.
    expect(bare.log.filter((line) => line.startsWith('the script threw'))).toEqual([]);
    const told = (run: 'first' | 'again') => ({
      log: bare.log,
      calls: expected[run],
      counted: sorted(expected[run]),
      inFlight: scenario.open ?? 0,
    });
    expect(runs).toEqual({ bare, asleep: { ...bare }, first: told('first'), again: told('again') });
  });
}

export interface SideBySide {
  readonly bare: Seen;
  readonly asleep: Seen;
  readonly first: Seen;
  readonly again: Seen;
}

export async function sideBySide<C extends object>(scenario: Scenario<C>): Promise<SideBySide> {
  const wrap: Wrap = (client) => instrumentPartner(client, { ...scenario.options, partner });
  const bare = await run(scenario, (client) => client);
  const asleep = await run(scenario, wrap);
  using telemetry = startTestTelemetry();
  const first = await run(scenario, wrap, telemetry);
  telemetry.reset();
  const again = await run(scenario, wrap, telemetry);
  // What is known of its paths goes with it: the next is met for the first time again.
  controls(wrap({})).dispose();
  return { bare, asleep, first, again };
}

async function run<C extends object>(
  { make, script }: Scenario<C>,
  wrap: Wrap,
  telemetry?: TestTelemetry,
): Promise<Seen> {
  const log: string[] = [];
  const note: Log = (label, ...values) => log.push([label, ...values.map((value) => describe(value))].join(' '));
  const heard = processEvents.map((event) => {
    const listeners = process.rawListeners(event);
    process.removeAllListeners(event);
    process.on(event as 'uncaughtException', (reason) => note(event, event === 'rejectionHandled' ? '' : reason));
    return { event, listeners };
  });
  try {
    await script(wrap(make()), note);
    await settled();
  } catch (error) {
    note('the script threw', error);
    if (error instanceof ReferenceError) throw error;
  } finally {
    for (const { event, listeners } of heard) {
      process.removeAllListeners(event);
      for (const listener of listeners) process.on(event, listener as () => void);
    }
  }
  if (telemetry === undefined) return { log, calls: [], counted: [], inFlight: 0 };
  const spans = telemetry.spans({ kind: 'client', attributes: { partner } });
  const series = await telemetry.series('partner.api.requests');
  return {
    log,
    calls: spans.map(({ attributes }) => called(attributes)),
    counted: sorted(
      series
        .filter(({ attributes }) => attributes['partner'] === partner)
        .flatMap(({ attributes, value }) => Array.from({ length: Number(value) }, () => called(attributes))),
    ),
    inFlight: (await telemetry.metric('partner.api.in_flight', { partner })) ?? 0,
  };
}

function called({ operation, status }: Readonly<Record<string, unknown>>): string {
  return status === 'success' ? String(operation) : `${String(operation)} ${String(status)}`;
}

/** Logs what the work comes to, or what it throws. */
export async function attempt(log: Log, label: string, work: () => unknown): Promise<void> {
  try {
    log(label, await work());
  } catch (error) {
    log(`${label} threw`, error);
  }
}

/** Lets what is under way go on: microtasks, what Node says of rejections, timers of 1 ms. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setImmediate(resolve));
}

/** Collects garbage, and lets finalizers run. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let turn = 0; turn < 3; turn += 1) {
    await settled();
    collect();
  }
  await settled();
}

function sorted(calls: readonly string[]): string[] {
  return [...calls].sort();
}

function same(some: readonly string[], others: readonly string[]): boolean {
  return sorted(some).join('\n') === sorted(others).join('\n');
}

afterAll(() => {
  if (score.scenarios === 0) return;
  const { scenarios, equal, logs, exact, counts } = score;
  process.stdout.write(
    `transparency: ${scenarios} scenarios, ${equal}/${logs} equal, ${exact}/${counts} counted right\n`,
  );
});
