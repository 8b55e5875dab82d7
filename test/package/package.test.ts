import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { OtlpServer } from '../support/otlp-server.ts';
import { nodes, runProgram } from '../support/program.ts';
import type { ModuleSystem, NodeVersion } from '../support/program.ts';
import { install, listDependencies, makeFolder, pack, removeFolder, tool } from './installed.ts';
import type { Tarball } from './installed.ts';

const versions = Object.keys(nodes).map((version) => Number(version) as NodeVersion);
const doors = Object.keys(manifest.exports).filter((door) => !door.endsWith('.json'));
// To be registered is to start, and to say so; test/sdk has it.
const names = doors.filter((door) => door !== './register').map((door) => door.replace('.', 'partner-otel'));

let place: string;
let tarball: Tarball;

beforeAll(async () => {
  place = await makeFolder();
  tarball = await pack(place);
}, 60_000);

afterAll(() => removeFolder(place));

describe('the tarball', () => {
  test('holds what the manifest promises and no sources or tests', () => {
    const promised = JSON.stringify([manifest.exports, manifest.typesVersions]).match(/\.\/dist\/[\w.-]+/g) ?? [];
    expect(tarball.files).toEqual(expect.arrayContaining(promised.map((path) => path.slice(2))));
    expect(tarball.files.filter((path) => /^(src|test|\.ci|examples)\b/.test(path))).toEqual([]);
    expect(tarball.files).toEqual(expect.arrayContaining(['LICENSE', 'package.json', 'dist/THIRD-PARTY-LICENSES']));
  });

  test('stays small', () => {
    console.log(`tarball: ${tarball.size} bytes, ${tarball.unpackedSize} unpacked, ${tarball.files.length} files`);
    expect(tarball.size).toBeLessThan(700_000);
  });

  test('publint finds nothing', async () => {
    const packed = new Uint8Array(await readFile(tarball.path));
    const { messages, pkg } = await publint({ pack: { tarball: packed.buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}, { color: false }))).toEqual([]);
  });

  test('are-the-types-wrong finds nothing, in any way of resolving', async () => {
    const out = await tool(place, '@arethetypeswrong/cli/dist/index.js', tarball.path, '--format', 'json');
    const { analysis } = JSON.parse(out) as { analysis: { problems: unknown[]; entrypoints: object } };
    expect(analysis.problems).toEqual([]);
    expect(Object.keys(analysis.entrypoints)).toEqual(expect.arrayContaining(doors));
  }, 60_000);

  test('names every bundled package with its licence', async () => {
    const folder = join(import.meta.dirname, '..', '..', 'dist');
    const licences = await readFile(join(folder, 'THIRD-PARTY-LICENSES'), 'utf8');
    expect(licences).toContain('@opentelemetry/sdk-node 0.301.0, Apache-2.0');
    expect(licences).not.toMatch(/^@grpc|^protobufjs/m);
  });
});

describe('installed in an empty folder', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await install(tarball, '@opentelemetry/api@1.10.0');
  }, 120_000);

  afterAll(() => removeFolder(folder));

  const run = (system: ModuleSystem, node: NodeVersion, body: string, imports = {}, env = {}) =>
    runProgram({ system, node, body, imports, env, cwd: folder, args: ['--trace-warnings'] }).ended;

  test('its dependencies are the API and two hooks, and fit together', async () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['import-in-the-middle', 'require-in-the-middle']);
    const tree = await listDependencies(folder);
    expect(tree.match(/@opentelemetry\/\S+/g)).toEqual(expect.arrayContaining(['@opentelemetry/api@1.10.0']));
    expect(tree).not.toMatch(/@opentelemetry\/(?!api@)/);
  });

  test.concurrent.for(versions)(
    'every door is one instance, imported and required, on Node %i',
    async (node, { expect }) => {
      const body = `
      for (const name of ${JSON.stringify(names)}) {
        const imported = await import(name);
        const required = createRequire(process.cwd() + '/x.js')(name);
        const keys = Object.keys(imported);
        console.log(name, keys.length > 0 && keys.every((key) => imported[key] === required[key]));
      }`;
      const imports = { 'node:module': '{ createRequire }' };
      for (const system of ['esm', 'cjs'] as const) {
        expect(await run(system, node, body, imports)).toEqual({
          code: 0,
          signal: null,
          stderr: '',
          stdout: names.map((name) => `${name} true\n`).join(''),
        });
      }
    },
  );

  // What Jest, older bundlers and resolvers that do not know `module-sync` get.
  test.concurrent('the CommonJS files work by themselves', async ({ expect }) => {
    const files = doors
      .filter((door) => door !== './register')
      .map((door) => manifest.exports[door as './sdk'].require.default);
    const body = `for (const file of ${JSON.stringify(files)})
      console.log(Object.keys(require('./node_modules/partner-otel/' + file)).length > 0);`;
    expect(await run('cjs', 24, body)).toMatchObject({ code: 0, stderr: '', stdout: 'true\n'.repeat(files.length) });
    await using otlp = await OtlpServer.start();
    const start = `require('./node_modules/partner-otel/dist/sdk.cjs').startTelemetry();
      require('@opentelemetry/api').trace.getTracer('test').startSpan('from cjs').end();`;
    expect(await run('cjs', 24, start, {}, { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url })).toMatchObject({ code: 0 });
    expect(otlp.span('from cjs')).toBeDefined();
  });

  test.concurrent.for(versions)('a wrapped client is seen by the SDK door, on Node %i', async (node, { expect }) => {
    for (const system of ['esm', 'cjs'] as const) {
      await using otlp = await OtlpServer.start();
      const body = `
        const client = instrumentPartner({ jobs: { upload: async () => 'done' } }, { partner: 'satloc' });
        startTelemetry({ serviceName: 'installed' });
        console.log(await client.jobs.upload());`;
      const imports = { 'partner-otel': '{ instrumentPartner }', 'partner-otel/sdk': '{ startTelemetry }' };
      const ended = await run(system, node, body, imports, { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url });
      expect(ended).toMatchObject({ code: 0, stdout: 'done\n' });
      expect(otlp.span('satloc jobs.upload')).toMatchObject({
        kind: 'client',
        resource: { 'service.name': 'installed' },
      });
      expect(otlp.history('partner.api.requests').flat()).toMatchObject([{ value: 1 }]);
    }
  });

  test.concurrent.for(versions)('register needs nothing else to be installed, on Node %i', async (node, { expect }) => {
    for (const system of ['esm', 'cjs'] as const) {
      for (const preload of ['--import', '--require']) {
        await using otlp = await OtlpServer.start();
        const ended = await runProgram({
          system,
          node,
          imports: { '@opentelemetry/api': '* as api' },
          body: `api.trace.getTracer('test').startSpan('registered').end();`,
          cwd: folder,
          args: ['--trace-warnings', preload, 'partner-otel/register'],
          env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
        }).ended;
        expect(ended).toMatchObject({ code: 0, stdout: '' });
        expect(ended.stderr.trim().split('\n')).toEqual([expect.stringContaining('telemetry started')]);
        expect(otlp.span('registered')?.resource['service.name']).toBe('application');
      }
    }
  });

  test('its types compile for both module systems, strictly', async () => {
    const source = `
      import { instrumentPartner } from 'partner-otel';
      import { startTelemetry } from 'partner-otel/sdk';
      import type { Telemetry } from 'partner-otel/sdk';
      import 'partner-otel/register';
      import { matchers, startTestTelemetry } from 'partner-otel/testing';
      const telemetry: Telemetry = startTelemetry({ serviceName: 'typed', instrumentations: [] });
      const client: { ping(): Promise<'pong'> } = instrumentPartner({ ping: async () => 'pong' as const }, { partner: 'satloc' });
      void [telemetry.flush(), client.ping(), matchers, startTestTelemetry];
      // @ts-expect-error -- no such option
      startTelemetry({ servicename: 'typed' });`;
    await Promise.all(['app.mts', 'app.cts'].map((file) => writeFile(join(folder, file), source)));
    const modules = join(import.meta.dirname, '..', '..', 'node_modules');
    await symlink(join(modules, '@types'), join(folder, 'node_modules', '@types'));
    // vitest is the user's; the testing door adds to its types.
    await mkdir(join(folder, 'node_modules', 'vitest'));
    await writeFile(
      join(folder, 'node_modules', 'vitest', 'index.d.ts'),
      'export interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> { of(value: T): R }',
    );
    const options = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--noEmit',
    ];
    await tool(folder, 'typescript/bin/tsc', ...options, '--types', 'node', 'app.mts', 'app.cts');
  }, 60_000);

  test('the root and testing doors need nothing but the API', async () => {
    for (const name of ['import-in-the-middle', 'require-in-the-middle']) {
      await rm(join(folder, 'node_modules', name), { recursive: true });
    }
    const imports = { 'partner-otel': '* as door', 'partner-otel/testing': '* as testing' };
    const ended = await run(
      'esm',
      24,
      `console.log(typeof door.instrumentPartner, Object.keys(testing).length > 0)`,
      imports,
    );
    expect(ended).toMatchObject({ code: 0, stderr: '', stdout: 'function true\n' });
  });
});

describe('installed beside @opentelemetry/api 1.9', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await install(tarball, '@opentelemetry/api@1.9.0');
  }, 120_000);

  afterAll(() => removeFolder(folder));

  test.for(['esm', 'cjs'] as const)(
    'the root works, the SDK door starts nothing and says the cure, %s',
    async (system) => {
      expect(await listDependencies(folder)).not.toContain('1.10');
      const imports = { 'partner-otel': '{ instrumentPartner }', 'partner-otel/sdk': '{ startTelemetry }' };
      const body = `
      const telemetry = startTelemetry();
      const client = instrumentPartner({ ping: async () => 'pong' }, { partner: 'satloc' });
      console.log(await client.ping());
      await telemetry.shutdown();`;
      const ended = await runProgram({ system, imports, body, cwd: folder }).ended;
      expect(ended).toMatchObject({ code: 0, stdout: 'pong\n' });
      expect(ended.stderr).toMatch(
        /^\[otel\] warning: .*nothing is started.*npm install @opentelemetry\/api@\^1\.10.*\n$/,
      );
    },
  );

  test.for(['--import', '--require'])('register is harmless and says the cure, %s', async (preload) => {
    const body = `console.log('runs');`;
    const args = [preload, 'partner-otel/register'];
    const ended = await runProgram({ system: 'esm', body, args, cwd: folder }).ended;
    expect(ended).toMatchObject({ code: 0, stdout: 'runs\n' });
    expect(ended.stderr).toMatch(
      /^\[otel\] warning: .*nothing is started.*npm install @opentelemetry\/api@\^1\.10.*\n$/,
    );
  });
});
