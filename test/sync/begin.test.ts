import { diag, DiagLogLevel } from '@opentelemetry/api';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { activeRun, beginSync, controls, instrumentPartner, instrumentSync } from '../../src/index.ts';
import { processStop } from '../../src/outcome/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';
import { sixMinutesAgo } from '../support/stop.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
const said: string[] = [];
const logger = { warn: (text: string) => said.push(text), error() {}, info() {}, debug() {}, verbose() {} };
diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
afterEach(() => {
  vi.restoreAllMocks();
  telemetry.reset();
  said.length = 0;
});
afterAll(telemetry.stop);

const satloc = { partner: 'satloc', operation: 'files' } as const;

describe('a begun run', () => {
  test('is the same as that of a wrapped function', async () => {
    const client = instrumentPartner({ get: async () => 1 }, { partner: 'satloc' });
    const run = beginSync({ ...satloc, customer: 7 });
    await run.within(async () => {
      activeRun().records(1);
      await client.get();
    });
    run.records(2);
    run.end();
    expect(telemetry).toHaveTrace({
      name: 'sync files',
      attributes: { customer: '7', status: 'success' },
      children: [{ name: 'satloc get' }],
    });
    await expect(telemetry).toHaveMetric('sync.records', { ...satloc, result: 'synced' }, 3);
    await expect(telemetry).toHaveMetric('sync.last_success_timestamp', { customer: '7' });
  });

  test('fails by the error that it is ended with', async () => {
    beginSync(satloc).end(new Error('no'));
    beginSync(satloc).end(0);
    beginSync(satloc).end(null);
    await expect(telemetry).toHaveMetric('sync.runs', { ...satloc, status: 'failed' }, 2);
    await expect(telemetry).toHaveMetric('sync.runs', { ...satloc, status: 'success' }, 1);
    expect(telemetry.logs('sync.run.exception')).toHaveLength(2);
  });

  test('ended twice is counted once, and that is said', async () => {
    const run = beginSync(satloc);
    run.end();
    run.end(new Error('late'));
    run.records(5);
    await expect(telemetry).toHaveMetric('sync.runs', satloc, 1);
    await expect(telemetry).not.toHaveMetric('sync.records', satloc);
    expect(said.join()).toMatch(/sync files of satloc was ended twice/);
  });

  test('never ended and dropped is said once, and its span is told', async () => {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    (() => void beginSync({ partner: 'satloc', operation: 'dropped', maxRuntime: 1 }))();
    for (let round = 0; round < 50 && said.length === 0; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      gc();
    }
    expect(said.join()).toMatch(/sync dropped of satloc was begun by beginSync\(\) and never ended/);
    expect(telemetry.span('sync dropped')).toMatchObject({ status: 'unset', attributes: { status: 'cancelled' } });
    await expect(telemetry).toHaveMetric('sync.overdue', { operation: 'dropped' }, 0);
    await expect(telemetry).toHaveMetric('sync.runs', { operation: 'dropped' }, 0);
  });

  test('has controls of its sync', async () => {
    const run = beginSync({ ...satloc, customer: 'a' });
    run.end();
    controls(run).forget('a');
    await expect(telemetry).toHaveMetric('sync.last_success_timestamp', { customer: 'a' }, 0);
  });
});

describe('a stop of the process', () => {
  beforeEach(sixMinutesAgo);

  test('ends what is open as cancelled: no failure, its span told, an end that comes later ignored', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const pull = instrumentSync(() => promise, satloc);
    const pulled = pull();
    const begun = beginSync(satloc);
    processStop.begin();
    processStop.endOpenWork();
    expect(telemetry.tree()).toBe('sync files status=cancelled\nsync files status=cancelled');
    begun.end(new Error('socket closed'));
    resolve();
    await pulled;
    await expect(telemetry).toHaveMetric('sync.runs', satloc, 0);
    await expect(telemetry).not.toHaveMetric('sync.consecutive_failures', satloc);
    expect(said).toEqual([]);
  });

  test('makes what fails after it cancelled, partner calls too, and what succeeds a success', async () => {
    const client = instrumentPartner(
      { fail: () => Promise.reject(Object.assign(new Error('reset'), { code: 'ECONNRESET' })), get: async () => 1 },
      { partner: 'satloc-stop' },
    );
    processStop.begin();
    await instrumentSync(() => client.get(), satloc)();
    await expect(instrumentSync(() => client.fail(), satloc)()).rejects.toThrow('reset');
    expect(telemetry.tree()).toMatchInlineSnapshot(`
      "sync files status=success
        satloc-stop get (client) status=success
      sync files status=cancelled
        satloc-stop fail (client) status=cancelled"
    `);
    await expect(telemetry).toHaveMetric('partner.api.consecutive_failures', { partner: 'satloc-stop' }, 0);
  });

  test('that never comes lapses: the application handles the signal and goes on', async () => {
    processStop.begin();
    vi.restoreAllMocks();
    await expect(instrumentSync(() => Promise.reject(new Error('no')), satloc)()).rejects.toThrow();
    await expect(telemetry).toHaveMetric('sync.runs', { ...satloc, status: 'failed' }, 1);
  });
});
