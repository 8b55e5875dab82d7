import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installedApplication, runFolder } from '../support/application.ts';

const root = join(import.meta.dirname, '../..');

/** Runs the scenario against the built package, laid beside the SDK of the folder. */
function run(folder: string): Record<string, unknown> {
  const scratch = runFolder(folder);
  try {
    const scenario = readFileSync(join(import.meta.dirname, 'scenario.ts'), 'utf8');
    writeFileSync(join(scratch, 'scenario.mjs'), stripTypeScriptTypes(scenario));
    const output = execFileSync(process.execPath, [join(scratch, 'scenario.mjs')], { encoding: 'utf8' });
    return JSON.parse(output) as Record<string, unknown>;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

describe.each([
  ['3.x', () => join(root, 'node_modules')],
  ['2.x', () => installedApplication(join(import.meta.dirname, 'line-2'))],
])('under the %s line of the SDK', (_line, folder) => {
  test('the order of wrapping and starting does not matter, and bounds hold', { timeout: 180_000 }, () => {
    expect(run(folder())).toEqual({
      neverCalled: [{ labels: { partner: 'never-called', objective: 'availability' }, value: 0.9 }],
      early: 1,
      late: 1,
      inFlightBefore: 1,
      secondAfterSwap: 1,
      slowAfterSwap: 1,
      inFlightAfter: 0,
      firstAfterSwap: 1,
      gaugesBefore: [0.9],
      // Under an SDK that may be unable to end it.
      gaugesAfter: [0],
      requestsAfter: 1,
      retired: [{ partner: 'retired' }],
      bounds: {
        total: 14_000,
        durations: 14_000,
        sets: expect.toSatisfy((sets: number) => sets <= 1_900),
        // The first 100 names, four of which were not called any more, and `other`.
        partners: 97,
        operations: 201,
        nameless: 0,
      },
    });
  });
});
