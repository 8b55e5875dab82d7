export { instrumentPartner } from './partner.ts';
export type { HookAttributes, OperationOptions, PartnerLinks, PartnerOptions } from './options.ts';
export { unwrap } from './client/index.ts';
