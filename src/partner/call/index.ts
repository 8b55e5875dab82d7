export { PartnerCall } from './call.ts';
