import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { activeRun, controls, instrumentStage } from '../../src/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
afterEach(telemetry.reset);
afterAll(telemetry.stop);

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  return 'nothing thrown';
}

describe('a mistake in the options is told at set-up', () => {
  test.each([
    ['an unknown option', { stage: 'parse', que: 'uploads' }],
    ['no name', {}],
    ['an empty name', { stage: '' }],
    ['a queue that is no name', { stage: 'parse', queue: 7 }],
    ['a relation that does not exist', { stage: 'parse', relation: 'child' }],
    ['a carrier that is no function', { stage: 'parse', carrier: {} }],
    ['an interval that is no duration', { stage: 'parse', expectedInterval: '1h' }],
  ])('%s', (_what, options) => {
    expect(messageOf(() => instrumentStage(() => 1, options as never))).toMatchSnapshot();
  });

  test('more than 200 stages', () => {
    const all = Array.from({ length: 200 }, (_, index) => instrumentStage(() => index, { stage: `stage-${index}` }));
    expect(messageOf(() => instrumentStage(() => 1, { stage: 'one-too-many' }))).toMatchSnapshot();
    expect(instrumentStage(() => 1, { stage: 'stage-7' })()).toBe(1);
    controls(all[0] as object).dispose();
    all.push(instrumentStage(() => 1, { stage: 'one-too-many' }));
    for (const stage of all) controls(stage).dispose();
  });
});

test('a stage wrapped again is given back, and refused as another', () => {
  const parse = instrumentStage(() => 1, { stage: 'parse' });
  expect(instrumentStage(parse, { stage: 'parse' })).toBe(parse);
  expect(() => instrumentStage(parse, { stage: 'store' })).toThrow(/not stage 'parse' already/);
});

describe('at run time nothing reaches the caller, and the run is counted', () => {
  const broken = (): never => {
    throw new Error('hook');
  };

  test.each([
    ['a picker that throws', { records: broken }],
    ['a picker that gives no counts', { records: () => ({ in: -1, out: Number.NaN, dropped: 'some' }) }],
    ['a picker that gives nothing', { records: () => undefined }],
    ['a carrier that throws', { carrier: broken }],
  ])('%s', async (_what, options) => {
    const parse = instrumentStage<() => Promise<string>>(async () => 'fine', { stage: 'parse', ...options } as never);
    await expect(parse()).resolves.toBe('fine');
    await expect(telemetry).toHaveMetric('data_processing.runs', { stage: 'parse', status: 'success' }, 1);
    await expect(telemetry).not.toHaveMetric('data_processing.records', { stage: 'parse' });
    controls(parse).dispose();
  });

  test('counts that are none are left out', async () => {
    const parse = instrumentStage(
      () => {
        const run = activeRun();
        for (const count of [-1, Number.NaN, 0.5]) {
          run.in(count);
          run.out(count);
          run.dropped(count);
          run.failed(count);
        }
        run.in(1);
      },
      { stage: 'parse' },
    );
    parse();
    expect(await telemetry.table('data_processing.records')).toBe(
      'data_processing.records{direction="in", stage="parse"} 1',
    );
    controls(parse).dispose();
  });
});
