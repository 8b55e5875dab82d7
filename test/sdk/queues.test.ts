import { metrics } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider } from '@opentelemetry/sdk-logs';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { InMemorySpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { describe, expect, test } from 'vitest';
import { LogQueue } from '../../src/sdk/exporting/log-queue.ts';
import { SpanQueue } from '../../src/sdk/exporting/span-queue.ts';

type Done = (result: { code: number; error?: Error }) => void;

/** As an OTLP exporter: answers later, and takes at most 30 at once. */
class Slow<T> {
  readonly arrived: T[] = [];
  most = 0;
  fails = false;
  #underWay = 0;

  export(batch: T[], done: Done): void {
    if (this.#underWay >= 30) return done({ code: 1, error: new Error('Concurrent export limit reached') });
    this.#underWay += 1;
    this.most = Math.max(this.most, this.#underWay);
    setTimeout(() => {
      this.#underWay -= 1;
      if (this.fails) return done({ code: 1, error: new Error('nobody there') });
      this.arrived.push(...batch);
      done({ code: 0 });
    }, 1);
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

const full = 65_536;

describe('spans', () => {
  const start = (exporter: Slow<ReadableSpan>) => {
    const queue = new SpanQueue(exporter, metrics.getMeterProvider());
    const tracer = new TracerProvider({ spanProcessors: [queue] }).getTracer('test');
    return { queue, write: (count: number) => Array.from({ length: count }, () => tracer.startSpan('work').end()) };
  };

  test('a full queue arrives, each span once, and no more requests at once than an exporter takes', async () => {
    const exporter = new Slow<ReadableSpan>();
    const { queue, write } = start(exporter);
    write(full);
    await queue.forceFlush();
    expect(exporter.arrived).toHaveLength(full);
    expect(exporter.most).toBeLessThan(30);
  });

  test('a flush that fails says so, and what was not tried is still there for the next', async () => {
    const exporter = new Slow<ReadableSpan>();
    const { queue, write } = start(exporter);
    write(400);
    exporter.fails = true;
    await expect(queue.forceFlush()).rejects.toThrow('nobody there');
    exporter.fails = false;
    write(300);
    await queue.shutdown();
    expect(exporter.arrived).toHaveLength(300);
  });

  test('all of it is let out within one call', () => {
    const exporter = new InMemorySpanExporter();
    const queue = new SpanQueue(exporter, metrics.getMeterProvider());
    const tracer = new TracerProvider({ spanProcessors: [queue] }).getTracer('test');
    for (let index = 0; index < 400; index += 1) tracer.startSpan('work').end();
    expect(queue.filled).toBe(true);
    queue.letOut();
    expect(exporter.getFinishedSpans()).toHaveLength(400);
    expect(queue.filled).toBe(false);
  });
});

describe('records', () => {
  const start = (exporter: Slow<ReadableLogRecord>) => {
    const queue = new LogQueue(exporter, metrics.getMeterProvider());
    const logger = new LoggerProvider({ processors: [queue] }).getLogger('test');
    return { queue, write: (count: number) => Array.from({ length: count }, () => logger.emit({ body: 'a record' })) };
  };

  test('a full queue arrives, each record once, and no more requests at once than an exporter takes', async () => {
    const exporter = new Slow<ReadableLogRecord>();
    const { queue, write } = start(exporter);
    write(full);
    await queue.forceFlush();
    expect(new Set(exporter.arrived).size).toBe(full);
    expect(exporter.arrived).toHaveLength(full);
    expect(exporter.most).toBeLessThan(30);
  });

  test('full batches leave by themselves, one after another', async () => {
    const exporter = new Slow<ReadableLogRecord>();
    const { write } = start(exporter);
    write(512 * 3);
    await expect.poll(() => exporter.arrived.length, { timeout: 20_000 }).toBe(512 * 3);
    expect(exporter.most).toBe(1);
  });

  test('all of it is let out within one call', () => {
    const exporter = new InMemoryLogRecordExporter();
    const queue = new LogQueue(exporter, metrics.getMeterProvider());
    const logger = new LoggerProvider({ processors: [queue] }).getLogger('test');
    for (let index = 0; index < 400; index += 1) logger.emit({ body: 'a record' });
    queue.letOut();
    expect(exporter.getFinishedLogRecords()).toHaveLength(400);
  });
});
