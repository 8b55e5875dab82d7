export { isBullQueue, readBull } from './bullmq.ts';
export type { BullQueue } from './bullmq.ts';
export { isPgBoss, readPgBoss } from './pg-boss.ts';
export type { PgBoss } from './pg-boss.ts';
