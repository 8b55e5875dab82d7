export { PartnerCall } from './call.ts';
export { callIn } from './context.ts';
export type { RunningCall } from './context.ts';
