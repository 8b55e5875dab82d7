export { instrumentPartner } from './partner.ts';
export type { HookAttributes, OperationOptions, PartnerLinks, PartnerOptions } from './options.ts';
export { callIn } from './call/index.ts';
export type { RunningCall } from './call/index.ts';
export { unwrap } from './client/index.ts';
export { users } from './metrics/index.ts';
export type { UserReading, UserSource } from './metrics/index.ts';
export { observeUsers } from './users.ts';
export type { UserOptions } from './users.ts';
