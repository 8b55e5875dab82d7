import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { activeRun, beginSync, instrumentSync } from '../../src/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
afterEach(telemetry.reset);
afterAll(telemetry.stop);

const jobs = { partner: 'satloc', operation: 'jobs' } as const;

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  return 'nothing thrown';
}

describe('a mistake in the options is told at set-up', () => {
  test.each([
    ['an unknown option', { ...jobs, stalenes: 1 }],
    ['no partner', { operation: 'jobs' }],
    ['an empty operation', { ...jobs, operation: '' }],
    ['a huge operation', { ...jobs, operation: 'x'.repeat(65) }],
    ['a control character', { ...jobs, operation: 'a\nb' }],
    ['a staleness that is no duration', { ...jobs, staleness: -1 }],
    ['a maxRuntime that is none', { ...jobs, maxRuntime: Number.NaN }],
    ['maxCustomers below 0', { ...jobs, maxCustomers: -1 }],
    ['a customer that is no function', { ...jobs, customer: 'acme' }],
    ['records that are no function', { ...jobs, records: 5 }],
    ['a source for a partner by arguments', { ...jobs, partner: () => 'a', lastSuccess: () => [] }],
    ['a list', []],
  ])('%s', (_what, options) => {
    expect(messageOf(() => instrumentSync(() => 1, options as never))).toMatchSnapshot();
  });

  test('something that is no function', () => {
    expect(messageOf(() => instrumentSync({} as never, jobs))).toMatchSnapshot();
  });

  test('of beginSync', () => {
    expect(messageOf(() => beginSync({ ...jobs, customer: {} as never }))).toMatchSnapshot('customer');
    expect(messageOf(() => beginSync({ ...jobs, records: () => 1 } as never))).toMatchSnapshot('records');
  });
});

describe('at run time nothing reaches the caller, and the run is counted', () => {
  const broken = (): never => {
    throw new Error('hook');
  };

  test.each([
    ['a picker that throws', { records: broken }],
    ['a picker that gives no count', { records: () => 'many' }],
    ['a customer that throws', { customer: broken }],
    ['a customer that is no id', { customer: () => ({}) }],
    ['a huge customer', { customer: () => 'x'.repeat(10_000) }],
    ['a partner that throws', { partner: broken }],
  ])('%s', async (_what, options) => {
    const pull = instrumentSync<() => Promise<string>>(async () => 'fine', { ...jobs, ...options } as never);
    await expect(pull()).resolves.toBe('fine');
    await expect(telemetry).toHaveMetric('sync.runs', { operation: 'jobs', status: 'success' }, 1);
    await expect(telemetry).not.toHaveMetric('sync.records', { operation: 'jobs' });
    expect((await telemetry.series('sync.last_success_timestamp')).map(({ attributes }) => attributes)).toEqual([
      { partner: 'partner' in options ? 'other' : 'satloc', operation: 'jobs', customer: '' },
    ]);
  });

  test.each([-1, Number.NaN, Infinity, 1.5, '3' as never, 2n as never, undefined as never])(
    'a count of %s is left out',
    async (count) => {
      await instrumentSync(async () => {
        activeRun().records(count);
        activeRun().failed(count, 'no');
        activeRun().records(2);
      }, jobs)();
      await expect(telemetry).toHaveMetric('sync.records', jobs, 2);
      await expect(telemetry).toHaveMetric('sync.runs', { ...jobs, status: 'success' }, 1);
    },
  );
});

test('further syncs of a partner, and further partners, are counted as other', async () => {
  for (let one = 0; one < 210; one += 1) instrumentSync(() => 1, { partner: 'wide', operation: `sync-${one}` })();
  await expect(telemetry).toHaveMetric('sync.runs', { partner: 'wide', status: 'success' }, 210);
  await expect(telemetry).toHaveMetric('sync.runs', { partner: 'wide', operation: 'other', status: 'success' }, 10);
  for (let one = 0; one < 110; one += 1) instrumentSync(() => 1, { partner: `partner-${one}`, operation: 'a' })();
  const partners = new Set((await telemetry.series('sync.runs')).map(({ attributes }) => attributes['partner']));
  expect(partners.size).toBe(101);
  const others = await telemetry.metric('sync.runs', { partner: 'other', status: 'success' });
  expect(others).toBeGreaterThanOrEqual(10);
});

test('far more syncs than the instruments admit are all counted, none nameless', async () => {
  for (let partner = 0; partner < 20; partner += 1) {
    for (let one = 0; one < 150; one += 1) {
      instrumentSync(() => 1, { partner: `partner-${partner}`, operation: `sync-${one}` })();
    }
  }
  const runs = (await telemetry.series('sync.runs')).filter(({ attributes }) =>
    String(attributes['partner']).startsWith('partner-'),
  );
  expect(runs.length).toBeLessThanOrEqual(1_900);
  const total = runs.reduce((sum, { value }) => sum + (value as number), 0);
  expect(total).toBe(3_000);
  expect(await telemetry.series('sync.runs')).toSatisfy((all: { attributes: object }[]) =>
    all.every(({ attributes }) => 'partner' in attributes && 'operation' in attributes),
  );
});
