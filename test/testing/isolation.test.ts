import { context, logs, metrics, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Observable } from '@opentelemetry/api';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, expect, test, vi } from 'vitest';
import { instruments, liveTracer } from '../../src/instruments/index.ts';
import { startTestTelemetry } from '../../src/testing/index.ts';

// Kept over all tests of this file, as modules of an application keep theirs.
const tracer = trace.getTracer('module');
const logger = logs.getLogger('module');
let telemetry = startTestTelemetry();
const counter = metrics.getMeter('module').createCounter('module.calls');
afterEach(() => {
  telemetry.stop();
  telemetry = startTestTelemetry();
});

test.for(['first', 'second', 'third'])(
  'tracers, loggers and instruments kept in modules are seen: %s',
  async (name) => {
    tracer.startSpan(name).end();
    logger.emit({ body: name });
    counter.add(1);
    expect(telemetry.tree()).toBe(`${name}\n| log ${JSON.stringify(name)}`);
    expect(await telemetry.metric('module.calls')).toBe(1);
  },
);

test('after a reset nothing is there and counters begin at zero', async () => {
  tracer.startSpan('before').end();
  logger.emit({ body: 'before' });
  counter.add(5);
  telemetry.reset();
  expect(telemetry.tree()).toBe('');
  expect(await telemetry.table()).toBe('');
  counter.add(1);
  expect(await telemetry.metric('module.calls')).toBe(1);
});

test('work left over from the test before stays with it', () => {
  const left = tracer.startSpan('left over');
  const leftContext = trace.setSpan(ROOT_CONTEXT, left);
  telemetry.reset();
  context.with(leftContext, () => {
    tracer.startSpan('child').end();
    logger.emit({ body: 'late' });
  });
  left.end();
  tracer.startSpan('of this test').end();
  expect(telemetry.tree()).toBe('of this test');
});

test('observable instruments follow from test to test until their callbacks are removed', async () => {
  const meter = metrics.getMeter('module');
  const gauge = meter.createObservableGauge('module.size');
  const both = [meter.createObservableCounter('module.in'), meter.createObservableUpDownCounter('module.now')] as const;
  const size = (result: { observe(value: number): void }) => result.observe(7);
  const batch = (result: { observe(metric: Observable, value: number): void }) => {
    result.observe(both[0], 1);
    result.observe(both[1], 2);
  };
  gauge.addCallback(size);
  meter.addBatchObservableCallback(batch, [...both]);
  const table = 'module.in 1\nmodule.now 2\nmodule.size 7';
  expect(await telemetry.table()).toBe(table);
  telemetry.reset();
  expect(await telemetry.table()).toBe(table);
  gauge.removeCallback(size);
  meter.removeBatchObservableCallback(batch, [...both]);
  telemetry.reset();
  expect(await telemetry.table()).toBe('');
});

test('partner-otel sees another provider at each reset, and what it observes appears without a call', async () => {
  let source: number | undefined = 1;
  instruments.observe('partner.api.in_flight', (report) => {
    if (source !== undefined) report(source, { partner: 'satloc' });
  });
  expect(await telemetry.metric('partner.api.in_flight')).toBe(1);
  source = 2;
  telemetry.reset();
  expect(await telemetry.metric('partner.api.in_flight')).toBe(2);
  source = undefined;
});

test('a second start takes over, and the first says so', async () => {
  tracer.startSpan('first').end();
  const second = startTestTelemetry();
  tracer.startSpan('second').end();
  telemetry.reset();
  telemetry.stop();
  expect(second.tree()).toBe('second');
  expect(() => telemetry.spans()).toThrowErrorMatchingInlineSnapshot(
    `[Error: partner-otel/testing: another startTestTelemetry() has taken over from this one since: read from what that one gave.]`,
  );
  await expect(telemetry.metric('module.calls')).rejects.toThrow('taken over');
  second.stop();
});

test('another copy of the module takes over too', async () => {
  vi.resetModules();
  const copy = await import('../../src/testing/index.ts');
  expect(copy.startTestTelemetry).not.toBe(startTestTelemetry);
  const second = copy.startTestTelemetry();
  tracer.startSpan('seen').end();
  expect(second.tree()).toBe('seen');
  expect(() => telemetry.tree()).toThrow('taken over');
  second.stop();
});

test('stop gives all globals back', () => {
  expect(liveTracer()).toBeDefined();
  expect(instruments.live).toBe(true);
  telemetry.stop();
  expect(liveTracer()).toBeUndefined();
  expect(instruments.live).toBe(false);
  expect(logs.getLogger('x').enabled()).toBe(false);
  expect(() => telemetry.tree()).toThrowErrorMatchingInlineSnapshot(
    `[Error: partner-otel/testing: this test telemetry was stopped: assert before stop(), or start another.]`,
  );
  const provider = new MeterProvider();
  expect(metrics.setGlobalMeterProvider(provider)).toBe(true);
  telemetry.stop();
  expect(metrics.getMeterProvider()).toBe(provider);
  metrics.disable();
});

test('using ends it with its block', () => {
  {
    using inner = startTestTelemetry();
    tracer.startSpan('inside').end();
    expect(inner.tree()).toBe('inside');
  }
  expect(liveTracer()).toBeUndefined();
});

test('another SDK in place is an error that says what to do', () => {
  telemetry.stop();
  trace.setGlobalTracerProvider(new TracerProvider());
  metrics.setGlobalMeterProvider(new MeterProvider());
  expect(() => startTestTelemetry()).toThrowErrorMatchingInlineSnapshot(`
    [Error: partner-otel/testing: this process already has another tracer provider (TracerProvider), meter provider (MeterProvider), so a test would see nothing of what goes there.
    Start no SDK in what a test loads: no startTelemetry(), NodeSDK.start() or --import partner-otel/register.
    Where one ran on purpose, free its places after its shutdown(): trace.disable(), metrics.disable() of @opentelemetry/api.]
  `);
  expect(logs.getLogger('x').enabled()).toBe(false);
  metrics.disable();
  expect(() => startTestTelemetry()).toThrow('another tracer provider (TracerProvider), so');
  expect(metrics.getMeter('x').constructor.name).toBe('NoopMeter');
  trace.disable();
});

test('ten thousand spans are read in no time', () => {
  for (let i = 0; i < 10_000; i++) tracer.startSpan(`span ${i % 10}`).end();
  const start = performance.now();
  expect(telemetry.spans('span 3')).toHaveLength(1_000);
  expect(performance.now() - start).toBeLessThan(2_000);
});
