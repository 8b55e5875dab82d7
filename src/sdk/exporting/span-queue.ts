import type { MeterProvider } from '@opentelemetry/api';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { batchOptions, exportAll, inTurns } from './batches.ts';
import type { Queue } from '../leaving/index.ts';

// What is read of the processor of 3.1: bundled, hence of this version.
interface Inside {
  readonly _maxExportBatchSize: number;
  _finishedSpans: ReadableSpan[];
  readonly _metrics: { dropSpans(count: number): void; finishSpans(count: number, error?: { name: string }): void };
  _flushOneBatch(): Promise<void>;
}

/**
 * The SDK's batch processor, with room for a burst: the stock 2,048 lose three quarters of ten thousand spans that end
 * at once. A flush waits for what is under way, and does not send more at once than an exporter takes.
 */
export class SpanQueue extends BatchSpanProcessor implements Queue {
  readonly #exporter: SpanExporter;
  readonly #held = new Set<ReadableSpan[]>();

  constructor(exporter: SpanExporter, meterProvider: MeterProvider) {
    super({
      exporter,
      selfObsMeterProvider: meterProvider,
      ...batchOptions('BSP'),
    });
    this.#exporter = exporter;
    this.#holdWhatWaits();
    // Born at 0, so that a rate sees the first loss.
    const { _metrics } = this.#inside;
    _metrics.finishSpans(0);
    _metrics.dropSpans(0);
    _metrics.finishSpans(0, { name: 'OTLPExporterError' });
  }

  get filled(): boolean {
    return this.#inside._finishedSpans.length > 0 || this.#held.size > 0;
  }

  override async forceFlush(): Promise<void> {
    // What waits for late attributes has waited before this did, and is on its way by then.
    for (const [span] of this.#held) await span?.resource.waitForAsyncAttributes?.();
    await this.#sendAll();
    await this.#exporter.forceFlush?.();
  }

  override async shutdown(): Promise<void> {
    try {
      await this.forceFlush();
    } finally {
      await super.shutdown();
    }
  }

  letOut(): void {
    const { _finishedSpans: queue, _maxExportBatchSize: size } = this.#inside;
    exportAll(this.#exporter, { held: this.#held, queue, size });
  }

  /** The SDK takes a batch and then waits for the resource's late attributes: at an exit it would be in nobody's hands. */
  #holdWhatWaits(): void {
    const inside = this.#inside;
    const flush = inside._flushOneBatch.bind(this);
    inside._flushOneBatch = async () => {
      const resource = inside._finishedSpans[0]?.resource;
      if (resource?.asyncAttributesPending === true) {
        const batch = inside._finishedSpans.splice(0, inside._maxExportBatchSize);
        this.#held.add(batch);
        await resource.waitForAsyncAttributes?.();
        if (this.#held.delete(batch)) inside._finishedSpans.unshift(...batch);
      }
      await flush();
    };
  }

  #sendAll(): Promise<void> {
    const inside = this.#inside;
    const batches = Math.ceil(inside._finishedSpans.length / inside._maxExportBatchSize);
    return inTurns(batches, () => inside._flushOneBatch());
  }

  get #inside(): Inside {
    return this as unknown as Inside;
  }
}
