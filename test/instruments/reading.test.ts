import { context, diag, trace } from '@opentelemetry/api';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Reading } from '../../src/instruments/index.ts';
import { startTestTelemetry } from '../../src/testing/index.ts';

const telemetry = startTestTelemetry();
const warn = vi.fn();
beforeEach(() => {
  vi.useFakeTimers();
  diag.setLogger({ warn, error: warn, info: warn, debug: warn, verbose: warn }, { suppressOverrideMessage: true });
  warn.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  diag.disable();
  telemetry.reset();
});
afterAll(telemetry.stop);

let topics = 0;
const every = 10_000;
const limit = 2_000;

/** A source that is answered by hand. */
function manual() {
  const asked: PromiseWithResolvers<number>[] = [];
  const source = vi.fn(() => {
    const next = Promise.withResolvers<number>();
    asked.push(next);
    return next.promise;
  });
  topics += 1;
  const of = `source ${topics}`;
  return { reading: new Reading({ of, source, every, limit }), source, asked };
}

const outcome = (promise: Promise<unknown>) => {
  const seen: { value?: unknown; error?: unknown; settled: boolean } = { settled: false };
  promise.then(
    (value) => Object.assign(seen, { value, settled: true }),
    (error: unknown) => Object.assign(seen, { error, settled: true }),
  );
  return seen;
};
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('a shared reading', () => {
  test('is one for all who ask at once, and for those within `every`', async () => {
    const { reading, source, asked } = manual();
    const all = [reading.shared(), reading.shared(), reading.shared()];
    asked[0]?.resolve(7);
    expect(await Promise.all(all)).toEqual([7, 7, 7]);
    await vi.advanceTimersByTimeAsync(every - 1);
    expect(await reading.shared()).toBe(7);
    expect(source).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    void reading.shared();
    expect(source).toHaveBeenCalledTimes(2);
  });

  test('is as old as the monotonic clock says, whatever the system clock does', async () => {
    const { reading, source, asked } = manual();
    const first = reading.shared();
    asked[0]?.resolve(1);
    await first;
    vi.setSystemTime(0);
    await vi.advanceTimersByTimeAsync(every);
    void reading.shared();
    expect(source).toHaveBeenCalledTimes(2);
  });

  test('is awaited no longer than its limit', async () => {
    const { reading } = manual();
    const seen = outcome(reading.shared());
    await vi.advanceTimersByTimeAsync(limit - 1);
    expect(seen.settled).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual({ settled: true, value: undefined });
  });

  test('that never answered is not asked again, and nobody waits for it any more', async () => {
    const { reading, source } = manual();
    void reading.shared();
    await vi.advanceTimersByTimeAsync(every * 10);
    const seen = outcome(reading.shared());
    await settle();
    expect(seen).toEqual({ settled: true, value: undefined });
    expect(source).toHaveBeenCalledTimes(1);
  });

  test('that answered late is asked again, and its late value is not reported', async () => {
    const { reading, source, asked } = manual();
    void reading.shared();
    await vi.advanceTimersByTimeAsync(limit + 1);
    asked[0]?.resolve(7);
    await settle();
    expect(await reading.shared()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(every);
    const next = reading.shared();
    asked[1]?.resolve(8);
    expect(await next).toBe(8);
    expect(source).toHaveBeenCalledTimes(2);
  });

  test('that failed is not repeated with its last value, nor asked again before it is due', async () => {
    const { reading, source, asked } = manual();
    void reading.shared();
    asked[0]?.resolve(7);
    await vi.advanceTimersByTimeAsync(every);
    const failed = reading.shared();
    asked[1]?.reject(new Error('down'));
    expect(await failed).toBeUndefined();
    await vi.advanceTimersByTimeAsync(every - 1);
    expect(await reading.shared()).toBeUndefined();
    expect(source).toHaveBeenCalledTimes(2);
  });

  test('of a source that throws or gives a value at once is one too', async () => {
    const throws = new Reading<number>({ of: 'a thrower', source: () => JSON.parse('{'), every, limit });
    expect(await throws.shared()).toBeUndefined();
    expect(throws.failure?.error).toBeInstanceOf(SyntaxError);
    expect(await new Reading({ of: 'a value', source: () => 3, every, limit }).shared()).toBe(3);
  });

  test('that was told to expire is taken anew', async () => {
    const { reading, source, asked } = manual();
    const first = reading.shared();
    asked[0]?.resolve(1);
    await first;
    reading.expire();
    void reading.shared();
    expect(source).toHaveBeenCalledTimes(2);
  });
});

describe('a fresh reading', () => {
  test('is taken at once, and shared from then on', async () => {
    const { reading, source, asked } = manual();
    void reading.shared();
    asked[0]?.resolve(1);
    await settle();
    const fresh = reading.fresh();
    asked[1]?.resolve(2);
    expect(await fresh).toBe(2);
    expect(await reading.shared()).toBe(2);
    expect(source).toHaveBeenCalledTimes(2);
  });

  test('follows one that runs, which may have looked too early; all who ask meanwhile share it', async () => {
    const { reading, source, asked } = manual();
    const early = reading.shared();
    const fresh = Array.from({ length: 100 }, () => reading.fresh());
    asked[0]?.resolve(1);
    expect(await early).toBe(1);
    await settle();
    asked[1]?.resolve(2);
    expect(await Promise.all(fresh)).toEqual(fresh.map(() => 2));
    expect(source).toHaveBeenCalledTimes(2);
  });

  test('rejects where the source fails, and follows one that failed', async () => {
    const { reading, asked } = manual();
    const failed = outcome(reading.fresh());
    const next = outcome(reading.fresh());
    const down = new Error('down');
    asked[0]?.reject(down);
    await settle();
    expect(failed.error).toBe(down);
    asked[1]?.resolve(2);
    await settle();
    expect(next.value).toBe(2);
  });

  test('rejects without asking while an earlier one has not answered', async () => {
    const { reading, source } = manual();
    const first = outcome(reading.fresh());
    const next = outcome(reading.fresh());
    await vi.advanceTimersByTimeAsync(limit);
    expect(String(first.error)).toContain('no answer within 2000 ms');
    expect(String(next.error)).toContain('no answer within 2000 ms');
    const later = outcome(reading.fresh());
    await settle();
    expect(String(later.error)).toContain('no answer within 2000 ms');
    expect(source).toHaveBeenCalledTimes(1);
  });
});

describe('a failure', () => {
  const again = async (reading: Reading<number>, answer: () => void) => {
    await vi.advanceTimersByTimeAsync(every);
    const shared = reading.shared();
    answer();
    await shared;
  };

  test('is told once, and again after it worked in between', async () => {
    const { reading, asked } = manual();
    await again(reading, () => asked[0]?.reject(new Error('down')));
    await again(reading, () => asked[1]?.reject(new Error('down')));
    await again(reading, () => asked[2]?.reject(new TypeError('still')));
    expect(warn).toHaveBeenCalledTimes(1);
    await again(reading, () => asked[3]?.resolve(1));
    await again(reading, () => asked[4]?.reject(new Error('down')));
    expect(warn).toHaveBeenCalledTimes(2);
    expect(warn.mock.calls[0]?.[0]).toMatch(/^partner-otel: reading source \d+ failed, and changed nothing/);
  });

  test('to answer in time is told, and a late answer is no recovery', async () => {
    const { reading, asked } = manual();
    for (let round = 0; round < 3; round += 1) {
      void reading.shared();
      await vi.advanceTimersByTimeAsync(every);
      asked[round]?.resolve(1);
      await settle();
    }
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain('no answer within 2000 ms');
  });

  test('shows with its time until the source works again', async () => {
    const { reading, asked } = manual();
    expect(reading.failure).toBeUndefined();
    const down = new Error('down');
    await again(reading, () => asked[0]?.reject(down));
    expect(reading.failure).toEqual({ error: down, at: Date.now() });
    await again(reading, () => asked[1]?.resolve(1));
    expect(reading.failure).toBeUndefined();
  });

  test('is no unhandled rejection', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const { reading, asked } = manual();
    void reading.shared();
    asked[0]?.reject(new Error('down'));
    await settle();
    vi.useRealTimers();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

test('a source is read outside of whoever asks, and makes no spans', async () => {
  const source = () => {
    const active = trace.getSpan(context.active());
    trace.getTracer('redis').startSpan('LLEN').end();
    return active === undefined;
  };
  const reading = new Reading({ of: 'a queue', source, every, limit });
  const outside = await trace.getTracer('app').startActiveSpan('request', async (span) => {
    const value = await reading.shared();
    span.end();
    return value;
  });
  expect(outside).toBe(true);
  expect(telemetry.spans().map(({ name }) => name)).toEqual(['request']);
});

test('its timer keeps no process alive', () => {
  vi.useRealTimers();
  const set = vi.spyOn(globalThis, 'setTimeout');
  void new Reading({ of: 'a queue that hangs', source: () => new Promise(() => {}), every, limit }).shared();
  expect(set.mock.results[0]?.value.hasRef()).toBe(false);
});
