export { queues } from './metrics.ts';
export type { ObservedQueue } from './metrics.ts';
export { observeQueue } from './observe.ts';
export type { ObservableQueue } from './observe.ts';
export type { BullQueue, PgBoss } from './adapters/index.ts';
export type { QueueOptions } from './options.ts';
export type { QueueReading } from './reading.ts';
