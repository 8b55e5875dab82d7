import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { observeQueue } from '../../src/index.ts';
import type { BullQueue, ObservableQueue, PgBoss, QueueOptions } from '../../src/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
afterEach(() => {
  vi.restoreAllMocks();
  telemetry.reset();
});
afterAll(telemetry.stop);

const read = async (queue: ObservableQueue, options?: QueueOptions) => {
  const observed = observeQueue(queue, options);
  try {
    return await observed.read();
  } finally {
    observed.dispose();
  }
};

describe('BullMQ', () => {
  const now = 1_793_000_000_000;
  const second = 1_000;
  type Jobs = readonly unknown[];

  /** As BullMQ 6.7 answers; `jobs` are those that wait, the next to be taken first, `urgent` those with a priority. */
  const bull = (counts: Record<string, number>, jobs: Jobs = [], urgent: Jobs = []): BullQueue => {
    vi.spyOn(Date, 'now').mockReturnValue(now);
    return {
      name: 'uploads',
      getJobCounts: async () => counts,
      getJobs: async (types, start, end, asc) =>
        types.flatMap((type) => {
          const list = type === 'waiting' ? jobs : urgent;
          return (asc ? list : list.toReversed()).slice(start, end + 1);
        }),
    };
  };
  const six = { active: 1, completed: 9, delayed: 2, failed: 3, prioritized: 4, waiting: 5, 'waiting-children': 6 };

  test('6 is read by its own names; what cannot be taken yet is delayed', async () => {
    const jobs = [{ timestamp: now - 30 * second, opts: {} }];
    expect(await read(bull(six, jobs))).toEqual({
      waiting: 9,
      active: 1,
      delayed: 8,
      failed: 3,
      completed: 9,
      oldestAge: 30 * second,
    });
  });

  test('5 has a list of paused jobs, and Bull names of its own', async () => {
    expect(await read(bull({ active: 0, wait: 2, paused: 7 }, [{ timestamp: now }]))).toEqual({
      waiting: 2,
      active: 0,
      paused: 7,
      oldestAge: 0,
    });
  });

  test('without a waiting job has the age 0, and asks for no job', async () => {
    const queue = bull({ ...six, waiting: 0, prioritized: 0 });
    const asked = vi.spyOn(queue, 'getJobs');
    expect(await read(queue)).toMatchObject({ waiting: 0, oldestAge: 0 });
    expect(asked).not.toHaveBeenCalled();
  });

  test.each([
    ['that lifo jobs overtook', [{ timestamp: now - second }, { timestamp: now - 60 * second }], [], 60],
    ['that more urgent ones overtook', [], [{ timestamp: now - second }, { timestamp: now - 90 * second }], 90],
    ['whose delay is over since', [{ timestamp: now - 3_600 * second, opts: { delay: 3_590 * second } }], [], 10],
    ['that is tried again', [{ timestamp: now - 3_600 * second, processedOn: now - 5 * second }], [], 5],
    ['of a machine whose clock is ahead', [{ timestamp: now + 60 * second }], [], 0],
    ['beside one that is gone', [undefined, { timestamp: now - second }], [], 1],
    ['beside one that cannot be read', [{ timestamp: 'yesterday' }, { timestamp: now - second }], [], 1],
  ])('knows the oldest job %s', async (_what, jobs, urgent, age) => {
    expect(await read(bull(six, jobs, urgent))).toMatchObject({ oldestAge: age * second });
  });

  test('knows no age of jobs that were taken meanwhile', async () => {
    expect(await read(bull(six))).not.toHaveProperty('oldestAge');
  });

  test('of version 5 is not asked for what it does not know', async () => {
    const queue = bull({ waiting: 1 }, [{ timestamp: now }]);
    const asked = vi.spyOn(queue, 'getJobs');
    await read(queue);
    expect(asked.mock.calls.map(([types]) => types)).toEqual([['waiting'], ['waiting']]);
  });

  test('gives its name', async () => {
    const observed = observeQueue(bull(six));
    await expect(telemetry).toHaveMetric('queue.depth', { queue_type: 'uploads', state: 'waiting' }, 9);
    observed.dispose();
  });
});

describe('pg-boss', () => {
  const snapshot = {
    name: 'uploads',
    deferredCount: 2,
    queuedCount: 7,
    readyCount: 5,
    activeCount: 1,
    failedCount: 3,
    totalCount: 11,
    readyOldestSeconds: null as number | null,
    capturedOn: new Date(),
  };
  const boss = (...snapshots: unknown[]): PgBoss => ({ getQueueStats: vi.fn(async () => snapshots) });
  const options = { queueType: 'uploads' };

  test('12 is read by the name of the queue, freshly', async () => {
    const pg = boss(snapshot);
    expect(await read(pg, options)).toEqual({ waiting: 5, active: 1, delayed: 2, failed: 3 });
    expect(pg.getQueueStats).toHaveBeenCalledWith('uploads', { force: true, limit: 1 });
  });

  test('knows the age where it keeps statistics, and of an empty queue', async () => {
    expect(await read(boss({ ...snapshot, readyOldestSeconds: 12.5 }), options)).toMatchObject({ oldestAge: 12_500 });
    expect(await read(boss({ ...snapshot, readyCount: 0 }), options)).toMatchObject({ waiting: 0, oldestAge: 0 });
  });

  test('cannot be read without a snapshot, or with an old one', async () => {
    await expect(read(boss(), options)).rejects.toThrow('no snapshot');
    const old = new Date(Date.now() - 16 * 60_000);
    await expect(read(boss({ ...snapshot, capturedOn: old }), options)).rejects.toThrow('more than 15 minutes old');
  });
});
