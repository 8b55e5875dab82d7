import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('100,000 more clients of one partner, made and dropped, leave heap and series flat', { timeout: 120_000 }, () => {
  const program = join(import.meta.dirname, 'memory.ts');
  const output = execFileSync(process.execPath, ['--expose-gc', program], { encoding: 'utf8' });
  const { grown, series } = JSON.parse(output) as { grown: number; series: number };
  // 10 bytes a client would be a megabyte.
  expect(grown).toBeLessThan(1_000_000);
  expect(series).toBe(0);
});
