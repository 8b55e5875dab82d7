import { trace } from '@opentelemetry/api';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { activeRun, carry, controls, instrumentStage, instrumentSync, observeQueue } from '../../src/index.ts';
import { listeners } from '../../src/listeners/index.ts';
import type { End } from '../../src/listeners/index.ts';
import { processStop } from '../../src/outcome/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';
import { sixMinutesAgo } from '../support/stop.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
afterEach(() => {
  vi.restoreAllMocks();
  telemetry.reset();
});
afterAll(telemetry.stop);

const messaging = [
  'messaging.operation.type',
  'messaging.operation.name',
  'messaging.destination.name',
  'messaging.batch.message_count',
];

/** A message as a sender in a trace of its own puts it into a queue. */
function sent(name: string): { readonly carrier: unknown; readonly body: string } {
  return trace.getTracer('app').startActiveSpan(name, (span) => {
    const message = { carrier: JSON.parse(JSON.stringify(carry())) as unknown, body: name };
    span.end();
    return message;
  });
}

describe('a run', () => {
  test('is one span, one count, one duration, and the last completion', async () => {
    const parse = instrumentStage(async (rows: number[]) => rows.filter((row) => row > 1), {
      stage: 'parse',
      records: (kept, rows) => ({ in: rows.length, out: kept.length, dropped: rows.length - kept.length }),
      expectedInterval: 60_000,
      maxRuntime: 30_000,
    });
    const before = Date.now() / 1_000;
    await expect(parse([1, 2, 3])).resolves.toEqual([2, 3]);
    expect(telemetry.tree({ attributes: 'all' })).toMatchInlineSnapshot(`"process parse stage=parse status=success"`);
    const table = (await telemetry.table()).replaceAll(/(timestamp\{.*\}) .*/g, '$1 (now)');
    expect(table).toMatchInlineSnapshot(`
      "data_processing.duration{stage="parse", status="success"} count 1
      data_processing.expected_interval{stage="parse"} 60
      data_processing.last_completion_timestamp{stage="parse"} (now)
      data_processing.overdue{stage="parse"} 0
      data_processing.records{direction="dropped", stage="parse"} 1
      data_processing.records{direction="in", stage="parse"} 3
      data_processing.records{direction="out", stage="parse"} 2
      data_processing.registered_timestamp{stage="parse"} (now)
      data_processing.runs{stage="parse", status="failed"} 0
      data_processing.runs{stage="parse", status="success"} 1"
    `);
    expect(await telemetry.metric('data_processing.last_completion_timestamp')).toBeGreaterThanOrEqual(before);
    controls(parse).dispose();
  });

  test('that fails has one voice', async () => {
    const store = instrumentStage(() => Promise.reject(new TypeError('no field 7')), { stage: 'store' });
    await expect(store()).rejects.toThrow('no field 7');
    expect(telemetry.tree()).toMatchInlineSnapshot(`
      "process store ERROR "no field 7" status=failed error.type=TypeError
        | error stage.run.exception status=failed error.type=TypeError"
    `);
    await expect(telemetry).toHaveMetric('data_processing.runs', { stage: 'store', status: 'failed' }, 1);
    await expect(telemetry).not.toHaveMetric('data_processing.last_completion_timestamp', { stage: 'store' });
    controls(store).dispose();
  });

  test('in which everything that came in failed has failed; where something went through, it is a success', async () => {
    const check = instrumentStage(
      async (bad: number, good: number) => {
        const run = activeRun();
        run.in(bad + good);
        run.failed(bad, 'bad row');
      },
      { stage: 'check' },
    );
    await check(2, 0);
    await check(1, 2);
    expect(telemetry.spans().map(({ attributes }) => attributes.status)).toEqual(['failed', 'success']);
    await expect(telemetry).toHaveMetric('data_processing.records', { stage: 'check', direction: 'dropped' }, 3);
    controls(check).dispose();
  });

  test('that its caller or a stop of the process cut short is cancelled, and counted nowhere', async () => {
    sixMinutesAgo();
    const stage = instrumentStage((signal: AbortSignal) => Promise.reject(signal.reason as Error), { stage: 'cut' });
    await expect(stage(AbortSignal.abort())).rejects.toThrow();
    const hung = instrumentStage(() => new Promise<void>(() => {}), { stage: 'hung' });
    void hung();
    processStop.begin();
    processStop.endOpenWork();
    expect(telemetry.tree()).toBe('process cut status=cancelled\nprocess hung status=cancelled');
    await expect(telemetry).toHaveMetric('data_processing.runs', {}, 0);
    controls(stage).dispose();
    controls(hung).dispose();
  });

  test('that hangs is overdue while it hangs', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const slow = instrumentStage(() => promise, { stage: 'slow', maxRuntime: 5 });
    const run = slow();
    await new Promise((wait) => setTimeout(wait, 20));
    await expect(telemetry).toHaveMetric('data_processing.overdue', { stage: 'slow' }, 1);
    resolve();
    await run;
    await expect(telemetry).toHaveMetric('data_processing.overdue', { stage: 'slow' }, 0);
    controls(slow).dispose();
  });

  test('is told to listeners', () => {
    const heard: End[] = [];
    const remove = listeners.add((end) => heard.push(end));
    const stage = instrumentStage(() => 1, { stage: 'heard', records: () => ({ out: 2 }) });
    stage();
    remove();
    expect(heard).toMatchObject([
      { kind: 'stage', stage: 'heard', status: 'success', records: { in: 0, out: 2, dropped: 0 } },
    ]);
    controls(stage).dispose();
  });

  test('may be a sync as well: each has its span', async () => {
    const both = instrumentStage(
      instrumentSync(async () => 1, { partner: 'satloc', operation: 'jobs' }),
      {
        stage: 'both',
      },
    );
    await both();
    expect(telemetry).toHaveTrace({ name: 'process both', children: [{ name: 'sync jobs', children: [] }] });
    controls(both).dispose();
  });
});

describe('from a queue', () => {
  test('one message continues the trace of its sender, is linked to it, and tells how long it waited', async () => {
    const parse = instrumentStage(async (message: { carrier: unknown }) => message, {
      stage: 'parse',
      queue: 'uploads',
      carrier: ({ carrier }) => carrier,
    });
    const message = sent('upload');
    await expect(parse(message)).resolves.toBe(message);
    expect(telemetry.tree({ attributes: messaging })).toMatchInlineSnapshot(`
      "upload messaging.operation.type=send
        process parse (consumer) messaging.operation.type=process messaging.operation.name=process messaging.destination.name=uploads
          | link to upload"
    `);
    await expect(telemetry).toHaveMetric('queue.wait.duration', { queue_type: 'uploads' }, 1);
    await expect(telemetry).toHaveMetric('data_processing.registered_timestamp', {
      stage: 'parse',
      queue_type: 'uploads',
    });
    controls(parse).dispose();
  });

  test('one whose trace is active already stays where it is in it', async () => {
    const parse = instrumentStage(async (message: { carrier: unknown }) => message, {
      stage: 'parse',
      carrier: ({ carrier }) => carrier,
    });
    await trace.getTracer('app').startActiveSpan('upload', async (upload) => {
      const message = { carrier: carry() };
      await trace.getTracer('worker').startActiveSpan('worker', async (worker) => {
        await parse(message);
        worker.end();
      });
      upload.end();
    });
    expect(telemetry.tree({ attributes: [] })).toMatchInlineSnapshot(`
      "upload
        worker
          process parse (consumer)
            | link to upload"
    `);
    controls(parse).dispose();
  });

  test('a batch is a trace of its own, with a link to each sender', async () => {
    const store = instrumentStage(async (messages: { carrier: unknown }[]) => messages.length, {
      stage: 'store',
      queue: 'parsed',
      carrier: ({ carrier }) => carrier,
    });
    const [first, second] = [sent('first'), sent('second')];
    await trace.getTracer('app').startActiveSpan('poll', async (poll) => {
      await store([first, second, second, { carrier: undefined }]);
      poll.end();
    });
    expect(telemetry.tree({ attributes: ['messaging.batch.message_count'] })).toMatchInlineSnapshot(`
      "first
      second
      poll
      process store (consumer) messaging.batch.message_count=4
        | link to first
        | link to second"
    `);
    await expect(telemetry).toHaveMetric('queue.wait.duration', { queue_type: 'parsed' }, 3);
    controls(store).dispose();
  });

  test('a huge batch links 128 senders and counts the rest', async () => {
    const store = instrumentStage((messages: { carrier: unknown }[]) => messages.length, {
      stage: 'huge',
      queue: 'parsed',
      carrier: ({ carrier }) => carrier,
    });
    store(Array.from({ length: 200 }, (_, index) => sent(`sender ${index}`)));
    const span = telemetry.span('process huge');
    expect(span.links).toHaveLength(128);
    expect(span.attributes).toMatchObject({ 'messaging.batch.message_count': 200, 'links.dropped': 72 });
    controls(store).dispose();
  });

  test("relation 'link' keeps the active trace, for one message and for a batch", async () => {
    const poll = instrumentStage((_message: unknown) => 1, {
      stage: 'poll',
      carrier: (message) => (message as { carrier: unknown }).carrier,
      relation: 'link',
    });
    const message = sent('upload');
    trace.getTracer('app').startActiveSpan('timer', (timer) => {
      poll(message);
      poll([message]);
      timer.end();
    });
    expect(telemetry.tree({ attributes: [] })).toMatchInlineSnapshot(`
      "upload
      timer
        process poll (consumer)
          | link to upload
        process poll (consumer)
          | link to upload"
    `);
    controls(poll).dispose();
  });

  test.each([
    ['no carrier', {}],
    ['garbage', { carrier: 'garbage' }],
    ['a getter that throws', Object.defineProperty({}, 'carrier', { get: () => expect.unreachable() })],
    ['nothing', undefined],
  ])('a message with %s is processed, and counted', async (_what, message) => {
    const parse = instrumentStage((given: unknown) => given, {
      stage: 'parse',
      queue: 'uploads',
      carrier: (given) => (given as { carrier: unknown }).carrier,
    });
    expect(parse(message)).toBe(message);
    expect(telemetry).toHaveTrace({ name: 'process parse', kind: 'consumer', links: [] });
    await expect(telemetry).toHaveMetric('data_processing.runs', { stage: 'parse', status: 'success' }, 1);
    controls(parse).dispose();
  });

  test('the wait bears the partner of the queue', async () => {
    const queue = observeQueue(() => ({ waiting: 1 }), { queueType: 'uploads', partner: 'satloc' });
    const parse = instrumentStage((_message: { carrier: unknown }) => 1, {
      stage: 'parse',
      queue: 'uploads',
      carrier: ({ carrier }) => carrier,
    });
    parse(sent('upload'));
    await expect(telemetry).toHaveMetric('queue.wait.duration', { queue_type: 'uploads', partner: 'satloc' }, 1);
    queue.dispose();
    controls(parse).dispose();
  });
});

test('a stage that is retired ends its gauges, says so, and goes on unobserved', async () => {
  const stage = instrumentStage(() => 1, { stage: 'retired', expectedInterval: 1_000 });
  stage();
  controls(stage).dispose();
  expect(stage()).toBe(1);
  await expect(telemetry).toHaveMetric('data_processing.expected_interval', { stage: 'retired' }, 0);
  await expect(telemetry).toHaveMetric('data_processing.last_completion_timestamp', { stage: 'retired' }, 0);
  await expect(telemetry).toHaveMetric('telemetry.retired_timestamp', { stage: 'retired' });
  await expect(telemetry).toHaveMetric('data_processing.duration', { stage: 'retired' }, 1);
  const again = instrumentStage(() => 1, { stage: 'retired', expectedInterval: 2_000 });
  await expect(telemetry).toHaveMetric('data_processing.expected_interval', { stage: 'retired' }, 2);
  controls(again).dispose();
});
