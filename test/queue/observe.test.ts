import { diag, metrics, trace } from '@opentelemetry/api';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { observeQueue } from '../../src/index.ts';
import type { Observation, ObservableQueue, QueueOptions, QueueReading } from '../../src/index.ts';
import { queues } from '../../src/queue/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
const warn = vi.fn();
let observed: Observation<QueueReading>[] = [];
const observe = (queue: ObservableQueue, options?: QueueOptions) => {
  const observation = observeQueue(queue, options);
  observed.push(observation);
  return observation;
};

beforeEach(() => {
  warn.mockClear();
  diag.setLogger({ warn, error: warn, info: warn, debug: warn, verbose: warn }, { suppressOverrideMessage: true });
});
afterEach(() => {
  vi.useRealTimers();
  diag.disable();
  for (const observation of observed) observation.dispose();
  observed = [];
  telemetry.reset();
});
afterAll(telemetry.stop);

const whole = { waiting: 5, active: 2, delayed: 1, failed: 3, completed: 40, paused: 0, oldestAge: 12_500 };

test('a queue is told by state, with its oldest job and its limits', async () => {
  observe(async () => whole, { queueType: 'uploads', partner: 'satloc', depthLimit: 500, oldestAgeLimit: 60_000 });
  expect(await telemetry.table()).toMatchInlineSnapshot(`
    "queue.depth_limit{partner="satloc", queue_type="uploads"} 500
    queue.depth{partner="satloc", queue_type="uploads", state="active"} 2
    queue.depth{partner="satloc", queue_type="uploads", state="completed"} 40
    queue.depth{partner="satloc", queue_type="uploads", state="delayed"} 1
    queue.depth{partner="satloc", queue_type="uploads", state="failed"} 3
    queue.depth{partner="satloc", queue_type="uploads", state="paused"} 0
    queue.depth{partner="satloc", queue_type="uploads", state="waiting"} 5
    queue.oldest_age_limit{partner="satloc", queue_type="uploads"} 60
    queue.oldest_age{partner="satloc", queue_type="uploads"} 12.5"
  `);
});

test('what is not known is not told', async () => {
  observe(() => ({ waiting: 0 }), { queueType: 'plain' });
  expect(await telemetry.table()).toMatchInlineSnapshot(`"queue.depth{queue_type="plain", state="waiting"} 0"`);
});

test('read() gives a fresh reading, which metrics share', async () => {
  let waiting = 0;
  const read = vi.fn(() => ({ waiting: (waiting += 1) }));
  const uploads = observe(read, { queueType: 'uploads' });
  await expect(telemetry).toHaveMetric('queue.depth', { queue_type: 'uploads' }, 1);
  await expect(telemetry).toHaveMetric('queue.depth', { queue_type: 'uploads' }, 1);
  expect(await uploads.read()).toEqual({ waiting: 2 });
  await expect(telemetry).toHaveMetric('queue.depth', { queue_type: 'uploads' }, 2);
  expect(read).toHaveBeenCalledTimes(2);
});

test('one collection reads each queue once, and all at the same time', async () => {
  const slow = () =>
    vi.fn(async (): Promise<QueueReading> => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return { waiting: 1, oldestAge: 1 };
    });
  const sources = Array.from({ length: 20 }, slow);
  for (const [index, source] of sources.entries()) observe(source, { queueType: `queue ${index}` });
  const begun = performance.now();
  await expect(telemetry).toHaveMetric('queue.depth', { state: 'waiting' }, 20);
  await expect(telemetry).toHaveMetric('queue.oldest_age', {}, expect.closeTo(0.02));
  expect(performance.now() - begun).toBeLessThan(500);
  for (const source of sources) expect(source).toHaveBeenCalledTimes(1);
});

describe('a queue that cannot be read', () => {
  test('reports nothing, and nothing of before; the others are told', async () => {
    let down = false;
    const uploads = observe(async () => (down ? Promise.reject(new Error('ECONNREFUSED')) : whole), {
      queueType: 'uploads',
    });
    observe(() => ({ waiting: 1 }), { queueType: 'other queue', every: 1 });
    await expect(telemetry).toHaveMetric('queue.depth', { queue_type: 'uploads', state: 'waiting' }, 5);
    down = true;
    await expect(uploads.read()).rejects.toThrow('ECONNREFUSED');
    await expect(telemetry).not.toHaveMetric('queue.depth', { queue_type: 'uploads' });
    await expect(telemetry).not.toHaveMetric('queue.oldest_age', { queue_type: 'uploads' });
    await expect(telemetry).toHaveMetric('queue.depth', { queue_type: 'other queue' }, 1);
  });

  test('is told once, and shows in what health reads', async () => {
    const uploads = observe(() => Promise.reject(new Error('password=secret')), { queueType: 'downs' });
    for (let time = 0; time < 3; time += 1) await uploads.read().catch(() => {});
    await telemetry.series();
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toMatch(/^partner-otel: reading queue 'downs' failed/);
    expect(String(warn.mock.calls[0]?.[0])).not.toContain('secret');
    const [queue] = [...queues.all()];
    expect(queue?.reading.failure).toMatchObject({ error: new Error('password=secret'), at: expect.any(Number) });
  });

  test('that hangs holds a collection no longer than its timeout', async () => {
    observe(() => new Promise(() => {}), { queueType: 'hanging', timeout: 50 });
    observe(() => ({ waiting: 1 }), { queueType: 'healthy' });
    const begun = performance.now();
    await expect(telemetry).toHaveMetric('queue.depth', {}, 1);
    expect(performance.now() - begun).toBeLessThan(1_000);
    const next = performance.now();
    await expect(telemetry).toHaveMetric('queue.depth', {}, 1);
    expect(performance.now() - next).toBeLessThan(45);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['a text', 'empty'],
  ])('because it answers %s is none that is empty', async (_what, answer) => {
    const uploads = observe((() => answer) as never, { queueType: 'wrong' });
    await expect(uploads.read()).rejects.toThrow(TypeError);
    await expect(telemetry).not.toHaveMetric('queue.depth');
  });
});

describe('a value that is no count', () => {
  test('is not reported, and told once', async () => {
    const odd = {
      waiting: -1,
      active: Number.NaN,
      delayed: '7',
      failed: Infinity,
      completed: 3n,
      paused: 2,
      oldestAge: -5,
    };
    const uploads = observe((() => odd) as never, { queueType: 'odd' });
    expect(await uploads.read()).toEqual({ paused: 2 });
    await uploads.read();
    expect(await telemetry.table()).toMatchInlineSnapshot(`"queue.depth{queue_type="odd", state="paused"} 2"`);
    expect(warn).toHaveBeenCalledTimes(6);
    expect(warn.mock.calls[2]?.[0]).toMatchInlineSnapshot(
      `"partner-otel: queue 'odd' gave as delayed something that is no number from 0 on (string); it is not reported."`,
    );
  });

  test('of any kind is survived', async () => {
    const answers = fc.dictionary(fc.constantFrom(...Object.keys(whole)), fc.anything());
    let answer: unknown;
    const any = observe((() => answer) as () => QueueReading, { queueType: 'any' });
    await fc.assert(
      fc.asyncProperty(answers, async (given) => {
        answer = given;
        for (const value of Object.values(await any.read())) expect(value).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('two observations of one queue type', () => {
  test('join: the first stands, and says so where they differ', async () => {
    const second = vi.fn(() => ({ waiting: 9 }));
    observe(() => ({ waiting: 1 }), { queueType: 'twice', depthLimit: 10 });
    const joined = observe(second, { queueType: 'twice', depthLimit: 20, partner: 'satloc' });
    expect(await joined.read()).toEqual({ waiting: 1 });
    expect(await telemetry.table()).toMatchInlineSnapshot(`
      "queue.depth_limit{queue_type="twice"} 10
      queue.depth{queue_type="twice", state="waiting"} 1"
    `);
    expect(second).not.toHaveBeenCalled();
    expect(warn.mock.calls).toEqual([[expect.stringContaining('the first stand (partner, depthLimit ignored)')]]);
  });

  test('are one entry, however many there are', () => {
    for (let time = 0; time < 10_000; time += 1) observe(() => ({}), { queueType: 'a queue per request' });
    expect([...queues.all()]).toHaveLength(1);
  });
});

describe('disposed', () => {
  test('a queue ends, is told as retired, and may come again', async () => {
    const uploads = observe(() => whole, { queueType: 'uploads', partner: 'satloc', depthLimit: 9 });
    await telemetry.series();
    uploads.dispose();
    uploads.dispose();
    await expect(telemetry).toHaveMetric('telemetry.retired_timestamp', { queue_type: 'uploads' });
    await expect(telemetry).not.toHaveMetric('queue.depth_limit');
    // Under an SDK that ends no gauge, what is gone is 0.
    await expect(telemetry).toHaveMetric('queue.depth', { queue_type: 'uploads', partner: 'satloc' }, 0);
    observe(() => ({ waiting: 2 }), { queueType: 'uploads', partner: 'satloc' });
    expect(await telemetry.table('queue.depth')).toMatchInlineSnapshot(
      `"queue.depth{partner="satloc", queue_type="uploads", state="waiting"} 2"`,
    );
    uploads.dispose();
    await expect(telemetry).toHaveMetric('queue.depth', { queue_type: 'uploads' }, 2);
  });

  test('while it is read, it is not told any more', async () => {
    const answer = Promise.withResolvers<QueueReading>();
    const uploads = observe(() => answer.promise, { queueType: 'uploads' });
    const reading = telemetry.metric('queue.depth', { queue_type: 'uploads', state: 'waiting' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    uploads.dispose();
    answer.resolve({ waiting: 5 });
    expect(await reading).toBeUndefined();
    await expect(telemetry).toHaveMetric('queue.depth', { queue_type: 'uploads', state: 'waiting' }, 0);
  });
});

test('queues that come and go never fill the SDK up', async () => {
  for (let time = 0; time < 1_000; time += 1) {
    const observed = observeQueue(() => whole, { queueType: `queue ${time}`, depthLimit: 1 });
    if (time % 100 === 0) await telemetry.series();
    observed.dispose();
  }
  observe(() => whole, { queueType: 'one more' });
  await expect(telemetry).not.toHaveMetric('queue.depth', { queue_type: 'one more' });
  const depths = await telemetry.series('queue.depth');
  expect(depths.length).toBeLessThanOrEqual(1_900);
  expect(depths.filter(({ attributes }) => 'otel.metric.overflow' in attributes)).toEqual([]);
  expect(warn.mock.calls).toEqual([[expect.stringContaining('more queues came and went than the SDK has room for')]]);
  telemetry.reset();
  await expect(telemetry).toHaveMetric('queue.depth', { queue_type: 'one more', state: 'waiting' }, 5);
});

test('a queue observed before any SDK is told once there is one', async () => {
  telemetry.stop();
  try {
    const read = vi.fn(() => ({ waiting: 3 }));
    observe(read, { queueType: 'early' });
    expect(read).not.toHaveBeenCalled();
    using late = startTestTelemetry();
    await expect(late).toHaveMetric('queue.depth', { queue_type: 'early' }, 3);
  } finally {
    observed.splice(0).forEach((one) => one.dispose());
  }
});

test('reading makes no spans, and belongs to no request', async () => {
  using fresh = startTestTelemetry();
  observe(
    () => {
      trace.getTracer('redis').startSpan('LLEN').end();
      return { waiting: 0 };
    },
    { queueType: 'quiet' },
  );
  await fresh.series();
  expect(fresh.spans()).toEqual([]);
});

test('a provider swapped in between reads anew', async () => {
  const read = vi.fn(() => ({ waiting: 1 }));
  observe(read, { queueType: 'swapped' });
  {
    using one = startTestTelemetry();
    await expect(one).toHaveMetric('queue.depth', {}, 1);
  }
  metrics.setGlobalMeterProvider(new MeterProvider());
  metrics.disable();
  using other = startTestTelemetry();
  await expect(other).toHaveMetric('queue.depth', {}, 1);
  expect(read).toHaveBeenCalledTimes(2);
});
