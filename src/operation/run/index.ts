export { activeRun, runIn } from './active.ts';
export type { ActiveRun } from './active.ts';
export { somebodyListens } from './awake.ts';
export { observeRun } from './observe.ts';
export { OpenRuns } from './open.ts';
export { Run } from './run.ts';
export type { RunStart } from './run.ts';
