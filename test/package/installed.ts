import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { nodeBinary } from '../support/program.ts';

const run = promisify(execFile);

export const root = join(import.meta.dirname, '..', '..');

export interface Tarball {
  readonly path: string;
  /** Bytes, packed and unpacked. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly string[];
}

/** npm and what it starts run on the development dependency's Node, whatever the machine has. */
async function npm(cwd: string, ...args: string[]): Promise<string> {
  const path = `${dirname(nodeBinary(24))}:${process.env['PATH'] ?? ''}`;
  const { stdout } = await run('npm', args, { cwd, env: { ...process.env, PATH: path }, maxBuffer: 2 ** 26 });
  return stdout;
}

export async function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'partner-otel-'));
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Packs what `npm publish` would. */
export async function pack(into: string): Promise<Tarball> {
  const out = await npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', into);
  const parsed = JSON.parse(out) as Record<string, Packed> | Packed[];
  const [packed] = Array.isArray(parsed) ? parsed : Object.values(parsed);
  if (packed === undefined) throw new Error(`npm pack said ${out}`);
  return { ...packed, path: join(into, packed.filename), files: packed.files.map(({ path }) => path) };
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** A new folder with an application of nothing but this package and what is named. */
export async function install(tarball: Tarball, ...others: string[]): Promise<string> {
  const folder = await makeFolder();
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'application', private: true }));
  await npm(
    folder,
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--omit=optional',
    tarball.path,
    ...others,
  );
  return folder;
}

/** Fails where dependencies do not fit together. */
export async function listDependencies(folder: string): Promise<string> {
  return npm(folder, 'ls', '--all');
}

/** Runs a tool of this repository's node_modules. */
export async function tool(cwd: string, script: string, ...args: string[]): Promise<string> {
  const file = join(root, 'node_modules', script);
  const { stdout } = await run(nodeBinary(24), [file, ...args], { cwd, maxBuffer: 2 ** 26 }).catch((error) => {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${script} failed\n${stdout}\n${stderr}`);
  });
  return stdout;
}
