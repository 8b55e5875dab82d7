import { metrics } from '@opentelemetry/api';
import { afterEach, describe, expect, test } from 'vitest';
import { activeRun, beginSync, controls, instrumentStage, instrumentSync } from '../../src/index.ts';
import { instruments } from '../../src/instruments/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';
import type { TestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
let telemetry: TestTelemetry | undefined;
afterEach(() => telemetry?.stop());

const early = { partner: 'satloc', operation: 'early' } as const;
const pull = instrumentSync(
  async (customer: string, wait?: Promise<void>) => {
    activeRun().records(1);
    await wait;
    return customer;
  },
  { ...early, customer: (customer) => customer },
);
const parse = instrumentStage(async () => 1, { stage: 'early' });

describe('the order of wrapping and starting does not matter', () => {
  test('with no telemetry at all, all goes on as it would', async () => {
    await expect(pull('a')).resolves.toBe('a');
    await expect(parse()).resolves.toBe(1);
    const run = beginSync(early);
    run.records(1);
    expect(run.within(() => 7)).toBe(7);
    run.end();
    run.end(new Error('again'));
  });

  test('what was wrapped before is told once telemetry starts, 0 before its first run', async () => {
    telemetry = startTestTelemetry();
    await expect(telemetry).toHaveMetric('sync.runs', { ...early, status: 'success' }, 0);
    await expect(telemetry).toHaveMetric('data_processing.runs', { stage: 'early', status: 'failed' }, 0);
    await expect(telemetry).toHaveMetric('data_processing.registered_timestamp', { stage: 'early' });
    await pull('a');
    await parse();
    await expect(telemetry).toHaveMetric('sync.runs', { ...early, status: 'success' }, 1);
    await expect(telemetry).toHaveMetric('data_processing.runs', { stage: 'early', status: 'success' }, 1);
  });

  test('a provider swapped while a run is under way gets its end, and begins at zero', async () => {
    telemetry = startTestTelemetry();
    await pull('a');
    const { promise, resolve } = Promise.withResolvers<void>();
    const running = pull('b', promise);
    telemetry.reset();
    await expect(telemetry).toHaveMetric('sync.runs', { ...early, status: 'success' }, 0);
    await expect(telemetry).not.toHaveMetric('sync.last_success_timestamp', early);
    resolve();
    await running;
    await expect(telemetry).toHaveMetric('sync.runs', { ...early, status: 'success' }, 1);
    await expect(telemetry).toHaveMetric('sync.last_success_timestamp', { ...early, customer: 'b' });
  });
});

test('under a reader that ends gauges, what is gone is told no longer', async () => {
  telemetry = startTestTelemetry();
  const reported = async () => (await telemetry!.series('sync.last_success_timestamp')).length;
  instruments.widen(metrics.getMeterProvider());
  for (let customer = 0; customer < 3; customer += 1) await pull(String(customer));
  controls(pull).forget('0');
  await expect(telemetry).not.toHaveMetric('sync.last_success_timestamp', { ...early, customer: '0' }, 0);
  expect(await reported()).toBe(2);
});
