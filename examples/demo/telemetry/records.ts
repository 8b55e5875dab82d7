import { SeverityNumber } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';

const kept = 500;

export interface Said {
  readonly record: ReadableLogRecord;
  readonly times: number;
}

/** Keeps the latest log records that say of a call that it did not go well. */
export class FailureRecords implements LogRecordProcessor {
  readonly #bySpan = new Map<string, ReadableLogRecord>();

  onEmit(record: ReadableLogRecord): void {
    const span = record.spanContext?.spanId;
    const { severityNumber = 0, eventName } = record;
    // A call that was given up is told at INFO; an assignment that was made, too.
    const least = eventName === 'job.assignment' ? SeverityNumber.WARN : SeverityNumber.INFO;
    if (span === undefined || severityNumber < least) return;
    this.#bySpan.set(span, record);
    const [oldest] = this.#bySpan.keys();
    if (this.#bySpan.size > kept && oldest !== undefined) this.#bySpan.delete(oldest);
  }

  /** What was said of this span. */
  of(spanId: string): ReadableLogRecord | undefined {
    return this.#bySpan.get(spanId);
  }

  /** The latest of each wording and how many there were, the newest first. */
  latest(most: number): Said[] {
    const byBody = new Map<string, Said>();
    for (const record of [...this.#bySpan.values()].toReversed()) {
      const body = String(record.body);
      const same = byBody.get(body);
      byBody.set(body, { record: same?.record ?? record, times: (same?.times ?? 0) + 1 });
    }
    return [...byBody.values()].slice(0, most);
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}
