import { ROOT_CONTEXT } from '@opentelemetry/api';
import { afterAll, expect, test } from 'vitest';
import { waits } from '../../src/carrier/index.ts';
import {
  carry,
  controls,
  instrumentPartner,
  instrumentStage,
  instrumentSync,
  observeQueue,
  observeUsers,
  recordAssignment,
} from '../../src/index.ts';
import { events, metrics, spans } from '../../src/signals/index.ts';
import type { EventRecord, MetricRecord, SpanRecord } from '../../src/signals/index.ts';
import { startTestTelemetry } from '../../src/testing/index.ts';

const telemetry = startTestTelemetry();
afterAll(telemetry.stop);

const notPlanned = (records: Record<string, object>): string[] =>
  Object.keys(records).filter((name) => !('planned' in (records[name] ?? {})));

test('what a run emits is what the catalogue declares, both ways', async () => {
  const client = {
    get: async () => recordAssignment({ partner: 'satloc', status: 'failed', jobId: 1, userId: 2, assignmentId: 3 }),
    send: async () => carry(),
    fail: () => Promise.reject(Object.assign(new Error('no'), { status: 500 })),
  };
  const satloc = instrumentPartner(client, {
    partner: 'satloc',
    objective: { availability: 0.99, latency: { within: 2_000 } },
  });
  controls(instrumentPartner({}, { partner: 'gone' })).dispose();
  observeUsers(() => ({ active: 1, error: 0 }), { partner: 'satloc' });
  observeQueue(() => ({ waiting: 1, active: 0, delayed: 0, failed: 0, completed: 0, paused: 0, oldestAge: 5 }), {
    queueType: 'uploads',
    partner: 'satloc',
    depthLimit: 10,
    oldestAgeLimit: 60_000,
  });
  waits.taken('uploads', Date.now(), ROOT_CONTEXT);
  await satloc.get();
  await satloc.send();
  await satloc.fail().catch(() => {});
  const jobs = { partner: 'satloc', operation: 'jobs', staleness: 1_000, maxRuntime: 1_000, maxCustomers: 1 };
  const sync = instrumentSync(async (_customer: string, synced: number, failed: number) => ({ synced, failed }), {
    ...jobs,
    customer: (customer) => customer,
    records: (result) => result,
  });
  await sync('first', 2, 1);
  await sync('second', 1, 0);
  await sync('third', 0, 1);
  const stage = instrumentStage(
    async (message: { carrier: unknown }) => {
      recordAssignment({ partner: 'satloc', status: 'success', jobId: 1, userId: 2, assignmentId: 3 });
      if (message.carrier === undefined) throw new Error('no');
    },
    {
      stage: 'parse',
      queue: 'uploads',
      carrier: (message) => message.carrier,
      records: () => ({ in: 3, out: 2, dropped: 1 }),
      expectedInterval: 1_000,
      maxRuntime: 1_000,
    },
  );
  await stage({ carrier: carry() });
  await stage({ carrier: undefined }).catch(() => {});
  const batch = Array.from({ length: 130 }, (_, index) => ({
    carrier: { traceparent: `00-${'a'.repeat(32)}-${String(index + 1).padStart(16, '0')}-01` },
  }));
  await (stage as unknown as (messages: object) => Promise<void>)(batch).catch(() => {});

  const emitted = await telemetry.series();
  expect([...new Set(emitted.map(({ name }) => name))].toSorted()).toEqual(
    // startTelemetry's own; test/sdk sees it arrive.
    notPlanned(metrics)
      .filter((name) => name !== 'process.uptime')
      .toSorted(),
  );
  for (const { name, attributes } of emitted) {
    const record: MetricRecord = metrics[name as keyof typeof metrics];
    for (const [key, value] of Object.entries(attributes)) {
      const values = record.attributes[key as keyof typeof record.attributes];
      expect(values, `${name} declares ${key}`).toBeDefined();
      if (Array.isArray(values)) expect(values).toContain(value);
    }
    const needed = Object.entries(record.attributes).filter(([, values]) => values !== 'text?');
    expect(Object.keys(attributes)).toEqual(expect.arrayContaining(needed.map(([key]) => key)));
  }

  const isPlain = ([, record]: [string, SpanRecord]) => record.planned === undefined;
  const shapes = Object.entries(spans)
    .filter(isPlain)
    .map(([key, { name, attributes }]) => ({
      key,
      pattern: new RegExp(`^${name.replaceAll(/\{[^}]+\}/g, '.+')}$`),
      attributes: attributes as readonly string[],
    }));
  const started = telemetry.spans().map((span) => {
    // The most particular shape: 'process {stage}' before '{partner} {operation}'.
    const shape = shapes.toReversed().find(({ pattern }) => pattern.test(span.name));
    expect(shape?.attributes).toEqual(expect.arrayContaining(Object.keys(span.attributes)));
    return shape?.key;
  });
  expect([...new Set(started)].toSorted()).toEqual(notPlanned(spans).toSorted());

  expect([...new Set(telemetry.logs().map(({ event }) => event))].toSorted()).toEqual(notPlanned(events).toSorted());
  for (const record of telemetry.logs()) {
    const declared: EventRecord = events[record.event as keyof typeof events];
    expect(declared.attributes).toEqual(expect.arrayContaining(Object.keys(record.attributes)));
    expect(record.body).toBeTruthy();
  }
});
