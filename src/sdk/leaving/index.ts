export { handle, sayLost } from './handle.ts';
export type { Flushable } from './handle.ts';
export { sendLastWords } from './last-words.ts';
export { letGo } from './let-go.ts';
export { Outgoing } from './outgoing.ts';
export type { Queue } from './outgoing.ts';
