import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { selfSigned } from '../outcome/self-signed.ts';
import { OtlpServer } from '../support/otlp-server.ts';
import { runProgram } from '../support/program.ts';
import type { Ended } from '../support/program.ts';
import { systems } from './programs.ts';

const api = { '@opentelemetry/api': '* as api' };
const register = ['--import', 'partner-otel/register'];
/** A preload that does nothing: Node's own frames are then the same. */
const preload = ['--import', 'data:text/javascript,'];

/** One of each, written in the tick in which the process ends. */
const write = `
api.trace.getTracer('test').startSpan('work').end();
api.logs.getLogger('test').emit({ body: 'a record' });
api.metrics.getMeter('test').createCounter('jobs').add(2);
api.metrics.getMeter('test').createObservableGauge('depth').addCallback((result) => result.observe(7));
`;

/** Ways to end that wait for nothing; what they print and give is compared with the same program without us. */
const ends = {
  'an error that nobody catches': `throw Object.assign(new Error('boom'), { code: 'EBOOM' });`,
  'a thrown value that is no error': `setTimeout(() => { throw { no: 'error' }; });`,
  'a rejection that nobody handles': `void Promise.reject(new Error('rejected'));`,
  'a rejection without an error': `void Promise.reject(undefined);`,
  'process.exit': `process.exit(4);`,
  'process.exit in a handler of uncaught errors': `
    process.on('uncaughtException', (error, origin) => { console.log('caught', origin); process.exit(5); });
    throw new Error('boom');`,
  'a handler of uncaught errors that goes on': `
    process.on('uncaughtException', (error) => { console.log('caught', error.message); });
    setTimeout(() => console.log('later'), 10);
    throw new Error('boom');`,
  'handlers of exit and beforeExit, in their order': `
    process.on('beforeExit', () => console.log('before 1'));
    process.once('beforeExit', () => setTimeout(() => console.log('more'), 5));
    process.on('exit', (code) => { console.log('exit 1', code); process.exitCode = 9; });
    process.prependListener('exit', (code) => console.log('exit 0', code));`,
  'a promise that never settles': `await new Promise(() => {});`,
};

const cases = Object.keys(ends).flatMap((name) =>
  systems.map((system) => [name as keyof typeof ends, system] as const),
);

test.concurrent.for(cases)(
  '%s: everything leaves, and the end is what it was, %s',
  async ([name, system], { expect }) => {
    await using otlp = await OtlpServer.start();
    const program = {
      system,
      imports: api,
      body: `${write}${ends[name]}`,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
    };
    const [bare, ours] = await Promise.all([
      runProgram({ ...program, args: preload }).ended,
      runProgram({ ...program, args: register }).ended,
    ]);
    expect(withoutStartLine(ours)).toEqual(bare);
    expect(otlp.spans.map((span) => span.name)).toEqual(['work']);
    expect(otlp.logs.map(({ body }) => body)).toEqual(['a record']);
    expect(otlp.history('jobs').at(-1)).toEqual([{ attributes: {}, value: 2 }]);
    expect(otlp.history('depth').flat().at(-1)).toEqual({ attributes: {}, value: 7 });
  },
);

test.concurrent('what a handler of beforeExit adds after our flush leaves as well', async () => {
  await using otlp = await OtlpServer.start();
  const body = `
    process.once('beforeExit', () => setTimeout(() => { ${write} }, 50));
    api.trace.getTracer('test').startSpan('before').end();`;
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url };
  const ended = await runProgram({ system: 'cjs', imports: api, body, env, args: register }).ended;
  expect(ended).toMatchObject({ code: 0, signal: null });
  expect(otlp.spans.map(({ name }) => name).sort()).toEqual(['before', 'work']);
  expect(otlp.logs).toHaveLength(1);
});

const many = 10_000;
const burst = `
for (let index = 0; index < ${many}; index += 1) {
  api.trace.getTracer('test').startSpan('work').end();
  api.logs.getLogger('test').emit({ body: 'a record', attributes: { index } });
}`;

// One after another: each has no more than its 2 s.
test.for([
  ['by itself', ''],
  ['by process.exit', 'process.exit(0);'],
  ['by an error', `throw new Error('boom');`],
  ['by SIGTERM', `process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);`],
] as const)(
  'ten thousand spans and records written at once arrive, each once, when the process ends %s',
  async ([, end], { expect }) => {
    await using otlp = await OtlpServer.start();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url };
    await runProgram({ system: 'esm', imports: api, body: burst + end, env, args: register }).ended;
    expect(otlp.spans).toHaveLength(many);
    expect(new Set(otlp.spans.map(({ spanId }) => spanId)).size).toBe(many);
    expect(otlp.logs).toHaveLength(many);
    expect(new Set(otlp.logs.map(({ attributes }) => attributes['index'])).size).toBe(many);
  },
);

test.concurrent('headers, compression and JSON are those of the exporters, whoever sends', async () => {
  await using otlp = await OtlpServer.start();
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc',
    OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'x-tenant=farm',
  };
  const body = `${write}process.exit(0);`;
  await runProgram({ system: 'cjs', imports: api, body, env, args: register }).ended;
  const seen = otlp.requests.map(({ path, contentType, gzip, headers }) => ({
    path,
    contentType,
    gzip,
    authorization: headers['authorization'],
    tenant: headers['x-tenant'],
  }));
  const all = { contentType: 'application/json', gzip: true, authorization: 'Bearer abc' };
  expect(seen.sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
    { ...all, path: '/v1/logs', tenant: 'farm' },
    { ...all, path: '/v1/metrics', tenant: undefined },
    { ...all, path: '/v1/traces', tenant: undefined },
  ]);
});

test.concurrent.each([
  { of: '', certified: { traces: true, metrics: true, logs: true } },
  { of: 'TRACES_', certified: { traces: true, metrics: false, logs: false } },
])('the certificates of OTEL_EXPORTER_OTLP_$of* are shown, whoever sends', async ({ of, certified }) => {
  await using otlp = await OtlpServer.start(selfSigned);
  const folder = await mkdtemp(join(tmpdir(), 'partner-otel-certificates-'));
  await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
  await writeFile(join(folder, 'cert.pem'), selfSigned.cert);
  await writeFile(join(folder, 'key.pem'), selfSigned.key);
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
    OTEL_EXPORTER_OTLP_CERTIFICATE: join(folder, 'cert.pem'),
    [`OTEL_EXPORTER_OTLP_${of}CLIENT_CERTIFICATE`]: join(folder, 'cert.pem'),
    [`OTEL_EXPORTER_OTLP_${of}CLIENT_KEY`]: join(folder, 'key.pem'),
  };
  await runProgram({ system: 'cjs', imports: api, body: `${write}process.exit(0);`, env, args: register }).ended;
  expect(otlp.requests).toHaveLength(3);
  const shown = otlp.requests.map((request) => [request.path.replace('/v1/', ''), request.certified]);
  expect(Object.fromEntries(shown)).toEqual(certified);
});

test.concurrent('work that is open at a stop ends as cancelled', async () => {
  await using otlp = await OtlpServer.start();
  const body = `
    const client = instrumentPartner({ pull: () => new Promise(() => {}) }, { partner: 'satloc' });
    client.pull();
    const sync = instrumentSync(() => new Promise((resolve) => setTimeout(resolve, 60_000)), { partner: 'satloc', operation: 'jobs' });
    sync();
    process.kill(process.pid, 'SIGTERM');`;
  const ended = await runProgram({
    system: 'esm',
    imports: { 'partner-otel': '{ instrumentPartner, instrumentSync }' },
    body,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
    args: register,
  }).ended;
  expect(ended).toMatchObject({ code: null, signal: 'SIGTERM' });
  expect(otlp.span('sync jobs')?.attributes['status']).toBe('cancelled');
});

function withoutStartLine(ended: Ended): Ended {
  return { ...ended, stderr: ended.stderr.replace(/^\[otel\] partner-otel: telemetry started: .*\n/, '') };
}
