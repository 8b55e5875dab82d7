import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { controls, instrumentSync } from '../../src/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
let operation = '';
let count = 0;
beforeEach(() => {
  operation = `jobs-${(count += 1)}`;
});
afterEach(telemetry.reset);
afterAll(telemetry.stop);

const labels = () => ({ partner: 'satloc', operation });
const sync = (options: object = {}) =>
  instrumentSync(
    (customer: string | number, fails?: boolean) => {
      if (fails === true) throw new Error('no');
      return customer;
    },
    { ...labels(), customer: (customer) => customer, ...options },
  );
/** Of the syncs of this test, whose operations all begin alike. */
const customersOf = async (name: string) =>
  (await telemetry.series(name)).flatMap(({ attributes }) =>
    `${String(attributes['operation'])}-`.startsWith(`${operation}-`)
      ? ((attributes['customer'] as string | undefined) ?? [])
      : [],
  );

describe('customers beyond the bound', () => {
  test('are told together, with the oldest of their successes; the first come keep their series', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000_000 });
    const pull = sync({ maxCustomers: 2 });
    for (const customer of ['a', 'b', 'c', 'd']) {
      pull(customer);
      vi.advanceTimersByTime(1_000);
    }
    for (const customer of ['c', 'a']) pull(customer);
    vi.useRealTimers();
    expect(await customersOf('sync.last_success_timestamp')).toEqual(['a', 'b']);
    await expect(telemetry).toHaveMetric('sync.last_success_timestamp', { customer: 'a' }, 1_000_000_004);
    await expect(telemetry).toHaveMetric('sync.untracked_customers', labels(), 2);
    await expect(telemetry).toHaveMetric('sync.untracked_last_success_timestamp', labels(), 1_000_000_003);
  });

  test('are seen when they fail', async () => {
    const pull = sync({ maxCustomers: 1 });
    pull('a');
    pull('b');
    expect(() => pull('b', true)).toThrow();
    await expect(telemetry).toHaveMetric('sync.consecutive_failures', { ...labels(), customer: 'b' }, 1);
  });

  test('ten thousand of them never grow the series, and all are counted', async () => {
    const pull = sync();
    for (let customer = 0; customer < 10_000; customer += 1) {
      pull(customer);
      if (customer % 3 === 0) expect(() => pull(customer, true)).toThrow();
    }
    expect(await customersOf('sync.last_success_timestamp')).toHaveLength(500);
    expect(await customersOf('sync.consecutive_failures')).toHaveLength(500);
    await expect(telemetry).toHaveMetric('sync.untracked_customers', labels(), 9_500);
    await expect(telemetry).toHaveMetric('sync.runs', { ...labels(), status: 'success' }, 10_000);
    await expect(telemetry).toHaveMetric('sync.runs', { ...labels(), status: 'failed' }, 3_334);
  });

  test('one that fails is seen as soon as one of the 500 recovers', async () => {
    const pull = sync();
    for (let customer = 0; customer <= 500; customer += 1) expect(() => pull(customer, true)).toThrow();
    const failing = { ...labels(), customer: '500' };
    await expect(telemetry).not.toHaveMetric('sync.consecutive_failures', failing);
    pull(7);
    expect(() => pull(500, true)).toThrow();
    await expect(telemetry).toHaveMetric('sync.consecutive_failures', failing, 1);
  });

  test('under a foreign SDK all syncs share 1,900 series, and none is nameless', async () => {
    for (let one = 0; one < 6; one += 1) {
      const pull = instrumentSync((customer: number) => customer, {
        partner: 'satloc',
        operation: `${operation}-${one}`,
        customer: (customer) => customer,
      });
      for (let customer = 0; customer < 500; customer += 1) pull(customer);
    }
    expect(await customersOf('sync.last_success_timestamp')).toHaveLength(1_900);
    const left = (await telemetry.series('sync.untracked_customers')).filter(({ attributes }) =>
      String(attributes['operation']).startsWith(operation),
    );
    expect(left.map(({ value }) => value)).toEqual([0, 0, 0, 100, 500, 500]);
  });
});

describe('retiring', () => {
  test('a customer ends its series, says so, and it is watched again when it comes back', async () => {
    const pull = sync();
    pull('gone');
    pull('stays');
    expect(() => pull('gone', true)).toThrow();
    controls(pull).forget('gone');
    await expect(telemetry).toHaveMetric('sync.last_success_timestamp', { customer: 'gone' }, 0);
    await expect(telemetry).toHaveMetric('sync.consecutive_failures', { customer: 'gone' }, 0);
    await expect(telemetry).toHaveMetric('telemetry.retired_timestamp', { ...labels(), customer: 'gone' });
    pull('gone');
    expect(await telemetry.metric('sync.last_success_timestamp', { customer: 'gone' })).toBeGreaterThan(0);
    expect(() => pull('gone', true)).toThrow();
    await expect(telemetry).toHaveMetric('sync.consecutive_failures', { customer: 'gone' }, 1);
  });

  test('a customer makes room for another', async () => {
    const pull = sync({ maxCustomers: 1 });
    for (const customer of ['a', 'b']) pull(customer);
    controls(pull).forget('a');
    pull('b');
    expect(await telemetry.metric('sync.last_success_timestamp', { customer: 'b' })).toBeGreaterThan(0);
    await expect(telemetry).toHaveMetric('sync.untracked_customers', labels(), 0);
  });

  test('a sync ends its gauges, and the function goes on unobserved', async () => {
    const pull = sync({ staleness: 1_000 });
    pull('a');
    controls(pull).dispose();
    expect(pull('a')).toBe('a');
    await expect(telemetry).not.toHaveMetric('sync.staleness_limit', labels());
    await expect(telemetry).toHaveMetric('sync.last_success_timestamp', labels(), 0);
    await expect(telemetry).toHaveMetric('telemetry.retired_timestamp', labels());
    const again = sync();
    again('a');
    await expect(telemetry).toHaveMetric('sync.runs', { ...labels(), status: 'success' }, 1);
  });
});

describe('a source of last successes', () => {
  const at = new Date('2026-01-02T03:04:05Z');

  test('replaces what this process remembers, and counts the failures where it does', async () => {
    const lastSuccess = vi.fn(async () => [
      { customer: 'a', at, failures: 4 },
      { customer: 7, at: at.getTime() + 1_000 },
      { customer: 'never', at: null, failures: 0 },
      { customer: '', at },
      { customer: 'odd', at: Number.NaN, failures: -1 },
    ]);
    const pull = sync({ lastSuccess });
    pull('local');
    expect(() => pull('7', true)).toThrow();
    expect(await customersOf('sync.last_success_timestamp')).toEqual(['7', 'a']);
    await expect(telemetry).toHaveMetric('sync.last_success_timestamp', { customer: 'a' }, at.getTime() / 1_000);
    await expect(telemetry).toHaveMetric('sync.consecutive_failures', { customer: 'a' }, 4);
    expect(lastSuccess).toHaveBeenCalledTimes(1);
  });

  test('leaves customers beyond the bound to be told together', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ({ customer: index, at: at.getTime() + index }));
    sync({ lastSuccess: () => rows, maxCustomers: 10 });
    expect(await customersOf('sync.last_success_timestamp')).toHaveLength(10);
    await expect(telemetry).toHaveMetric('sync.untracked_customers', labels(), 9_990);
    await expect(telemetry).toHaveMetric(
      'sync.untracked_last_success_timestamp',
      labels(),
      (at.getTime() + 10) / 1_000,
    );
  });

  test('that fails changes nothing else', async () => {
    const pull = sync({ lastSuccess: () => Promise.reject(new Error('database')) });
    pull('a');
    await expect(telemetry).toHaveMetric('sync.runs', { ...labels(), status: 'success' }, 1);
    await expect(telemetry).not.toHaveMetric('sync.last_success_timestamp', labels());
  });

  test('does not bring back who was forgotten, until they succeed again', async () => {
    let last = at;
    const pull = sync({ lastSuccess: () => [{ customer: 'a', at: last, failures: 0 }] });
    controls(pull).forget('a');
    await expect(telemetry).not.toHaveMetric('sync.last_success_timestamp', { ...labels(), customer: 'a' });
    telemetry.reset();
    last = new Date(Date.now() + 1_000);
    await expect(telemetry).toHaveMetric('sync.last_success_timestamp', { ...labels(), customer: 'a' });
  });
});

test('a clock that is set back gives the time that it says, and no negative duration', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000_000 });
  const pull = sync();
  pull('a');
  vi.setSystemTime(900_000_000_000);
  pull('a');
  vi.useRealTimers();
  await expect(telemetry).toHaveMetric('sync.last_success_timestamp', { ...labels(), customer: 'a' }, 900_000_000);
  const duration = await telemetry.histogram('sync.duration', labels());
  expect(duration?.min).toBeGreaterThanOrEqual(0);
});
