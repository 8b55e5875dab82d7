import { Queue, Worker } from 'bullmq';
import { expect, test } from 'vitest';
import { OtlpServer } from '../support/otlp-server.ts';
import { Processes } from './processes.ts';
import { Redis } from './stack/redis.ts';

type Told = Record<string, number>;

// Longer than a queue that does not answer is waited for.
const interval = { OTEL_METRIC_EXPORT_INTERVAL: '1000', OTEL_METRIC_EXPORT_TIMEOUT: '1000' };

test('a queue of BullMQ is told by state and age; when Redis is gone it is not told as empty, and it comes back', async () => {
  await using redis = await Redis.start();
  await using otlp = await OtlpServer.start();
  await using processes = new Processes({ otlp, redis, env: interval });
  const connection = { host: '127.0.0.1', port: redis.port };
  const uploads = new Queue('uploads', { connection });
  uploads.on('error', () => {});
  await uploads.addBulk(['a', 'b', 'c'].map((name) => ({ name, data: {} })));
  await uploads.add('urgent', {}, { priority: 1 });
  await uploads.add('later', {}, { delay: 3_600_000 });
  await uploads.add('bad', {}, { lifo: true });
  const worker = new Worker('uploads', null, { connection });
  const failing = await worker.getNextJob('test');
  await failing?.moveToFailed(new Error('as this test wants it'), 'test', false);
  const running = await worker.getNextJob('test');
  expect([failing?.name, running?.name]).toEqual(['bad', 'a']);
  await worker.close();

  const depths = (): Told[] =>
    otlp
      .history('queue.depth')
      .map((points) => Object.fromEntries(points.map(({ attributes, value }) => [String(attributes['state']), value])));
  const full = { waiting: 3, active: 1, delayed: 1, failed: 1, completed: 0 };
  const isFull = (told: Told | undefined) => JSON.stringify(sorted(told)) === JSON.stringify(sorted(full));

  const observer = processes.start('observer');
  await otlp.until('the depths', () => isFull(depths().at(-1)));
  const ages = () => otlp.history('queue.oldest_age').map((points) => points[0]?.value);
  await otlp.until('an age', () => (ages().at(-1) ?? 0) > 0);
  const earlier = ages().at(-1) ?? 0;
  await otlp.until('a greater age', () => (ages().at(-1) ?? 0) > earlier);

  await redis.stop();
  await observer.complained("queue 'uploads'");
  await otlp.until('exports without the queue', () =>
    depths()
      .slice(-3)
      .every((told) => Object.keys(told).length === 0),
  );
  const whileGone = depths().length;

  await redis.start();
  await otlp.until('the depths again', () => isFull(depths().slice(whileGone).at(-1)));
  await uploads.close();

  // Never in all this was it said to be empty, or anything but what it was.
  const told = depths().filter((one) => Object.keys(one).length > 0);
  expect(told.filter((one) => !isFull(one))).toEqual([]);
  expect(new Set(otlp.metricExports.flat().flatMap(pointsOf)).has('uploads satloc')).toBe(true);

  await observer.step('retire');
  await otlp.until('an export without it', () => Object.keys(depths().at(-1) ?? {}).length === 0);
  observer.child.kill('SIGTERM');
  const { stderr } = await observer.ended;
  expect(stderr).toContain("reading queue 'uploads' failed");
  expect(stderr.split('\n').filter((line) => line.includes("queue 'uploads'"))).toHaveLength(1);
});

function sorted(told: Told | undefined): [string, number][] {
  return Object.entries(told ?? {}).sort(([a], [b]) => a.localeCompare(b));
}

function pointsOf({ name, points }: OtlpServer['metricExports'][number][number]): string[] {
  if (name !== 'queue.depth') return [];
  return points.map(({ attributes }) => [attributes['queue_type'], attributes['partner']].join(' '));
}
