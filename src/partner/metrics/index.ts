export { Partner, partners } from './partners.ts';
export { users } from './users.ts';
export type { UserReading, UserSource } from './users.ts';
