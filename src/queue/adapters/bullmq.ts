import type { QueueReading } from '../reading.ts';

/** A queue of BullMQ (or of its predecessor Bull), by what is used of it. */
export interface BullQueue {
  readonly name: string;
  getJobCounts(): Promise<Readonly<Record<string, number>>>;
  getJobs(types: ('waiting' | 'prioritized')[], start: number, end: number, asc: boolean): Promise<readonly unknown[]>;
}

interface Job {
  readonly timestamp?: unknown;
  readonly processedOn?: unknown;
  readonly opts?: { readonly delay?: unknown } | null;
}

export function isBullQueue(queue: object): queue is BullQueue {
  return has(queue, 'getJobCounts') && has(queue, 'getJobs');
}

/** Counts by one script of BullMQ's; the oldest job by two more where any job waits. */
export async function readBull(queue: BullQueue): Promise<QueueReading> {
  // Not asked by name: the keys are the names asked, and versions know different ones.
  const counts = await queue.getJobCounts();
  const { active, failed, completed, paused } = counts;
  const waiting = sum(counts['waiting'] ?? counts['wait'], counts['prioritized']);
  return {
    waiting,
    active,
    // A parent that waits for its children cannot be taken yet, like one whose time has not come.
    delayed: sum(counts['delayed'], counts['waiting-children']),
    failed,
    completed,
    // Version 6 has no such list: jobs of a paused queue stay waiting.
    paused,
    oldestAge: waiting === 0 ? 0 : await oldestAge(queue, 'prioritized' in counts),
  };
}

/** The oldest is at one end or the other: a lifo job or a later, more urgent one overtakes those before it. */
async function oldestAge(queue: BullQueue, priorities: boolean): Promise<number | undefined> {
  const types = priorities ? (['waiting', 'prioritized'] as const) : (['waiting'] as const);
  const ends = await Promise.all([queue.getJobs([...types], 0, 0, true), queue.getJobs([...types], 0, 0, false)]);
  const since = ends.flat().map(waitingSince).filter(Number.isFinite);
  // Taken meanwhile: nothing is known.
  return since.length === 0 ? undefined : Math.max(0, Date.now() - Math.min(...since));
}

/** When a job began to wait: added, its delay over, and for another attempt not before the last one had begun. */
function waitingSince(job: unknown): number {
  const { timestamp, processedOn, opts } = (job ?? {}) as Job;
  const delay = typeof opts?.delay === 'number' ? opts.delay : 0;
  return Math.max(Number(timestamp) + delay, typeof processedOn === 'number' ? processedOn : 0);
}

function sum(...counts: (number | undefined)[]): number | undefined {
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, count) => total + count, 0);
}

function has(queue: object, method: string): boolean {
  return typeof (queue as Record<string, unknown>)[method] === 'function';
}
