import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { doors, root } from './reading/files.ts';
import { foreignOf } from './floors.ts';

// Resolves every import and require of the child as it happens; what is listed was really loaded.
const spy = `
  import { registerHooks } from 'node:module';
  const loaded = new Set();
  registerHooks({ load(url, context, next) { loaded.add(url); return next(url, context); } });
  process.on('exit', () => console.log(JSON.stringify([...loaded])));
`;

const loads = {
  imported: (name: string) => `await import(${JSON.stringify(name)});`,
  required: (name: string) => `(await import('node:module')).createRequire(import.meta.url)(${JSON.stringify(name)});`,
};

// To load register is to start.
describe.each(doors.filter(({ subpath }) => subpath !== './register'))('$name', ({ name, subpath }) => {
  beforeAll(() => {
    const built = join(root, 'dist', subpath === '.' ? 'index.mjs' : `${subpath.slice(2)}.mjs`);
    if (!existsSync(built)) throw new Error(`${built} is missing: run \`npm run build\` first`);
  });

  test.each(['imported', 'required'] as const)('loads only what its floor may load when %s', (way) => {
    const { imports } = foreignOf(subpath === '.' ? 'signals' : subpath.slice(2));
    const packages = packagesLoaded(loads[way](name)).filter((one) => !imports.some((pattern) => pattern.test(one)));
    expect(packages, `${name} loads these when ${way}: load them late, by \`await import()\`, or hand them in`).toEqual(
      [],
    );
  });
});

test('the root door loads @opentelemetry/api, builtins of Node and itself', () => {
  expect(packagesLoaded(loads.imported('partner-otel'))).toEqual(['@opentelemetry/api']);
});

function packagesLoaded(statement: string): string[] {
  const code = `${spy}\n${statement}`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    encoding: 'utf8',
  });
  const urls: string[] = JSON.parse(output.trim().split('\n').at(-1) ?? '[]');
  const packages = urls
    .filter((url) => url.startsWith('file:') && url.includes('/node_modules/'))
    .map((url) => url.slice(url.lastIndexOf('/node_modules/') + '/node_modules/'.length).split('/'))
    .map(([first = '', second = '']) => (first.startsWith('@') ? `${first}/${second}` : first));
  return [...new Set(packages)].sort();
}
