import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** A folder in which the 2.x line is installed, once a lock file, outside the clone. */
function applicationOfLine2(): string {
  const source = join(import.meta.dirname, 'line-2');
  const lock = readFileSync(join(source, 'package-lock.json'));
  const key = createHash('sha256').update(lock).digest('hex').slice(0, 16);
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'partner-otel', `line-2-${key}`);
  if (!existsSync(join(folder, 'node_modules/.package-lock.json'))) {
    mkdirSync(folder, { recursive: true });
    cpSync(source, folder, { recursive: true });
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'pipe' });
  }
  return folder;
}

/** Runs the scenario against the built package, laid beside the SDK of the folder. */
function run(folder: string): Record<string, unknown> {
  const scratch = mkdtempSync(join(folder, 'run-'));
  try {
    const installed = join(scratch, 'node_modules/partner-otel');
    cpSync(join(root, 'dist'), join(installed, 'dist'), { recursive: true });
    cpSync(join(root, 'package.json'), join(installed, 'package.json'));
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
  ['2.x', applicationOfLine2],
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
      gaugesBefore: 1,
      gaugesAfter: 0,
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
