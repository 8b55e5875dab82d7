import { AggregationTemporality, MeterProvider } from '@opentelemetry/sdk-metrics';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PartnerMetricReader } from '../../src/sdk/exporting/reader.ts';

class Sink implements PushMetricExporter {
  readonly exports: Record<string, number[]>[] = [];
  fails = false;
  temporality = AggregationTemporality.CUMULATIVE;

  export(metrics: ResourceMetrics, done: (result: { code: number; error?: Error }) => void): void {
    if (this.fails) return done({ code: 1, error: new Error('nobody there') });
    const all = metrics.scopeMetrics.flatMap((scope) => scope.metrics);
    this.exports.push(
      Object.fromEntries(
        all.map((metric) => [metric.descriptor.name, metric.dataPoints.map(({ value }) => value as number)]),
      ),
    );
    done({ code: 0 });
  }

  selectAggregationTemporality() {
    return this.temporality;
  }

  async forceFlush() {}
  async shutdown() {}
}

function set(sink = new Sink()) {
  const reader = new PartnerMetricReader({ exporter: sink, interval: 1_000, timeout: 1_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const interval = () => vi.advanceTimersByTimeAsync(1_000);
  return { sink, provider, meter: provider.getMeter('test'), interval };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a new counter series is 0 once, also beside series that are known', async () => {
  const { sink, meter, interval } = set();
  const counter = meter.createCounter('calls');
  counter.add(5, { operation: 'a' });
  await interval();
  counter.add(1, { operation: 'a' });
  counter.add(7, { operation: 'b' });
  await interval();
  await interval();
  expect(sink.exports).toEqual([{ calls: [0] }, { calls: [6, 0] }, { calls: [6, 7] }]);
});

test('a series that was exact once does not fall back to 0', async () => {
  const { sink, meter, provider, interval } = set();
  meter.createCounter('calls').add(5);
  await provider.forceFlush();
  await interval();
  await provider.shutdown();
  expect(sink.exports).toEqual([{ calls: [5] }, { calls: [5] }, { calls: [5] }]);
});

test('a shutdown is exact for what nobody exported before', async () => {
  const { sink, meter, provider } = set();
  meter.createCounter('calls').add(5);
  await provider.shutdown();
  expect(sink.exports).toEqual([{ calls: [5] }]);
});

test('a zero that did not arrive is sent again', async () => {
  const { sink, meter, interval } = set();
  meter.createCounter('calls').add(5);
  sink.fails = true;
  await interval();
  sink.fails = false;
  await interval();
  await interval();
  expect(sink.exports).toEqual([{ calls: [0] }, { calls: [5] }]);
});

test('the same name in two scopes, and attributes in another order, are told apart and together', async () => {
  const { sink, meter, provider, interval } = set();
  meter.createCounter('calls').add(1, { a: 1, b: 2 });
  await interval();
  meter.createCounter('calls').add(1, { b: 2, a: 1 });
  provider.getMeter('other').createCounter('others').add(3);
  await interval();
  expect(sink.exports).toEqual([{ calls: [0] }, { calls: [2], others: [0] }]);
});

test('up-down counters, gauges and histograms are sent as they are', async () => {
  const { sink, meter, interval } = set();
  meter.createUpDownCounter('flight').add(2);
  meter.createGauge('level').record(4);
  meter.createObservableUpDownCounter('open').addCallback((result) => result.observe(3));
  await interval();
  expect(sink.exports).toEqual([{ flight: [2], level: [4], open: [3] }]);
});

test('observable gauges end, and a preference for delta is obeyed for the rest', async () => {
  const sink = new Sink();
  sink.temporality = AggregationTemporality.DELTA;
  const { meter, interval } = set(sink);
  let watched = true;
  meter.createObservableGauge('depth').addCallback((result) => (watched ? result.observe(1) : undefined));
  meter.createCounter('calls').add(5);
  await interval();
  watched = false;
  meter.createCounter('calls').add(1);
  await interval();
  expect(sink.exports).toEqual([{ depth: [1], calls: [5] }, { calls: [1] }]);
});
