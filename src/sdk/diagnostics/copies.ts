import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';

interface Copy {
  readonly folder: string;
  readonly version: string;
}

/** A package of which the application has another copy than this package; undefined where both find the same one. */
export interface Copies {
  readonly ours: Copy;
  readonly theirs: Copy;
}

/** Compares what the application finds under a name with what this package finds. */
export function copiesOf(name: string, application: string): Copies | undefined {
  const ours = find(name, import.meta.url);
  const theirs = find(name, join(application, 'package.json'));
  if (ours === undefined || theirs === undefined || ours.folder === theirs.folder) return undefined;
  return { ours, theirs };
}

/** The version of the copy that this package has. */
export function versionOf(name: string): string | undefined {
  return find(name, import.meta.url)?.version;
}

function find(name: string, from: string): Copy | undefined {
  try {
    // By its main file: not every package shows its package.json.
    const main = createRequire(from).resolve(name);
    const inside = join('node_modules', name) + sep;
    const folder = main.slice(0, main.lastIndexOf(inside) + inside.length - 1);
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch {
    return undefined;
  }
}
