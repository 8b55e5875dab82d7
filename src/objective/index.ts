export { Judge } from './judge.ts';
export { checkObjective } from './options.ts';
export type { LatencyObjective, PartnerObjective, Weight } from './options.ts';
