import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { MongoServer } from '../support/mongo-server.ts';
import { OtlpServer } from '../support/otlp-server.ts';
import { nodeBinary, nodes, runProgram } from '../support/program.ts';
import type { ModuleSystem, NodeVersion } from '../support/program.ts';
import { server, systems } from './programs.ts';

const application = {
  'node:http': '* as http',
  '@opentelemetry/api': '* as api',
  mongoose: 'mongoose',
  winston: '{ createLogger, format, transports }',
};

const work = `
const logger = createLogger({ format: format.json(), transports: [new transports.Console()] });
${server}
const Thing = mongoose.model('Thing', new mongoose.Schema({ name: String }));
await mongoose.connect(process.env.MONGO_URL, { autoIndex: false, autoCreate: false });
await api.trace.getTracer('test').startActiveSpan('work', async (span) => {
  await httpGet('/by-http');
  await (await fetch(origin + '/by-fetch')).text();
  await Thing.findOne({ name: 'x' });
  await new Thing({ name: 'y' }).save();
  logger.info('a line');
  span.end();
});
await mongoose.disconnect();
close();
`;

interface Way {
  readonly system: ModuleSystem;
  readonly node: NodeVersion;
  /** `--import` and `--require` preload the register entry; `code` calls the function after everything was imported. */
  readonly by: '--import' | '--require' | 'code';
}

const ways: Way[] = systems.flatMap((system) =>
  Object.keys(nodes).flatMap((version) =>
    (['--import', '--require', 'code'] as const).map((by) => ({ system, node: Number(version) as NodeVersion, by })),
  ),
);

test.concurrent.for(ways)(
  'each call is one span, each line has its ids, $system on Node $node by $by',
  async ({ system, node, by }, { expect }) => {
    await using mongo = await MongoServer.start();
    await using otlp = await OtlpServer.start();
    const ended = await runProgram({
      system,
      node,
      args: by === 'code' ? [] : [by, 'partner-otel/register'],
      imports: by === 'code' ? { ...application, 'partner-otel/sdk': '{ startTelemetry }' } : application,
      body: by === 'code' ? `startTelemetry();${work}` : work,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url, MONGO_URL: mongo.url },
    }).ended;
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(ended.stderr).toBe(
      `[otel] partner-otel: telemetry started: traces, metrics, logs to ${otlp.url} by http/protobuf; ` +
        'instrumented: http, undici, mongoose, winston, runtime, host\n',
    );

    const parent = otlp.span('work');
    const children = otlp.spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId);
    expect(children.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'client GET',
      'client GET',
      'client findOne things',
      'client save things',
    ]);
    // With those that served the two requests.
    expect(otlp.spans).toHaveLength(7);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      message: 'a line',
      trace_id: parent?.traceId,
      span_id: parent?.spanId,
    });
    // The line itself leaves by `partner-otel/logging`, and must not leave by two ways.
    expect(otlp.logs).toEqual([]);
  },
);

test.concurrent('what the process and its host do is told by the standard names, and by nobody twice', async () => {
  await using otlp = await OtlpServer.start();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url };
  const args = ['--import', 'partner-otel/register'];
  const ended = await runProgram({ system: 'esm', args, body: 'setTimeout(() => {}, 20)', env }).ended;
  expect(ended.code).toBe(0);
  const [told = []] = otlp.metricExports;
  const names = told.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'process.uptime',
      'process.cpu.time',
      'process.memory.usage',
      'system.cpu.utilization',
      'system.memory.usage',
      'nodejs.eventloop.utilization',
      'v8js.memory.heap.used',
    ]),
  );
  expect(names).toHaveLength(new Set(names).size);
  expect(told.find(({ name }) => name === 'process.uptime')).toMatchObject({ unit: 's', kind: 'gauge' });
});

test.concurrent.for(['-e', '-p'])('a program on the command line runs as without, %s', async (flag) => {
  await using otlp = await OtlpServer.start();
  const { stdout } = await promisify(execFile)(
    nodeBinary(24),
    [
      '--require',
      'partner-otel/register',
      flag,
      'console.log(typeof fs.readFileSync, typeof require("winston").format)',
    ],
    { cwd: join(import.meta.dirname, '../..'), env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url } },
  );
  expect(stdout).toMatch(/^function function\n/);
});

test.concurrent('a worker thread tells of itself and not of the host again', async () => {
  await using otlp = await OtlpServer.start();
  // Node runs the preloads of a worker for a file, and not for a text.
  const file = JSON.stringify(join(import.meta.dirname, 'worker.cjs'));
  const body = `new Worker(${file}, { execArgv: ['--import', 'partner-otel/register'] });`;
  const ended = await runProgram({
    system: 'esm',
    args: ['--import', 'partner-otel/register'],
    imports: { 'node:worker_threads': '{ Worker }' },
    body,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
  }).ended;
  expect(ended.code).toBe(0);
  expect(otlp.spans.map(({ name }) => name)).toEqual(['in the worker']);
  expect(otlp.history('system.memory.usage').filter((points) => points.length > 0)).toHaveLength(1);
});
