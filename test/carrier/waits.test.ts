import { ROOT_CONTEXT } from '@opentelemetry/api';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { observeQueue } from '../../src/index.ts';
import { waits } from '../../src/carrier/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
afterEach(() => {
  vi.restoreAllMocks();
  telemetry.reset();
});
afterAll(telemetry.stop);

const now = 1_793_000_000_000;
const taken = (queueType: string, at: number): void => {
  vi.spyOn(Date, 'now').mockReturnValue(now);
  waits.taken(queueType, at, ROOT_CONTEXT);
};

test('a wait is told in seconds, up to a day', async () => {
  taken('uploads', now - 90_000);
  const wait = await telemetry.histogram('queue.wait.duration', { queue_type: 'uploads' });
  expect(wait).toMatchObject({ count: 1, sum: 90 });
  expect(wait?.buckets.map(({ upTo }) => upTo)).toEqual(expect.arrayContaining([60, 3_600, 21_600, 86_400]));
});

test('a clock that was set back is no negative wait', async () => {
  taken('uploads', now + 3_600_000);
  await expect(telemetry).toHaveMetric('queue.wait.duration', { queue_type: 'uploads' }, { count: 1, sum: 0 });
});

test('a wait bears the partner of its queue, while that is observed', async () => {
  const observed = observeQueue(() => ({}), { queueType: 'pulls', partner: 'satloc' });
  taken('pulls', now);
  await expect(telemetry).toHaveMetric('queue.wait.duration', { queue_type: 'pulls', partner: 'satloc' }, { count: 1 });
  observed.dispose();
  taken('pulls', now);
  expect((await telemetry.series('queue.wait.duration')).map(({ attributes }) => attributes)).toEqual([
    { queue_type: 'pulls', partner: 'satloc' },
    { queue_type: 'pulls' },
  ]);
});
