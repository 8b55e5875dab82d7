import { context as contexts, SpanKind } from '@opentelemetry/api';
import type { Attributes } from '@opentelemetry/api';
import { instruments, liveTracer } from '../instruments/index.ts';
import type { End } from '../listeners/index.ts';
import { Run } from '../operation/index.ts';
import type { ActiveRun } from '../operation/index.ts';
import { guard } from '../safety/index.ts';
import type { RecordResult, RunEnd } from '../signals/index.ts';
import { nobody } from './metrics/index.ts';
import type { Sync } from './metrics/index.ts';

/** One run of a sync, as it was called. */
export interface SyncCalled {
  readonly sync: Sync;
  /** Names as given; those of the sync are `other` beyond the bounds. */
  readonly partner: string;
  readonly operation: string;
  readonly customer: string | undefined;
  readonly signals?: readonly AbortSignal[] | undefined;
  readonly records?: ((result: unknown) => unknown) | undefined;
}

/** One run of a sync: its span, its counts, its failure. */
export class SyncRun extends Run {
  readonly counts: ActiveRun = countsOf(this);
  protected readonly event = 'sync.run.exception';
  protected readonly names: Attributes;
  readonly #called: SyncCalled;
  readonly #records: Record<RecordResult, number> = { synced: 0, failed: 0 };

  constructor(called: SyncCalled) {
    const { sync, partner, operation, customer } = called;
    const parent = contexts.active();
    const span = guard('starting a span', () =>
      liveTracer()?.startSpan(`sync ${operation}`, { kind: SpanKind.INTERNAL }, parent),
    );
    super({ title: `sync ${operation} of ${partner}`, span, parent, signals: called.signals, open: sync.open });
    this.#called = called;
    this.names = { partner, operation, ...(customer !== undefined && { customer }) };
  }

  add(result: RecordResult, given: number): number {
    const count = this.accept(given);
    this.#records[result] += count;
    this.#called.sync.records[result] += count;
    return count;
  }

  protected get fruitful(): boolean {
    return this.#records.synced > 0;
  }

  protected read(result: unknown): void {
    const picked = this.#called.records?.(result);
    if (picked === undefined || picked === null) return;
    if (typeof picked !== 'object') {
      this.counts.records(picked as number);
      return;
    }
    const { synced, failed } = picked as Partial<Record<RecordResult, number>>;
    if (synced !== undefined) this.counts.records(synced);
    if (failed !== undefined) this.counts.failed(failed);
  }

  protected count(status: RunEnd, duration: number): void {
    const { sync, customer = nobody } = this.#called;
    if (status === 'cancelled' || sync.retired) return;
    if (status === 'success') sync.succeeded(customer);
    else sync.failed(customer);
    instruments
      .histogram('sync.duration')
      .record(duration / 1_000, { partner: sync.partner, operation: sync.label, status }, this.context);
  }

  protected tellable(status: RunEnd, duration: number): End {
    const { partner, operation, customer } = this.#called;
    const spanContext = this.span?.spanContext();
    return { kind: 'sync', partner, operation, customer, status, duration, records: this.#records, spanContext };
  }
}

function countsOf(run: SyncRun): ActiveRun {
  const nothing = (): void => {};
  return {
    records: (count) => void run.add('synced', count),
    failed: (count, reason) => run.noteFailed(run.add('failed', count), reason),
    in: nothing,
    out: nothing,
    dropped: nothing,
  };
}
