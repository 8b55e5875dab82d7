import { emptyResource } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { MemoryReader } from './reader.ts';

/** A span or log record with its place among all that the test emitted; clocks are too coarse to tell. */
export interface Placed<T> {
  readonly order: number;
  readonly item: T;
}

/** What one test emitted. */
export class Recording {
  /** In the order of their starts; whether one has ended it says itself. */
  readonly spans: Placed<ReadableSpan>[] = [];
  readonly logs: Placed<ReadableLogRecord>[] = [];
  readonly reader: MemoryReader = new MemoryReader();
  readonly meterProvider: MeterProvider = new MeterProvider({ resource: emptyResource(), readers: [this.reader] });
  #order = 0;

  started(span: ReadableSpan): void {
    this.spans.push({ order: this.#order++, item: span });
  }

  emitted(record: ReadableLogRecord): void {
    this.logs.push({ order: this.#order++, item: record });
  }
}
