export { carry } from './carry.ts';
export type { Carrier, CarryOptions } from './carry.ts';
export { keptHeaders, outsidePartnerCalls, partnerCallKey } from './partner-calls.ts';
export { readCarrier } from './read.ts';
export type { CarrierRead } from './read.ts';
export { carriedInto, resume } from './resume.ts';
export { waits } from './waits.ts';
