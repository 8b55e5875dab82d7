import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { nodeBinary } from './program.ts';

const root = join(import.meta.dirname, '../..');
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'partner-otel');

/** The folder where the application of a package.json and its lock file is installed: once a lock file, outside the clone. */
export function installedApplication(source: string): string {
  const lock = readFileSync(join(source, 'package-lock.json'));
  const key = createHash('sha256').update(lock).digest('hex').slice(0, 16);
  const folder = join(cache, `${basename(source)}-${key}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'installing-'));
  try {
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(source, file), join(fresh, file));
    const options = ['--no-audit', '--no-fund', '--prefer-offline', '--omit=optional', '--ignore-scripts'];
    const path = `${dirname(nodeBinary(24))}:${process.env['PATH'] ?? ''}`;
    execFileSync('npm', ['ci', ...options], { cwd: fresh, stdio: 'pipe', env: { ...process.env, PATH: path } });
    // Whole or not at all, whoever else installs the same meanwhile.
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** A folder to run in, inside an application's, with the built package laid beside what is installed there. */
export function runFolder(application: string): string {
  const scratch = mkdtempSync(join(application, 'run-'));
  layPackage(join(scratch, 'node_modules/partner-otel'));
  return scratch;
}

/** Copies the built package. */
export function layPackage(into: string): void {
  for (const part of ['dist', 'package.json']) cpSync(join(root, part), join(into, part), { recursive: true });
}
