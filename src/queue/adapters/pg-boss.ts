import type { QueueReading } from '../reading.ts';

/** An instance of pg-boss, by what is used of it. */
export interface PgBoss {
  getQueueStats(name: string, options: { force: boolean; limit: number }): Promise<unknown>;
}

interface Stats {
  readonly readyCount?: unknown;
  readonly activeCount?: unknown;
  readonly deferredCount?: unknown;
  readonly failedCount?: unknown;
  readonly readyOldestSeconds?: unknown;
  readonly capturedOn?: unknown;
}

// It is monitored every minute; a snapshot much older than that is a value repeated.
const stale = 15 * 60_000;

export function isPgBoss(queue: object): queue is PgBoss {
  return typeof (queue as Partial<PgBoss>).getQueueStats === 'function';
}

/** The newest snapshot. pg-boss itself keeps one for up to a minute, and knows ages with `persistQueueStats` alone. */
export async function readPgBoss(boss: PgBoss, name: string): Promise<QueueReading> {
  const answer = await boss.getQueueStats(name, { force: true, limit: 1 });
  const stats = (Array.isArray(answer) ? answer[0] : answer) as Stats | undefined;
  if (stats === undefined) throw new Error('pg-boss has no snapshot of the queue yet');
  if (stats.capturedOn instanceof Date && Date.now() - stats.capturedOn.getTime() > stale) {
    throw new Error('pg-boss does not monitor the queue: its newest snapshot is more than 15 minutes old');
  }
  const seconds = stats.readyOldestSeconds;
  const waiting = stats.readyCount as number | undefined;
  return {
    waiting,
    active: stats.activeCount as number | undefined,
    delayed: stats.deferredCount as number | undefined,
    failed: stats.failedCount as number | undefined,
    oldestAge: typeof seconds === 'number' ? seconds * 1_000 : waiting === 0 ? 0 : undefined,
  };
}
