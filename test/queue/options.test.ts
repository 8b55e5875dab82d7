import { afterEach, describe, expect, test } from 'vitest';
import { observeQueue } from '../../src/index.ts';
import type { Observation, QueueReading } from '../../src/index.ts';

const read = (): QueueReading => ({});
const observed: Observation<QueueReading>[] = [];
const observe = (queue: unknown, options?: unknown) => {
  const observation = observeQueue(queue as typeof read, options as object);
  observed.push(observation);
  return observation;
};
const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
};
afterEach(() => observed.splice(0).forEach((one) => one.dispose()));

describe('a mistake says what was wrong, what is expected, and an example', () => {
  test.each<[string, unknown, unknown]>([
    ['a queue that is none', { add: () => {} }, { queueType: 'a' }],
    ['no queue', undefined, { queueType: 'a' }],
    ['a name for a queue', 'uploads', { queueType: 'a' }],
    ['no name', read, {}],
    ['no options', read, undefined],
    ['null for options', read, null],
    ['no name for pg-boss', { getQueueStats: async () => [] }, {}],
    ['an empty name', read, { queueType: '' }],
    ['a long name', read, { queueType: 'a'.repeat(65) }],
    ['a long name of its own', { name: 'a'.repeat(65), getJobCounts: read, getJobs: read }, {}],
    ['a misspelt option', read, { queueType: 'a', depthlimit: 1 }],
    ['a partner that is no name', read, { queueType: 'a', partner: 7 }],
    ['a limit of 0', read, { queueType: 'a', depthLimit: 0 }],
    ['a limit that is NaN', read, { queueType: 'a', depthLimit: Number.NaN }],
    ['a limit that is a text', read, { queueType: 'a', depthLimit: '500' }],
    ['a negative age', read, { queueType: 'a', oldestAgeLimit: -1 }],
    ['an endless timeout', read, { queueType: 'a', timeout: Infinity }],
    ['a timeout of a minute', read, { queueType: 'a', timeout: 60_000 }],
    ['an interval of 0', read, { queueType: 'a', every: 0 }],
  ])('%s', (_what, queue, options) => {
    const message = messageOf(() => observe(queue, options));
    expect(message).toMatch(/^partner-otel: \S+.* must be .+; received .+\. Example: .+/);
    expect(message).toMatchSnapshot();
  });
});

test('more than 200 queue types are a mistake; a disposed one makes room', () => {
  const all = Array.from({ length: 200 }, (_, index) => observe(read, { queueType: `queue ${index}` }));
  expect(messageOf(() => observe(read, { queueType: 'one more' }))).toMatchSnapshot();
  expect(() => observe(read, { queueType: 'queue 7' })).not.toThrow();
  all[0]?.dispose();
  expect(() => observe(read, { queueType: 'one more' })).not.toThrow();
});
