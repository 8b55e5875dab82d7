import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OtlpServer } from '../support/otlp-server.ts';
import { runProgram } from '../support/program.ts';

/** An application with its own package.json, and a build folder with one that only says `type`. */
let application: string;

const root = join(import.meta.dirname, '../..');

beforeAll(async () => {
  application = await mkdtemp(join(tmpdir(), 'partner-otel-application-'));
  await mkdir(join(application, 'build'));
  await mkdir(join(application, 'node_modules', '@opentelemetry'), { recursive: true });
  await symlink(root, join(application, 'node_modules', 'partner-otel'));
  await symlink(join(root, 'node_modules/@opentelemetry/api'), join(application, 'node_modules/@opentelemetry/api'));
  await writeFile(join(application, 'package.json'), JSON.stringify({ name: 'farm-backend', version: '4.5.6' }));
  await writeFile(join(application, 'build', 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(
    join(application, 'build', 'main.js'),
    `import { trace } from '@opentelemetry/api'; trace.getTracer('test').startSpan('work').end();`,
  );
});

afterAll(() => rm(application, { recursive: true, force: true }));

async function resourceOf(env: Record<string, string>, ...args: string[]): Promise<Record<string, unknown>> {
  await using otlp = await OtlpServer.start();
  const ended = await runProgram({
    file: join(application, 'build', 'main.js'),
    preloads: ['--import', 'partner-otel/register'],
    args,
    cwd: application,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url, ...env },
  }).ended;
  expect(ended).toMatchObject({ code: 0, stdout: '' });
  return otlp.span('work')?.resource ?? {};
}

test.concurrent("the application's package.json gives name and version; instance, process and host are found", async () => {
  expect(await resourceOf({})).toMatchObject({
    'service.name': 'farm-backend',
    'service.version': '4.5.6',
    'service.instance.id': expect.stringMatching(/^[\da-f-]{36}$/),
    'process.pid': expect.any(Number),
    'process.runtime.name': 'nodejs',
    'host.name': expect.any(String),
    'telemetry.sdk.language': 'nodejs',
  });
});

test.concurrent('variables stand over package.json', async () => {
  const attributes = 'service.version=9,deployment.environment.name=test';
  expect(await resourceOf({ OTEL_SERVICE_NAME: 'named', OTEL_RESOURCE_ATTRIBUTES: attributes })).toMatchObject({
    'service.name': 'named',
    'service.version': '9',
    'deployment.environment.name': 'test',
  });
});

test.concurrent('without detection nothing is read', async () => {
  expect(await resourceOf({ OTEL_NODE_RESOURCE_DETECTORS: 'none' })).toEqual({
    'service.name': expect.stringMatching(/^unknown_service/),
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.version': expect.any(String),
  });
});

test.concurrent('secrets on the command line do not leave', async () => {
  const args = ['--password', 'hunter2', '--api-key=abc123', 'mongodb://user:pass@db/test', '--port', '80'];
  const resource = await resourceOf({}, ...args);
  expect(resource['process.command_args']).toEqual(
    expect.arrayContaining(['--password', 'REDACTED', '--api-key=REDACTED', '--port', '80']),
  );
  expect(JSON.stringify(resource)).not.toMatch(/hunter2|abc123|user:pass/);
});
