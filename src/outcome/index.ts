export { describeError } from './describe.ts';
export type { ErrorDescription } from './describe.ts';
export { outcomeOf } from './outcome.ts';
export type { Ending, Outcome, Reading } from './outcome.ts';
export { callerSignals } from './signals.ts';
export { processStop } from './stop.ts';
export { emitRecord, tellFailure } from './tell.ts';
export type { Failure } from './tell.ts';
