import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root: string = join(import.meta.dirname, '../../..');

/** What git knows, paths with slashes from the root; every file of the tree where it is no clone or git is missing. */
export const tracked: readonly string[] = list(['ls-files', '-z']);

/** The same with what is yet to be added, so that a check speaks before the commit. */
export const present: readonly string[] = list(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);

export const sources: readonly string[] = present.filter((file) => file.startsWith('src/') && file.endsWith('.ts'));

export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

interface PackageJson {
  readonly version: string;
  readonly exports: Record<string, unknown>;
  readonly scripts: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

export const packageJson: PackageJson = JSON.parse(read('package.json'));

export interface Door {
  /** `partner-otel`, `partner-otel/sdk`, ... */
  readonly name: string;
  /** `.`, `./sdk`, ... as in the `exports` of package.json. */
  readonly subpath: string;
  readonly source: string;
}

/** The public doors: what package.json exports, and the source behind each. */
export const doors: readonly Door[] = Object.keys(packageJson.exports)
  .filter((subpath) => subpath !== './package.json')
  .map((subpath) => {
    const room = subpath.slice(2);
    const file = [`src/${room}/index.ts`, `src/sdk/${room}.ts`].find((one) => present.includes(one));
    return {
      name: room === '' ? 'partner-otel' : `partner-otel/${room}`,
      subpath,
      source: room === '' ? 'src/index.ts' : (file ?? `src/${room}/index.ts`),
    };
  });

function list(command: string[]): string[] {
  let files: string[];
  try {
    files = execFileSync('git', command, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split(
      '\0',
    );
  } catch {
    files = walk('');
  }
  return files.filter((file) => file !== '' && existsSync(join(root, file))).sort();
}

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', '.git'].includes(entry.name)) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? walk(path) : [path];
  });
}
