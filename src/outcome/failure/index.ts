export { chainOf } from './chain.ts';
export { failureOf } from './failure.ts';
export type { Failure } from './failure.ts';
export { classOf } from './signs.ts';
