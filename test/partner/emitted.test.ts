import { afterAll, expect, test } from 'vitest';
import { controls, instrumentPartner } from '../../src/index.ts';
import { events, metrics, spans } from '../../src/signals/index.ts';
import type { MetricRecord } from '../../src/signals/index.ts';
import { startTestTelemetry } from '../../src/testing/index.ts';

const telemetry = startTestTelemetry();
afterAll(telemetry.stop);

const notPlanned = (records: Record<string, object>): string[] =>
  Object.keys(records).filter((name) => !('planned' in (records[name] ?? {})));

test('what a run emits is what the catalogue declares, both ways', async () => {
  const client = { get: async () => 1, fail: () => Promise.reject(Object.assign(new Error('no'), { status: 500 })) };
  const satloc = instrumentPartner(client, {
    partner: 'satloc',
    objective: { availability: 0.99, latency: { within: 2_000 } },
  });
  controls(instrumentPartner({}, { partner: 'gone' })).dispose();
  await satloc.get();
  await satloc.fail().catch(() => {});

  const emitted = await telemetry.series();
  expect([...new Set(emitted.map(({ name }) => name))].toSorted()).toEqual(notPlanned(metrics).toSorted());
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

  expect(notPlanned(spans)).toEqual(['partner.call']);
  for (const span of telemetry.spans()) {
    expect(spans['partner.call'].attributes).toEqual(expect.arrayContaining(Object.keys(span.attributes)));
  }

  expect(telemetry.logs().map(({ event }) => event)).toEqual(notPlanned(events));
  for (const record of telemetry.logs()) {
    expect(events['partner.call.exception'].attributes).toEqual(expect.arrayContaining(Object.keys(record.attributes)));
    expect(record.body).toBeTruthy();
  }
});
