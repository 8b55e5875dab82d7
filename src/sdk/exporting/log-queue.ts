import { context } from '@opentelemetry/api';
import type { MeterProvider } from '@opentelemetry/api';
import { ExportResultCode, suppressTracing } from '@opentelemetry/core';
import { BatchLogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { inTurns } from './batches.ts';
import { positive, present } from '../variables/index.ts';
import type { Queue } from '../leaving/index.ts';

// What is read of the processor of 3.1: bundled, hence of this version.
interface Inside {
  readonly _maxExportBatchSize: number;
  readonly _finishedLogRecords: ReadableLogRecord[];
  readonly _metrics: { dropLogs(count: number): void; finishLogs(count: number, error?: { name: string }): void };
}

/** As for spans: the SDK's batch processor with room for a burst, and a flush that keeps what it could not send. */
export class LogQueue extends BatchLogRecordProcessor implements Queue {
  readonly #exporter: LogRecordExporter;

  constructor(exporter: LogRecordExporter, meterProvider: MeterProvider) {
    super({
      exporter,
      selfObsMeterProvider: meterProvider,
      maxQueueSize: positive('OTEL_BLRP_MAX_QUEUE_SIZE') ?? 65_536,
      ...present({
        scheduledDelayMillis: positive('OTEL_BLRP_SCHEDULE_DELAY'),
        exportTimeoutMillis: positive('OTEL_BLRP_EXPORT_TIMEOUT'),
        maxExportBatchSize: positive('OTEL_BLRP_MAX_EXPORT_BATCH_SIZE'),
      }),
    });
    this.#exporter = exporter;
    const { _metrics } = this.#inside;
    _metrics.finishLogs(0);
    _metrics.dropLogs(0);
    _metrics.finishLogs(0, { name: 'OTLPExporterError' });
  }

  get filled(): boolean {
    return this.#inside._finishedLogRecords.length > 0;
  }

  override async forceFlush(): Promise<void> {
    const { _finishedLogRecords: records, _maxExportBatchSize: size } = this.#inside;
    await inTurns(Math.ceil(records.length / size), () => this.#send());
    // Waits for a batch that was under way.
    await super.forceFlush();
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
    const { _finishedLogRecords: records, _maxExportBatchSize: size } = this.#inside;
    while (records.length > 0) this.#exporter.export(records.splice(0, size), () => {});
  }

  async #send(): Promise<void> {
    const inside = this.#inside;
    const batch = inside._finishedLogRecords.splice(0, inside._maxExportBatchSize);
    if (batch.length === 0) return;
    await batch[0]?.resource.waitForAsyncAttributes?.();
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
