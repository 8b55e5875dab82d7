export { listeners } from './listeners.ts';
export type { CallEnd, Listener } from './listeners.ts';
