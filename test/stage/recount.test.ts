import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { activeRun, controls, instrumentStage } from '../../src/index.ts';
import { startTestTelemetry } from '../../src/testing/index.ts';

const telemetry = startTestTelemetry();
afterAll(telemetry.stop);

type Row = 'kept' | 'doubled' | 'dropped' | 'failed' | 'broken';

const sieve = instrumentStage(
  async function* sieve(rows: AsyncIterable<Row>) {
    for await (const row of rows) {
      if (row === 'broken') throw new Error('broken');
      if (row === 'dropped') activeRun().dropped(1);
      if (row === 'failed') activeRun().failed(1, 'bad row');
      if (row === 'kept' || row === 'doubled') yield row;
      if (row === 'doubled') yield row;
    }
  },
  { stage: 'sieve' },
);
afterAll(() => controls(sieve).dispose());

interface Reading {
  readonly rows: readonly Row[];
  /** Items after which its reader leaves. */
  readonly takes: number;
}

async function* stream(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

/** What a person would note down of one stream: records by direction, and how it ended. */
function recount({ rows, takes }: Reading) {
  const counts = { in: 0, out: 0, dropped: 0 };
  let failed = 0;
  for (const row of rows) {
    counts.in += 1;
    if (row === 'broken') return { ...counts, status: 'failed' };
    if (row === 'dropped' || row === 'failed') counts.dropped += 1;
    if (row === 'failed') failed += 1;
    for (let copy = 0; copy < (row === 'doubled' ? 2 : row === 'kept' ? 1 : 0); copy += 1) {
      counts.out += 1;
      if (counts.out === takes) return { ...counts, status: 'success' };
    }
  }
  const isFruitless = failed > 0 && counts.out === 0 && counts.in <= failed;
  return { ...counts, status: isFruitless ? 'failed' : 'success' };
}

async function read({ rows, takes }: Reading): Promise<readonly Row[]> {
  const seen: Row[] = [];
  try {
    for await (const row of sieve(stream(rows))) {
      seen.push(row);
      if (seen.length === takes) break;
    }
  } catch {
    // A broken row, which the recount knows of.
  }
  return seen;
}

const readings = fc.array(
  fc.record<Reading>({
    rows: fc.array(fc.constantFrom<Row>('kept', 'doubled', 'dropped', 'failed', 'broken'), { maxLength: 12 }),
    takes: fc.integer({ min: 1, max: 12 }),
  }),
  { minLength: 1, maxLength: 5 },
);

test('whatever streams run at once and wherever they end, the counts equal a plain recount', async () => {
  await fc.assert(
    fc.asyncProperty(readings, async (all) => {
      telemetry.reset();
      const seen = await Promise.all(all.map(read));
      const expected = all.map(recount);
      expect(seen.map(({ length }) => length)).toEqual(expected.map(({ out }) => out));
      const metric = async (name: string, attributes: Record<string, string>) =>
        (await telemetry.metric(name, attributes)) ?? 0;
      for (const direction of ['in', 'out', 'dropped'] as const) {
        const total = expected.reduce((sum, one) => sum + one[direction], 0);
        expect(await metric('data_processing.records', { stage: 'sieve', direction })).toBe(total);
      }
      for (const status of ['success', 'failed']) {
        const total = expected.filter((one) => one.status === status).length;
        expect(await metric('data_processing.runs', { stage: 'sieve', status })).toBe(total);
      }
      expect(telemetry.spans({ open: true })).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
