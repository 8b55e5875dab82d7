export { Partner, partners } from './partners.ts';
