import { context } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Rechecks } from '../../src/instruments/rechecks.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('it is looked 0, 1, 5, 15 and 60 s after the latest wrapping, and then no more', async () => {
  const at: number[] = [];
  const start = Date.now();
  const rechecks = new Rechecks(() => at.push((Date.now() - start) / 1_000));
  rechecks.restart();
  rechecks.restart();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(at).toEqual([0, 1]);
  rechecks.restart();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(at).toEqual([0, 1, 3, 4, 8, 18, 63]);
  expect(vi.getTimerCount()).toBe(0);
});

test('the timer is made in the root context, so that it keeps no span alive', () => {
  const entered = vi.spyOn(context, 'with');
  new Rechecks(() => {}).restart();
  expect(entered.mock.calls[0]?.[0].getValue(Symbol.for('any'))).toBeUndefined();
  expect(entered).toHaveBeenCalledOnce();
  entered.mockRestore();
});
