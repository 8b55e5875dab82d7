import type { Observation } from '../instruments/index.ts';
import { checkName, OptionError } from '../safety/index.ts';
import { isBullQueue, isPgBoss, readBull, readPgBoss } from './adapters/index.ts';
import type { BullQueue, PgBoss } from './adapters/index.ts';
import { queues } from './metrics.ts';
import { checkQueueOptions } from './options.ts';
import type { QueueOptions } from './options.ts';
import type { QueueReading } from './reading.ts';

/** What `observeQueue` takes: a queue of BullMQ or Bull, a pg-boss instance, or a function that reads any other. */
export type ObservableQueue = BullQueue | PgBoss | (() => QueueReading | PromiseLike<QueueReading>);

/**
 * Tells a queue's depth by state, the age of its oldest waiting job and its limits, read whenever metrics are collected,
 * though not more often than `every`. A queue that cannot be read reports nothing, which is said once, and is no empty
 * one. Observe it in one process or in all that share it: rules take the highest. A second observation of a queue type
 * joins the first. BullMQ's own telemetry (its option `telemetry`) goes well beside it, under names of its own.
 *
 * @example
 * observeQueue(new Queue('uploads', { connection }), { partner: 'satloc', depthLimit: 500 });
 * observeQueue(boss, { queueType: 'uploads' }); // pg-boss: the queue of that name
 * observeQueue(async () => ({ waiting: (await channel.checkQueue('uploads')).messageCount }), { queueType: 'uploads' });
 * @throws OptionError at set-up; never when it is read for metrics.
 */
export function observeQueue(queue: ObservableQueue, options: QueueOptions = {}): Observation<QueueReading> {
  checkQueueOptions(options);
  const queueType: unknown = options.queueType ?? nameOf(queue);
  checkName('queueType', queueType, "observeQueue(queue, { queueType: 'uploads' })");
  const observed = queues.of(queueType, sourceOf(queue, queueType), options);
  return {
    read: () => observed.reading.fresh(),
    dispose: () => queues.retire(observed),
  };
}

function nameOf(queue: unknown): unknown {
  return typeof queue === 'object' && queue !== null && isBullQueue(queue) ? queue.name : undefined;
}

function sourceOf(queue: unknown, queueType: string): () => unknown {
  if (typeof queue === 'function') return queue as () => unknown;
  if (typeof queue === 'object' && queue !== null) {
    if (isBullQueue(queue)) return () => readBull(queue);
    if (isPgBoss(queue)) return () => readPgBoss(queue, queueType);
  }
  throw new OptionError(
    'queue',
    'a queue of BullMQ, an instance of pg-boss, or a function that reads the queue',
    queue,
    "observeQueue(async () => ({ waiting: await count() }), { queueType: 'uploads' })",
  );
}
