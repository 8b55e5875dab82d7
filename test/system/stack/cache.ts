import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'partner-otel');

export function say(line: string): void {
  process.stderr.write(`test:system  ${line}\n`);
}

/** A folder outside the clone, made once under its name: whole or not at all, whoever else makes the same meanwhile. */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cache, name);
  if (existsSync(folder)) {
    say(`${name} is there`);
    return folder;
  }
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'making-'));
  const start = performance.now();
  try {
    await make(fresh);
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  say(`${name} made in ${((performance.now() - start) / 1_000).toFixed(1)} s`);
  return folder;
}
