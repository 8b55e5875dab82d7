export { customerId, nobody } from './customer.ts';
export type { Sync } from './sync.ts';
export { syncs } from './syncs.ts';
