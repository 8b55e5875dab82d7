import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type ModuleSystem = 'esm' | 'cjs';

export const nodes = { 22: 'node-22', 24: 'node', 26: 'node-26' } as const;
export type NodeVersion = keyof typeof nodes;

const root = join(import.meta.dirname, '..', '..');

/** The binary of a Node that is installed as a development dependency. */
export function nodeBinary(version: NodeVersion): string {
  return join(dirname(createRequire(import.meta.url).resolve(`${nodes[version]}/package.json`)), 'bin', 'node');
}

export interface ProgramOptions {
  /** Of the body. @default esm */
  readonly system?: ModuleSystem;
  /** What to import: `{ 'node:http': 'http' }`, or `'{ get }'` for names. */
  readonly imports?: Readonly<Record<string, string>>;
  /** The rest of the program. In CommonJS it stands in an async function, so `await` works in both. */
  readonly body?: string;
  /** A file to run instead of a body. */
  readonly file?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Where it runs, and from where its imports are resolved. @default this package, which finds itself by its name */
  readonly cwd?: string;
  readonly node?: NodeVersion;
  /** Options of Node. */
  readonly preloads?: readonly string[];
  /** The same; behind a file, the program's own. */
  readonly args?: readonly string[];
  /** A channel for `step`. */
  readonly ipc?: boolean;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly child: ChildProcess;
  /** Resolves when stdout holds the text. */
  said(text: string): Promise<void>;
  /** The same of stderr. */
  complained(text: string): Promise<void>;
  /** Sends a message and waits until the program sends the same back. */
  step(message: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** Runs a small program in a process of its own, with nothing of the OpenTelemetry variables of this one. */
export function runProgram({
  system = 'esm',
  imports = {},
  body = '',
  file,
  env = {},
  cwd = root,
  node = 24,
  preloads = [],
  args = [],
  ipc = false,
}: ProgramOptions): Program {
  const type = system === 'esm' ? 'module' : 'commonjs';
  const inherited = Object.entries(process.env).filter(([name]) => !/^(OTEL_|NODE_OPTIONS|VITEST)/.test(name));
  const program = file === undefined ? [`--input-type=${type}`, '--eval', source(system, imports, body)] : [];
  const command = file === undefined ? [...args, ...program] : [file, ...args];
  const child = spawn(nodeBinary(node), [...preloads, ...command], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const awaited = (stream: 'stdout' | 'stderr', text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = () => (stream === 'stdout' ? stdout : stderr).includes(text) && resolve();
      child[stream]?.on('data', look);
      look();
      void ended.then(() => reject(new Error(`the program ended without saying "${text}"\n${stdout}\n${stderr}`)));
    });
  const said = (text: string): Promise<void> => awaited('stdout', text);
  const complained = (text: string): Promise<void> => awaited('stderr', text);
  const step = (message: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const hear = (answer: unknown) => {
        if (answer !== message) return;
        child.off('message', hear);
        resolve();
      };
      child.on('message', hear);
      child.send(message);
      void ended.then((end) => reject(new Error(`the program ended at "${message}": ${JSON.stringify(end)}`)));
    });
  return { child, said, complained, step, ended };
}

function source(system: ModuleSystem, imports: Readonly<Record<string, string>>, body: string): string {
  const heads = Object.entries(imports).map(([from, what]) =>
    system === 'esm' ? `import ${what} from '${from}';` : `const ${what.replace('* as ', '')} = require('${from}');`,
  );
  return system === 'esm' ? [...heads, body].join('\n') : [...heads, `(async () => {\n${body}\n})();`].join('\n');
}
