import { positive, present } from '../variables/index.ts';

/** What the variables of a batch processor say; a queue has room for a burst in any case. */
export function batchOptions(processor: 'BSP' | 'BLRP'): BatchOptions {
  return {
    maxQueueSize: positive(`OTEL_${processor}_MAX_QUEUE_SIZE`) ?? 65_536,
    ...present({
      scheduledDelayMillis: positive(`OTEL_${processor}_SCHEDULE_DELAY`),
      exportTimeoutMillis: positive(`OTEL_${processor}_EXPORT_TIMEOUT`),
      maxExportBatchSize: positive(`OTEL_${processor}_MAX_EXPORT_BATCH_SIZE`),
    }),
  };
}

interface BatchOptions {
  readonly maxQueueSize: number;
  readonly scheduledDelayMillis?: number;
  readonly exportTimeoutMillis?: number;
  readonly maxExportBatchSize?: number;
}

/** Requests at once while a queue is emptied: an exporter refuses the 31st. */
const abreast = 8;

/** Sends so many batches, some abreast; a failure leaves the rest where it is, and is thrown on. */
export async function inTurns(count: number, send: () => Promise<void>): Promise<void> {
  for (let left = count; left > 0; left -= abreast) {
    await Promise.all(Array.from({ length: Math.min(abreast, left) }, send));
  }
}

interface Waiting<T> {
  /** Batches that were taken, and wait for the resource's late attributes. */
  readonly held: Set<T[]>;
  readonly queue: T[];
  readonly size: number;
}

/** Hands all that waits to an exporter within this call. */
export function exportAll<T>(
  exporter: { export(batch: T[], done: () => void): void },
  { held, queue, size }: Waiting<T>,
): void {
  for (const batch of held) exporter.export(batch, () => {});
  held.clear();
  while (queue.length > 0) exporter.export(queue.splice(0, size), () => {});
}
