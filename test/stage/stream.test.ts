import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { activeRun, controls, instrumentStage } from '../../src/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
afterEach(telemetry.reset);
afterAll(telemetry.stop);

const clean = instrumentStage(
  async function* clean(rows: AsyncIterable<number>) {
    for await (const row of rows) {
      if (row % 2 === 0) yield row * 10;
      else activeRun().dropped(1);
    }
  },
  { stage: 'clean' },
);
const sum = instrumentStage(
  async (rows: AsyncIterable<number>) => {
    let total = 0;
    for await (const row of rows) total += row;
    return total;
  },
  { stage: 'sum' },
);
afterAll(() => {
  controls(clean).dispose();
  controls(sum).dispose();
});

async function* count(to: number, pulled: number[] = []): AsyncGenerator<number> {
  for (let row = 1; row <= to; row += 1) {
    pulled.push(row);
    yield row;
  }
}

const records = async (stage: string) =>
  Object.fromEntries(
    (await telemetry.series('data_processing.records'))
      .filter(({ attributes }) => attributes['stage'] === stage)
      .map(({ attributes, value }) => [attributes['direction'], value]),
  );

describe('a stream through a stage', () => {
  test('is one run, and counts what goes in, comes out and is dropped', async () => {
    const out: number[] = [];
    for await (const row of clean(count(5))) out.push(row);
    expect(out).toEqual([20, 40]);
    expect(telemetry.tree()).toBe('process clean status=success');
    expect(await records('clean')).toEqual({ in: 5, out: 2, dropped: 3 });
  });

  test('is counted as it goes', async () => {
    const rows = clean(count(1_000));
    await rows.next();
    await rows.next();
    expect(await records('clean')).toEqual({ in: 4, out: 2, dropped: 2 });
    expect(telemetry.spans({ open: true })).toHaveLength(1);
    await rows.return(undefined);
    expect(telemetry.tree()).toBe('process clean status=success');
    await expect(telemetry).toHaveMetric('data_processing.runs', { stage: 'clean', status: 'success' }, 1);
  });

  test('is read at the pace of its reader: nothing is pulled ahead', async () => {
    const pulled: number[] = [];
    const rows = clean(count(1_000, pulled));
    expect(pulled).toEqual([]);
    await rows.next();
    await new Promise((wait) => setTimeout(wait, 10));
    expect(pulled).toEqual([1, 2]);
    await rows.return(undefined);
  });

  test('leaves its source when its reader leaves', async () => {
    let isClosed = false;
    async function* source(): AsyncGenerator<number> {
      try {
        yield* count(1_000);
      } finally {
        isClosed = true;
      }
    }
    for await (const _ of clean(source())) break;
    expect(isClosed).toBe(true);
  });

  test('goes through several stages, each with its run', async () => {
    await expect(sum(clean(count(10)))).resolves.toBe(300);
    expect(await records('clean')).toEqual({ in: 10, out: 5, dropped: 5 });
    expect(await records('sum')).toEqual({ in: 5 });
    expect(telemetry).toHaveTrace({ name: 'process sum', children: [{ name: 'process clean', children: [] }] });
  });

  test('counts for the stage that reads it, where two are given the same', async () => {
    const rows = { [Symbol.asyncIterator]: () => count(3) };
    const first = clean(rows);
    const total = await sum(rows);
    for await (const _ of first);
    expect(total).toBe(6);
    expect(await records('sum')).toEqual({ in: 3 });
    expect(await records('clean')).toEqual({ in: 3, out: 1, dropped: 2 });
  });

  test('that fails is a failed run, with the records so far', async () => {
    async function* source(): AsyncGenerator<number> {
      yield 2;
      throw new Error('connection lost');
    }
    const read = async () => {
      for await (const _ of clean(source()));
    };
    await expect(read()).rejects.toThrow('connection lost');
    expect(telemetry).toHaveSpan({ name: 'process clean', status: 'error', attributes: { status: 'failed' } });
    expect(await records('clean')).toEqual({ in: 1, out: 1 });
  });
});

describe('streams of Node', () => {
  test('go through a pipeline', async () => {
    const out: number[] = [];
    const sink = new Writable({ objectMode: true, write: (row: number, _encoding, done) => (out.push(row), done()) });
    await pipeline(Readable.from([1, 2, 3, 4]), clean, sink);
    expect(out).toEqual([20, 40]);
    expect(await records('clean')).toEqual({ in: 4, out: 2, dropped: 2 });
  });

  test('that a stage gives back are a run until they end', async () => {
    const double = instrumentStage((rows: Readable) => rows.map((row: number) => row * 2), { stage: 'double' });
    const rows = double(Readable.from([1, 2]));
    expect(rows).toBeInstanceOf(Readable);
    expect(telemetry.spans({ open: true })).toHaveLength(1);
    expect(await rows.toArray()).toEqual([2, 4]);
    await new Promise((wait) => setImmediate(wait));
    expect(telemetry.tree()).toBe('process double status=success');
    expect(await records('double')).toEqual({ in: 2 });
    controls(double).dispose();
  });
});

test('a sync generator counts what it gives', async () => {
  const split = instrumentStage(
    function* split(text: string) {
      yield* text.split(',');
    },
    { stage: 'split' },
  );
  expect([...split('a,b,c')]).toEqual(['a', 'b', 'c']);
  expect(await records('split')).toEqual({ out: 3 });
  controls(split).dispose();
});
