import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { metrics, prometheusName } from '../../src/signals/index.ts';

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const programs = [...readme.matchAll(/```ts run\n(.+?)```\n\n```text\n(.+?)```/gs)];

test('its programs print what it says', () => {
  expect(programs.length).toBeGreaterThan(0);
  for (const [, program = '', output] of programs) {
    const file = join(import.meta.dirname, `readme-${process.pid}.ts`);
    writeFileSync(file, program);
    try {
      expect(execFileSync(process.execPath, [file], { encoding: 'utf8' })).toBe(output);
    } finally {
      rmSync(file);
    }
  }
});

test('it runs by line 15 and has at most 300 lines', () => {
  const lines = readme.split('\n');
  expect(lines.length, 'move what is no manual elsewhere').toBeLessThanOrEqual(300);
  expect(lines.findIndex((line) => line.includes('await weather('))).toBeLessThan(15);
});

test('its table of metrics is the catalogue, without what is planned', () => {
  const rows = [...readme.matchAll(/^\| `([a-z_.]+\.[a-z_.]+)` \| `([a-z_]+)` \|/gm)].map(([, name, promql]) => [
    name,
    promql,
  ]);
  const emitted = Object.entries(metrics).filter(([, record]) => !('planned' in record));
  expect(rows).toEqual(emitted.map(([name, record]) => [name, prometheusName(name, record)]));
});
