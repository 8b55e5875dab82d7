import { readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** What the application's own package.json says of it. */
export interface Application {
  readonly name: string | undefined;
  readonly version: string | undefined;
}

/** Where the application is: its main script, or the working directory where that is a tool's, or no file. */
export function applicationFolder(): string {
  const script = process.argv[1];
  const isTool = script === undefined || script.split(sep).includes('node_modules');
  return isTool ? process.cwd() : dirname(script);
}

/** The nearest package.json that names something: one that only says `"type"` lies in many a build folder. */
export function application(): Application {
  for (let folder = applicationFolder(); ; folder = dirname(folder)) {
    const { name, version } = read(join(folder, 'package.json'));
    if (typeof name === 'string' && name !== '')
      return { name, version: typeof version === 'string' ? version : undefined };
    if (dirname(folder) === folder) return { name: undefined, version: undefined };
  }
}

function read(file: string): { readonly name?: unknown; readonly version?: unknown } {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof content === 'object' && content !== null ? content : {};
  } catch {
    return {};
  }
}
