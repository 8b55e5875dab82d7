import { context } from '@opentelemetry/api';
import type { MeterProvider } from '@opentelemetry/api';
import { ExportResultCode, globalErrorHandler, suppressTracing } from '@opentelemetry/core';
import { BatchLogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { batchOptions, exportAll, inTurns } from './batches.ts';
import type { Queue } from '../leaving/index.ts';

// What is read of the processor of 3.1: bundled, hence of this version.
interface Inside {
  readonly _maxExportBatchSize: number;
  readonly _finishedLogRecords: ReadableLogRecord[];
  readonly _metrics: { dropLogs(count: number): void; finishLogs(count: number, error?: { name: string }): void };
  _exportOneBatch(): void;
  _clearTimer(): void;
  _maybeStartTimer(): void;
}

/** As for spans: the SDK's batch processor with room for a burst, and a flush that keeps what it could not send. */
export class LogQueue extends BatchLogRecordProcessor implements Queue {
  readonly #exporter: LogRecordExporter;
  /** Taken, and waiting for the resource's late attributes. */
  readonly #held = new Set<ReadableLogRecord[]>();
  /** A batch under way that the timer or a full batch has sent. */
  #current: Promise<void> | undefined;

  constructor(exporter: LogRecordExporter, meterProvider: MeterProvider) {
    super({
      exporter,
      selfObsMeterProvider: meterProvider,
      ...batchOptions('BLRP'),
    });
    this.#exporter = exporter;
    // The SDK takes a batch and exports it some ticks later: at an exit it would be in nobody's hands.
    this.#inside._exportOneBatch = () => this.#sendInTime();
    const { _metrics } = this.#inside;
    _metrics.finishLogs(0);
    _metrics.dropLogs(0);
    _metrics.finishLogs(0, { name: 'OTLPExporterError' });
  }

  get filled(): boolean {
    return this.#inside._finishedLogRecords.length > 0 || this.#held.size > 0;
  }

  override async forceFlush(): Promise<void> {
    const { _finishedLogRecords: records, _maxExportBatchSize: size } = this.#inside;
    await inTurns(Math.ceil(records.length / size), () => this.#send());
    await this.#current;
    await this.#exporter.forceFlush();
  }

  override async shutdown(): Promise<void> {
    try {
      await this.forceFlush();
    } finally {
      await super.shutdown();
    }
  }

  letOut(): void {
    const { _finishedLogRecords: queue, _maxExportBatchSize: size } = this.#inside;
    exportAll(this.#exporter, { held: this.#held, queue, size });
  }

  #sendInTime(): void {
    if (this.#current !== undefined) return;
    this.#inside._clearTimer();
    this.#current = this.#send()
      .catch(globalErrorHandler)
      .finally(() => {
        this.#current = undefined;
        this.#inside._maybeStartTimer();
      });
  }

  async #send(): Promise<void> {
    const inside = this.#inside;
    const batch = inside._finishedLogRecords.splice(0, inside._maxExportBatchSize);
    const resource = batch[0]?.resource;
    if (resource === undefined) return;
    if (resource.asyncAttributesPending === true) {
      this.#held.add(batch);
      await resource.waitForAsyncAttributes?.();
      if (!this.#held.delete(batch)) return;
    }
    await context.with(
      suppressTracing(context.active()),
      () =>
        new Promise<void>((resolve, reject) => {
          this.#exporter.export(batch, ({ code, error }) => {
            inside._metrics.finishLogs(batch.length, error);
            if (code === ExportResultCode.SUCCESS) resolve();
            else reject(error ?? new Error('exporting log records failed'));
          });
        }),
    );
  }

  get #inside(): Inside {
    return this as unknown as Inside;
  }
}
