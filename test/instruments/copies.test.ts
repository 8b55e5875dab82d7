import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test('two copies of the package share one registry', () => {
  const other = mkdtempSync(join(root, 'node_modules/.partner-otel-copy-'));
  try {
    cpSync(join(root, 'dist'), other, { recursive: true });
    const doors = [join(root, 'dist/index.mjs'), join(other, 'index.mjs')].map((path) => pathToFileURL(path).href);
    const program = join(import.meta.dirname, 'copies.ts');
    const output = execFileSync(process.execPath, [program, ...doors], { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual({ copies: true, givenBack: true, unwrapped: true, points: [2], errors: 0 });
  } finally {
    rmSync(other, { recursive: true });
  }
});
