import { diag } from '@opentelemetry/api';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { controls, instrumentPartner, observeUsers } from '../../src/index.ts';
import type { UserOptions, UserReading } from '../../src/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
const warn = vi.fn();
beforeEach(() => {
  warn.mockClear();
  diag.setLogger({ warn, error: warn, info: warn, debug: warn, verbose: warn }, { suppressOverrideMessage: true });
});
afterEach(() => {
  diag.disable();
  telemetry.reset();
});
afterAll(telemetry.stop);

test('users of a partner are told by state', async () => {
  const observed = observeUsers(async () => ({ active: 12, error: 3 }), { partner: 'satloc' });
  expect(await telemetry.table()).toMatchInlineSnapshot(`
    "partner.system_users{partner="satloc", state="active"} 12
    partner.system_users{partner="satloc", state="error"} 3"
  `);
  observed.dispose();
});

test('read() gives a fresh reading, which metrics share', async () => {
  const read = vi.fn(async () => ({ active: read.mock.calls.length }));
  const observed = observeUsers(read, { partner: 'satloc' });
  await telemetry.series();
  await telemetry.series();
  expect(await observed.read()).toEqual({ active: 2 });
  await expect(telemetry).toHaveMetric('partner.system_users', { partner: 'satloc', state: 'active' }, 2);
  expect(read).toHaveBeenCalledTimes(2);
  observed.dispose();
});

test('a query that begins when it is awaited is a source', async () => {
  const query = { then: (ok: (value: UserReading) => void) => ok({ active: 1, error: 0 }) };
  const observed = observeUsers(() => query as PromiseLike<UserReading>, { partner: 'satloc' });
  await expect(telemetry).toHaveMetric('partner.system_users', { state: 'error' }, 0);
  observed.dispose();
});

test('a source that fails reports nothing, and is told once', async () => {
  const observed = observeUsers(() => Promise.reject(new Error('down')), { partner: 'no database' });
  await expect(telemetry).not.toHaveMetric('partner.system_users');
  await expect(observed.read()).rejects.toThrow('down');
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]?.[0]).toMatch(/^partner-otel: reading users of no database failed/);
  observed.dispose();
});

test('a value that is no count is left out, and told once', async () => {
  const observed = observeUsers((() => ({ active: '12', error: 1 })) as never, { partner: 'strings' });
  expect(await observed.read()).toEqual({ error: 1 });
  await observed.read();
  expect(warn).toHaveBeenCalledTimes(1);
  observed.dispose();
});

test('a second source of a partner joins the first', async () => {
  const second = vi.fn(() => ({ active: 2 }));
  const first = observeUsers(() => ({ active: 1 }), { partner: 'satloc' });
  const joined = observeUsers(second, { partner: 'satloc' });
  expect(await joined.read()).toEqual({ active: 1 });
  expect(second).not.toHaveBeenCalled();
  first.dispose();
});

describe('disposed', () => {
  test('a source ends, and the partner is not retired by it', async () => {
    const observed = observeUsers(() => ({ active: 1, error: 0 }), { partner: 'satloc' });
    await telemetry.series();
    observed.dispose();
    await expect(telemetry).toHaveMetric('partner.system_users', { partner: 'satloc' }, 0);
    await expect(telemetry).not.toHaveMetric('telemetry.retired_timestamp');
    const again = observeUsers(() => ({ active: 5 }), { partner: 'satloc' });
    observed.dispose();
    await expect(telemetry).toHaveMetric('partner.system_users', { partner: 'satloc' }, 5);
    again.dispose();
  });

  test('a partner takes its users along', async () => {
    const read = vi.fn(() => ({ active: 1 }));
    observeUsers(read, { partner: 'leaving' });
    controls(instrumentPartner({}, { partner: 'leaving' })).dispose();
    await telemetry.series();
    expect(read).not.toHaveBeenCalled();
  });
});

describe('a mistake says what was wrong, what is expected, and an example', () => {
  test.each<[string, unknown, unknown]>([
    ['no source', undefined, { partner: 'a' }],
    ['no function', { active: 1 }, { partner: 'a' }],
    ['no options', () => ({}), undefined],
    ['no partner', () => ({}), {}],
    ['a misspelt option', () => ({}), { partner: 'a', interval: 1 }],
    ['no interval', () => ({}), { partner: 'a', every: '60s' }],
  ])('%s', (_what, read, options) => {
    expect(() => observeUsers(read as never, options as UserOptions)).toThrowErrorMatchingSnapshot();
  });
});

test('sources beyond the bound of partners are read by nobody but read()', async () => {
  const observed = Array.from({ length: 150 }, (_, index) =>
    observeUsers(() => ({ active: 1 }), { partner: `partner ${index}` }),
  );
  expect((await telemetry.series('partner.system_users')).length).toBeLessThanOrEqual(100);
  await expect(telemetry).not.toHaveMetric('partner.system_users', { partner: 'other' });
  expect(await observed[149]?.read()).toEqual({ active: 1 });
  for (const one of observed) one.dispose();
});
