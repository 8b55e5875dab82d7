import {
  AggregationTemporality,
  InstrumentType,
  MeterProvider,
  MetricReader,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import type { DataPoint, PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { expect, test } from 'vitest';
import { partnerMetricExporter, partnerTemporality } from '../../src/parts/index.ts';

class Sink implements PushMetricExporter {
  readonly exports: ResourceMetrics[] = [];
  readonly calls: string[] = [];
  throws = false;

  export(metrics: ResourceMetrics, done: (result: { code: number }) => void): void {
    if (this.throws) throw new Error('no');
    this.exports.push(metrics);
    this.calls.push('export');
    done({ code: 0 });
  }

  async forceFlush() {
    this.calls.push('flush');
  }

  async shutdown() {
    this.calls.push('shutdown');
  }

  points() {
    return this.exports.map(({ scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) => metrics.flatMap(({ dataPoints }) => dataPoints as DataPoint<number>[])),
    );
  }
}

/** The stock reader of the SDK, as the owner of a foreign one has it. */
function stock(options?: { keys: string[] }) {
  const sink = new Sink();
  const exporter = partnerMetricExporter(sink, options);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const resource = resourceFromAttributes({ 'process.command_args': ['node', '--password', 's3cret'] });
  const provider = new MeterProvider({ readers: [reader], resource });
  return { sink, exporter, reader, provider, meter: provider.getMeter('test') };
}

test('a flush of a stock reader sends 0 for what is new, and its value a millisecond later', async () => {
  const { sink, provider, meter } = stock();
  const counter = meter.createCounter('calls');
  meter.createUpDownCounter('flight').add(1);
  counter.add(5);
  await provider.forceFlush();
  expect(sink.points().map((points) => points.map(({ value }) => value))).toEqual([[0, 1], [5]]);
  const [zero, exact] = sink.points().map((points) => points[0]!);
  const at = ([seconds, nanoseconds]: [number, number]) => seconds * 1_000 + nanoseconds / 1e6;
  expect(at(exact!.endTime) - at(zero!.endTime)).toBeCloseTo(1);

  counter.add(1);
  await provider.shutdown();
  expect(
    sink
      .points()
      .at(-1)!
      .map(({ value }) => value),
  ).toEqual([6, 1]);
  expect(sink.calls).toEqual(['export', 'export', 'flush', 'export', 'flush', 'shutdown']);
});

test('an exporter that throws is flushed and shut down all the same', async () => {
  const { sink, exporter, provider, meter } = stock();
  meter.createCounter('calls').add(5);
  await provider.forceFlush();
  sink.throws = true;
  await exporter.forceFlush();
  await exporter.shutdown();
  expect(sink.calls.slice(-2)).toEqual(['flush', 'shutdown']);
});

test('secrets in attributes and in the resource do not leave; what has none is passed on as it is', async () => {
  const { sink, provider, meter } = stock({ keys: ['iban'] });
  const counter = meter.createUpDownCounter('open');
  counter.add(1, { url: 'https://me:s3cret@partner.test', partner: 'satloc' });
  counter.add(2, { iban: 'DE00', status: 'success' });
  meter.createHistogram('time').record(3, { partner: 'satloc' });
  await provider.forceFlush();
  await provider.forceFlush();
  const sent = sink.exports.at(-1)!;
  expect(JSON.stringify(sink.points())).not.toMatch(/s3cret|DE00/);
  expect(sent.resource.attributes['process.command_args']).toEqual(['node', '--password', 'REDACTED']);
  expect(
    sink
      .points()
      .at(-1)!
      .map(({ attributes }) => attributes),
  ).toEqual([
    { url: 'https://REDACTED:REDACTED@partner.test', partner: 'satloc' },
    { iban: 'REDACTED', status: 'success' },
    { partner: 'satloc' },
  ]);
});

test('series that differ by a secret alone are one series, with the sum', async () => {
  const { sink, provider, meter } = stock();
  const counter = meter.createCounter('calls');
  for (const token of ['a', 'b', 'c']) counter.add(2, { token });
  await provider.forceFlush();
  const last = sink.points().at(-1)!;
  expect(last.map(({ value, attributes }) => [value, attributes])).toEqual([[6, { token: 'REDACTED' }]]);
});

test('observable gauges are asked for as delta, by a reader of one’s own too', () => {
  class Own extends MetricReader {
    constructor() {
      super({ aggregationTemporalitySelector: partnerTemporality });
    }
    protected async onForceFlush() {}
    protected async onShutdown() {}
  }
  const { reader } = stock();
  for (const type of Object.values(InstrumentType)) {
    const expected =
      type === InstrumentType.OBSERVABLE_GAUGE ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
    expect(reader.selectAggregationTemporality(type)).toBe(expected);
    expect(new Own().selectAggregationTemporality(type)).toBe(expected);
  }
});
