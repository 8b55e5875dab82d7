import { metrics } from '@opentelemetry/api';
import { afterAll, afterEach, expect, test } from 'vitest';
import { instruments } from '../../src/instruments/index.ts';
import type { MetricAttributes } from '../../src/signals/index.ts';
import { startTestTelemetry } from '../../src/testing/index.ts';

const telemetry = startTestTelemetry();
const meter = metrics.getMeter('app');
const requests = meter.createCounter('app.requests', { unit: '{request}' });
afterEach(telemetry.reset);
afterAll(telemetry.stop);

// What partner-otel tells of, without a partner: sources that are read whenever something collects.
let failures: Record<string, number> = {};
let calls: readonly (readonly [number, MetricAttributes<'partner.api.requests'>])[] = [];
instruments.observe('partner.api.consecutive_failures', (report) => {
  for (const [partner, value] of Object.entries(failures)) report(value, { partner });
});
instruments.observe('partner.api.requests', (report) => {
  for (const [value, attributes] of calls) report(value, attributes);
});
afterEach(() => {
  failures = {};
  calls = [];
});

test('a metric is the sum over the series that have the attributes', async () => {
  calls = [
    [2, { partner: 'satloc', operation: 'jobs.upload', status: 'success' }],
    [1, { partner: 'satloc', operation: 'jobs.upload', status: 'timeout' }],
    [4, { partner: 'stripe', operation: 'customers.create', status: 'success' }],
  ];
  expect(await telemetry.metric('partner.api.requests')).toBe(7);
  expect(await telemetry.metric('partner.api.requests', { partner: 'satloc' })).toBe(3);
  expect(await telemetry.metric('partner.api.requests', { partner: /^s/, status: 'success' })).toBe(6);
  expect(await telemetry.metric('partner.api.requests', { partner: expect.any(String), status: 'timeout' })).toBe(1);
});

test('absent is not 0', async () => {
  failures = { satloc: 0 };
  expect(await telemetry.metric('partner.api.consecutive_failures', { partner: 'satloc' })).toBe(0);
  expect(await telemetry.metric('partner.api.consecutive_failures', { partner: 'stripe' })).toBeUndefined();
});

test('an attribute that must be absent is undefined', async () => {
  requests.add(1, { partner: 'satloc' });
  requests.add(2, {});
  expect(await telemetry.metric('app.requests', { partner: undefined })).toBe(2);
});

test('a gauge that nobody observes any more ends', async () => {
  failures = { satloc: 3, stripe: 1 };
  expect(await telemetry.metric('partner.api.consecutive_failures', { partner: 'satloc' })).toBe(3);
  failures = { stripe: 1 };
  expect(await telemetry.metric('partner.api.consecutive_failures', { partner: 'satloc' })).toBeUndefined();
  expect(await telemetry.metric('partner.api.consecutive_failures', { partner: 'stripe' })).toBe(1);
});

test('metrics asked for at the same time all see the gauges', async () => {
  failures = { satloc: 3 };
  const asked = Array.from({ length: 5 }, () => telemetry.metric('partner.api.consecutive_failures'));
  expect(await Promise.all(asked)).toEqual([3, 3, 3, 3, 3]);
});

test('a counter is exact at once and keeps its value between readings', async () => {
  requests.add(1);
  expect(await telemetry.metric('app.requests')).toBe(1);
  requests.add(2);
  expect(await telemetry.metric('app.requests')).toBe(3);
  expect(await telemetry.metric('app.requests')).toBe(3);
});

test('a histogram gives count, sum, extremes and buckets over all series that have the attributes', async () => {
  const durations = instruments.histogram('partner.api.duration');
  durations.record(0.25, { partner: 'satloc', operation: 'jobs.upload', status: 'success' });
  durations.record(4, { partner: 'satloc', operation: 'jobs.upload', status: 'timeout' });
  durations.record(90, { partner: 'satloc', operation: 'jobs.list', status: 'timeout' });
  const reading = await telemetry.histogram('partner.api.duration', { partner: 'satloc' });
  expect(reading).toMatchObject({ count: 3, sum: 94.25, min: 0.25, max: 90 });
  expect(reading?.buckets.filter(({ count }) => count > 0)).toEqual([
    { upTo: 0.25, count: 1 },
    { upTo: 5, count: 1 },
    { upTo: Infinity, count: 1 },
  ]);
  expect(await telemetry.histogram('partner.api.duration', { partner: 'stripe' })).toBeUndefined();
});

test('a histogram is no number, and the other way round', async () => {
  meter.createHistogram('app.duration').record(1);
  requests.add(1);
  await expect(telemetry.metric('app.duration')).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: app.duration is a histogram: read it by telemetry.histogram(...)]`,
  );
  await expect(telemetry.histogram('app.requests')).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: app.requests is no histogram: read it by telemetry.metric(...)]`,
  );
});

test('series come as objects and as a table', async () => {
  calls = [[2, { partner: 'satloc', operation: 'jobs.upload', status: 'success' }]];
  meter.createHistogram('app.duration', { unit: 's' }).record(1.5, { route: '/jobs' });
  meter.createUpDownCounter('app.open').add(-1);
  expect(await telemetry.series('partner.api.requests')).toEqual([
    {
      name: 'partner.api.requests',
      kind: 'counter',
      unit: '{request}',
      attributes: { partner: 'satloc', operation: 'jobs.upload', status: 'success' },
      value: 2,
    },
  ]);
  expect(await telemetry.table()).toMatchInlineSnapshot(`
    "app.duration{route="/jobs"} count 1
    app.open -1
    partner.api.requests{operation="jobs.upload", partner="satloc", status="success"} 2"
  `);
});

test('names and attributes of the catalogue are typed', () => {
  const typed = async () => {
    // @ts-expect-error -- no such status
    await telemetry.metric('partner.api.requests', { status: 'sucess' });
    // @ts-expect-error -- no such attribute
    await telemetry.metric('partner.api.requests', { customer: 'c' });
    // @ts-expect-error -- a histogram
    await telemetry.metric('partner.api.duration');
    // @ts-expect-error -- no histogram
    await telemetry.histogram('partner.api.requests');
    // @ts-expect-error -- no such status
    await expect(telemetry).toHaveMetric('partner.api.requests', { status: 'sucess' }, 1);
    await telemetry.metric('app.requests', { anything: 1 });
    // @ts-expect-error -- a string
    expect(telemetry).toHaveSpan({ attributes: { partner: 1 } });
    // @ts-expect-error -- no such kind
    expect(telemetry).toHaveSpan({ kind: 'CLIENT' });
  };
  expect(typed).toBeTypeOf('function');
});
