export { beginSync } from './begin.ts';
export type { BegunSync } from './begin.ts';
export type { BeginSyncOptions, LastSuccess, SyncedRecords, SyncObjective, SyncOptions } from './options.ts';
export { instrumentSync } from './sync.ts';
