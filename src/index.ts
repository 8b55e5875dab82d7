export { controls } from './instruments/index.ts';
export type { Controls } from './instruments/index.ts';
export type { LatencyObjective, PartnerObjective, Weight } from './objective/index.ts';
export { instrumentPartner, unwrap } from './partner/index.ts';
export type { HookAttributes, OperationOptions, PartnerLinks, PartnerOptions } from './partner/index.ts';
export type { CallStatus } from './signals/index.ts';
