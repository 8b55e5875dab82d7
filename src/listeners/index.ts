export { listeners } from './listeners.ts';
export type { CallEnd, End, Listener, StageEnd, SyncEnd } from './listeners.ts';
