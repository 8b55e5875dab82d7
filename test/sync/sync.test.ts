import { context, trace } from '@opentelemetry/api';
import { afterAll, afterEach, describe, expect, expectTypeOf, test } from 'vitest';
import { activeRun, instrumentPartner, instrumentSync } from '../../src/index.ts';
import { listeners } from '../../src/listeners/index.ts';
import type { End } from '../../src/listeners/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
afterEach(telemetry.reset);
afterAll(telemetry.stop);

const labels = { partner: 'satloc', operation: 'jobs' } as const;

describe('a run that succeeds', () => {
  test('is one span, one count, one duration, and the last success of its customer', async () => {
    const pull = instrumentSync(async (_customer: string, jobs: number) => jobs, {
      ...labels,
      customer: (customer) => customer,
      records: (jobs) => jobs,
    });
    const before = Date.now() / 1_000;
    await expect(pull('acme', 7)).resolves.toBe(7);
    expect(telemetry.tree({ attributes: ['partner', 'operation', 'customer', 'status'] })).toMatchInlineSnapshot(
      `"sync jobs partner=satloc operation=jobs customer=acme status=success"`,
    );
    const last = await telemetry.metric('sync.last_success_timestamp', { ...labels, customer: 'acme' });
    expect(last).toBeGreaterThanOrEqual(before);
    expect(last).toBeLessThanOrEqual(Date.now() / 1_000);
    const table = (await telemetry.table()).replaceAll(/(timestamp\{.*\}) .*/g, '$1 (now)');
    expect(table).toMatchInlineSnapshot(`
      "sync.duration{operation="jobs", partner="satloc", status="success"} count 1
      sync.last_success_timestamp{customer="acme", operation="jobs", partner="satloc"} (now)
      sync.records{operation="jobs", partner="satloc", result="synced"} 7
      sync.runs{operation="jobs", partner="satloc", status="failed"} 0
      sync.runs{operation="jobs", partner="satloc", status="success"} 1
      sync.untracked_customers{operation="jobs", partner="satloc"} 0"
    `);
  });

  test('is the parent of the partner calls inside', async () => {
    const satloc = instrumentPartner({ list: async () => [1, 2] }, { partner: 'satloc' });
    const pull = instrumentSync(async () => satloc.list(), labels);
    await pull();
    expect(telemetry).toHaveTrace({
      name: 'sync jobs',
      kind: 'internal',
      children: [{ name: 'satloc list', kind: 'client', children: [] }],
    });
  });

  test('has an empty customer, which is none to Prometheus, where the sync has none', async () => {
    await instrumentSync(async () => 1, labels)();
    const [series] = await telemetry.series('sync.last_success_timestamp');
    expect(series?.attributes).toEqual({ ...labels, customer: '' });
    expect(telemetry.span('sync jobs').attributes).not.toHaveProperty('customer');
  });

  test('is told to listeners', async () => {
    const heard: End[] = [];
    const remove = listeners.add((end) => heard.push(end));
    await instrumentSync(async () => ({ synced: 2, failed: 1 }), { ...labels, records: (result) => result })();
    remove();
    expect(heard).toMatchObject([
      { kind: 'sync', ...labels, customer: undefined, status: 'success', records: { synced: 2, failed: 1 } },
    ]);
  });
});

describe('a run that fails', () => {
  const fails = async (): Promise<never> => {
    throw Object.assign(new Error('connect ECONNREFUSED https://user:secret@host/'), { code: 'ECONNREFUSED' });
  };

  test('has one voice: the same on span, metric and record, and no secret', async () => {
    const pull = instrumentSync(fails, { ...labels, customer: () => 'acme' });
    await expect(pull()).rejects.toThrow('ECONNREFUSED');
    expect(telemetry.tree()).toMatchInlineSnapshot(`
      "sync jobs ERROR "connect ECONNREFUSED https://REDACTED:REDACTED@host/" status=failed error.type=ECONNREFUSED
        | error sync.run.exception status=failed error.type=ECONNREFUSED"
    `);
    expect(telemetry.log('sync.run.exception')).toMatchObject({
      body: 'sync jobs of satloc failed: ECONNREFUSED, connect ECONNREFUSED https://REDACTED:REDACTED@host/',
      attributes: { ...labels, customer: 'acme', status: 'failed', 'exception.type': 'Error' },
    });
    await expect(telemetry).toHaveMetric('sync.runs', { ...labels, status: 'failed' }, 1);
    await expect(telemetry).toHaveMetric('sync.duration', { ...labels, status: 'failed' }, 1);
    await expect(telemetry).toHaveMetric('sync.consecutive_failures', { ...labels, customer: 'acme' }, 1);
    await expect(telemetry).not.toHaveMetric('sync.last_success_timestamp', labels);
  });

  test('raises failures in a row until the customer succeeds', async () => {
    const pull = instrumentSync((_customer: string, result: () => unknown) => result(), {
      ...labels,
      customer: (customer) => customer,
    });
    const failures = () => telemetry.metric('sync.consecutive_failures', { customer: 'acme' });
    for (const expected of [1, 2, 3]) {
      await expect(pull('acme', fails)).rejects.toThrow();
      expect(await failures()).toBe(expected);
    }
    pull('other', () => 1);
    expect(await failures()).toBe(3);
    pull('acme', () => 1);
    expect(await failures()).toBe(0);
  });

  test('is one in which nothing was synced and something failed, whatever it returned', async () => {
    const pull = instrumentSync(async () => {
      activeRun().failed(2, new RangeError('no field 7'));
      activeRun().failed(1, 'later');
      return 'done';
    }, labels);
    await expect(pull()).resolves.toBe('done');
    expect(telemetry.tree()).toMatchInlineSnapshot(`
      "sync jobs ERROR "no field 7" status=failed error.type=_OTHER
        | error sync.run.exception status=failed error.type=_OTHER"
    `);
    expect(telemetry.log('sync.run.exception').body).toBe(
      'sync jobs of satloc failed: nothing was done and 3 records failed, no field 7',
    );
    await expect(telemetry).toHaveMetric('sync.runs', { ...labels, status: 'failed' }, 1);
    await expect(telemetry).toHaveMetric('sync.records', { ...labels, result: 'failed' }, 3);
  });

  test('in part is a success that says what failed', async () => {
    const pull = instrumentSync(async () => {
      activeRun().records(5);
      activeRun().failed(1, new RangeError('no field 7'));
    }, labels);
    await pull();
    expect(telemetry.tree()).toMatchInlineSnapshot(`
      "sync jobs status=success
        | warn sync.run.exception status=success error.type=RangeError"
    `);
    expect(telemetry.log('sync.run.exception').body).toBe('sync jobs of satloc failed: 1 record, no field 7');
    await expect(telemetry).toHaveMetric('sync.runs', { ...labels, status: 'success' }, 1);
  });

  test('by its caller is cancelled, and neither a run nor a failure', async () => {
    const pull = instrumentSync(
      async (_customer: string, { signal }: { signal: AbortSignal }) => signal.throwIfAborted(),
      { ...labels, customer: (customer) => customer },
    );
    await expect(pull('acme', { signal: AbortSignal.abort() })).rejects.toThrow();
    const span = telemetry.span('sync jobs');
    expect(span).toMatchObject({ status: 'unset', attributes: { status: 'cancelled' } });
    expect(span.attributes).not.toHaveProperty('error.type');
    expect(telemetry.logs()).toEqual([]);
    await expect(telemetry).toHaveMetric('sync.runs', labels, 0);
    await expect(telemetry).not.toHaveMetric('sync.duration');
    await expect(telemetry).not.toHaveMetric('sync.consecutive_failures');
  });
});

describe('the function that comes back', () => {
  test('is the same in name, length, extras, `this` and types', () => {
    function pull(this: { readonly by: number }, first: number, second: number): number {
      return this.by * (first + second);
    }
    const wrapped = instrumentSync(Object.assign(pull, { version: 3 }), labels);
    expect(wrapped.name).toBe('pull');
    expect(wrapped).toHaveLength(2);
    expect(wrapped.version).toBe(3);
    expect(wrapped.call({ by: 2 }, 3, 4)).toBe(14);
    expectTypeOf(wrapped).toEqualTypeOf<typeof pull & { version: number }>();
  });

  test('is given back where it is wrapped again as the same sync, and refused as another', () => {
    const pull = instrumentSync(() => 1, labels);
    expect(instrumentSync(pull, labels)).toBe(pull);
    expect(() => instrumentSync(pull, { ...labels, operation: 'users' })).toThrow(
      /not wrapped already, as sync 'jobs'/,
    );
  });

  test('throws at once what it threw at once, a failed run', async () => {
    const error = { not: 'an error' };
    const pull = instrumentSync((): number => {
      throw error;
    }, labels);
    expect(() => pull()).toThrow(expect.toSatisfy((thrown) => thrown === error));
    await expect(telemetry).toHaveMetric('sync.runs', { status: 'failed' }, 1);
  });

  test('returns a value at once, a run that ended', async () => {
    expect(instrumentSync(() => [1, 2], { ...labels, records: (all) => all.length })()).toEqual([1, 2]);
    await expect(telemetry).toHaveMetric('sync.runs', { status: 'success' }, 1);
    await expect(telemetry).toHaveMetric('sync.records', { result: 'synced' }, 2);
  });

  test('does not start what starts when it is awaited', async () => {
    let executed = 0;
    const query = { then: (resolve: (value: number) => void) => resolve((executed += 1)) };
    const pull = instrumentSync(() => query, { ...labels, records: (result) => result });
    expect(pull()).toBe(query);
    expect(executed).toBe(0);
    await expect(telemetry).toHaveMetric('sync.runs', { status: 'success' }, 0);
    expect(await query).toBe(1);
    expect(executed).toBe(1);
    await expect(telemetry).toHaveMetric('sync.runs', { status: 'success' }, 1);
  });

  test('gives back what is observed already, and says that it cannot tell when that is done', async () => {
    const lazy = { then: (resolve: (value: number) => void) => resolve(7) };
    const satloc = instrumentPartner({ query: () => lazy }, { partner: 'satloc' });
    const pull = instrumentSync(() => satloc.query(), labels);
    expect(await pull()).toBe(7);
    expect(telemetry).toHaveSpan({ name: 'sync jobs', attributes: { status: 'cancelled' } });
    await expect(telemetry).toHaveMetric('sync.runs', labels, 0);
    const awaited = instrumentSync(async () => satloc.query(), labels);
    expect(await awaited()).toBe(7);
    await expect(telemetry).toHaveMetric('sync.runs', { ...labels, status: 'success' }, 1);
  });

  test.each([
    [
      'generator',
      function* pages() {
        activeRun().records(2);
        yield trace.getActiveSpan() !== undefined;
        activeRun().records(3);
        yield trace.getActiveSpan() !== undefined;
      },
    ],
    [
      'async generator',
      async function* pages() {
        activeRun().records(2);
        yield trace.getActiveSpan() !== undefined;
        activeRun().records(3);
        yield trace.getActiveSpan() !== undefined;
      },
    ],
  ])('as %s is a run from its first step to its last', async (_kind, pages) => {
    const pull = instrumentSync(pages as () => AsyncGenerator<boolean>, labels);
    const unread = pull();
    expect(telemetry.spans({ open: true })).toEqual([]);
    await unread.return(undefined);
    const seen: boolean[] = [];
    for await (const page of pull()) seen.push(page);
    expect(seen).toEqual([true, true]);
    for await (const _ of pull()) break;
    expect(telemetry.tree()).toBe('sync jobs status=success\nsync jobs status=success');
    await expect(telemetry).toHaveMetric('sync.records', { result: 'synced' }, 7);
    await expect(telemetry).toHaveMetric('sync.runs', { status: 'success' }, 2);
  });

  test('as a generator that fails is a failed run', async () => {
    const pull = instrumentSync(async function* pages(): AsyncGenerator<number> {
      yield 1;
      throw new Error('page 2');
    }, labels);
    const read = async () => {
      for await (const _ of pull());
    };
    await expect(read()).rejects.toThrow('page 2');
    await expect(telemetry).toHaveMetric('sync.runs', { status: 'failed' }, 1);
  });
});

test('runs of a named partner are 0 from registration on', async () => {
  instrumentSync(() => 1, { partner: 'satloc', operation: 'never-called', staleness: 90_000, maxRuntime: 60_000 });
  const never = { partner: 'satloc', operation: 'never-called' };
  await expect(telemetry).toHaveMetric('sync.runs', { ...never, status: 'success' }, 0);
  await expect(telemetry).toHaveMetric('sync.runs', { ...never, status: 'failed' }, 0);
  await expect(telemetry).toHaveMetric('sync.staleness_limit', never, 90);
  await expect(telemetry).toHaveMetric('sync.overdue', never, 0);
});

test('a partner may come from the arguments', async () => {
  const pull = instrumentSync(async (job: { partner: string }) => job, {
    partner: ({ partner }) => partner,
    operation: 'any',
  });
  await pull({ partner: 'satloc' });
  await pull({ partner: 'agrinav' });
  await pull({ partner: '' });
  expect(await telemetry.table('sync.duration')).toMatchInlineSnapshot(`
    "sync.duration{operation="any", partner="agrinav", status="success"} count 1
    sync.duration{operation="any", partner="other", status="success"} count 1
    sync.duration{operation="any", partner="satloc", status="success"} count 1"
  `);
});

test('a run that hangs is overdue while it hangs', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const pull = instrumentSync(() => promise, { partner: 'satloc', operation: 'slow', maxRuntime: 5 });
  const run = pull();
  const slow = { partner: 'satloc', operation: 'slow' };
  await expect(telemetry).toHaveMetric('sync.overdue', slow, 0);
  await new Promise((wait) => setTimeout(wait, 20));
  await expect(telemetry).toHaveMetric('sync.overdue', slow, 1);
  resolve();
  await run;
  await expect(telemetry).toHaveMetric('sync.overdue', slow, 0);
});

test('outside of a run, activeRun() is harmless', () => {
  activeRun().records(1);
  activeRun().failed(1, new Error('nobody'));
  activeRun().in(1);
  expect(context.active()).toBeDefined();
});
