import { diag, metrics } from '@opentelemetry/api';
import { AggregationTemporality, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { EndedSeries, instruments } from '../../src/instruments/index.ts';

class Reader extends MetricReader {
  constructor() {
    super({ aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE });
  }

  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}

  async read(name: string): Promise<Record<string, unknown>> {
    const { resourceMetrics } = await this.collect();
    const points: { attributes: object; value: unknown }[] = [];
    for (const { descriptor, dataPoints } of resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics)) {
      if (descriptor.name === name) points.push(...dataPoints);
    }
    return Object.fromEntries(points.map(({ attributes, value }) => [Object.values(attributes).join(), value]));
  }
}

const register = (...readers: Reader[]): MeterProvider => {
  const provider = new MeterProvider({ readers });
  metrics.disable();
  metrics.setGlobalMeterProvider(provider);
  instruments.refresh();
  return provider;
};
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

afterEach(() => {
  metrics.disable();
  instruments.refresh();
});

describe('sources of a metric', () => {
  let calls = 0;
  beforeAll(() => {
    instruments.observe('queue.oldest_age', async (report) => {
      calls += 1;
      await later(60);
      report(1, { queue_type: 'slow' });
    });
    instruments.observe('queue.oldest_age', async (report) => {
      await later(60);
      report(2, { queue_type: 'slow too' });
    });
    instruments.observe('queue.oldest_age', (report) => report(3, { queue_type: 'at once' }));
    instruments.observe('queue.oldest_age', async () => {
      await later(1);
      throw new Error('down');
    });
    instruments.observe('queue.oldest_age', () => {
      throw new Error('down at once');
    });
  });

  test('may be asynchronous, are awaited at once, and fail for themselves', async () => {
    const warn = vi.fn();
    diag.setLogger({ warn, error: warn, info: warn, debug: warn, verbose: warn });
    const reader = new Reader();
    register(reader);
    const begun = performance.now();
    expect(await reader.read('queue.oldest_age')).toEqual({ slow: 1, 'slow too': 2, 'at once': 3 });
    expect(performance.now() - begun).toBeLessThan(110);
    expect(warn.mock.calls.map(([said]) => String(said).split(',')[0])).toEqual([
      'partner-otel: reading queue.oldest_age failed',
    ]);
    diag.disable();
  });

  test('are read by each reader, and by the present provider alone', async () => {
    const readers = [new Reader(), new Reader()] as const;
    register(...readers);
    const before = calls;
    const [one, other] = await Promise.all(readers.map((reader) => reader.read('queue.oldest_age')));
    expect(one).toEqual(other);
    expect(calls).toBe(before + 2);
    const next = new Reader();
    register(next);
    await readers[0].read('queue.oldest_age');
    expect(calls).toBe(before + 2);
    expect(await next.read('queue.oldest_age')).toEqual(one);
  });

  test('that answer after a swap of the provider disturb nobody', async () => {
    const first = new Reader();
    register(first);
    const reading = first.read('queue.oldest_age');
    const second = new Reader();
    register(second);
    await expect(reading).resolves.toBeDefined();
    expect(await second.read('queue.oldest_age')).toMatchObject({ slow: 1 });
  });
});

describe('series that ended', () => {
  const ended = new EndedSeries('queue.depth_limit');
  const attributes = { queue_type: 'gone' };

  test('are told as 0 where the SDK repeats their last value, until observed again', async () => {
    const reader = new Reader();
    register(reader);
    ended.add(attributes);
    expect(await reader.read('queue.depth_limit')).toEqual({ gone: 0 });
    ended.delete(attributes);
    const fresh = new Reader();
    register(fresh);
    expect(await fresh.read('queue.depth_limit')).toEqual({});
  });

  test('are not told where gauges end by themselves', async () => {
    const reader = new Reader();
    instruments.widen(register(reader));
    ended.add(attributes);
    expect(await reader.read('queue.depth_limit')).toEqual({});
  });
});
