import { expect, test } from 'vitest';
import { OtlpServer } from '../support/otlp-server.ts';
import { nodes, runProgram } from '../support/program.ts';
import type { NodeVersion } from '../support/program.ts';
import { imports, server, systems } from './programs.ts';

const body = `
const telemetry = startTelemetry({ serviceName: 'farm-backend' });
${server}
const tracer = api.trace.getTracer('test');
await tracer.startActiveSpan('work', async (span) => {
  await httpGet('/by-http');
  await (await fetch(origin + '/by-fetch')).text();
  api.logs.getLogger('test').emit({ severityText: 'WARN', body: 'something happened', eventName: 'test.event' });
  span.end();
});
const meter = api.metrics.getMeter('test');
meter.createCounter('jobs').add(3, { partner: 'satloc' });
meter.createHistogram('wait', { unit: 's' }).record(0.5);
meter.createObservableGauge('depth').addCallback((result) => result.observe(7));
close();
`;

const combinations = systems.flatMap((system) =>
  Object.keys(nodes).map((version) => [system, Number(version) as NodeVersion] as const),
);

test.concurrent.for(combinations)('what a program does arrives, %s on Node %i', async ([system, node], { expect }) => {
  await using otlp = await OtlpServer.start();
  const program = runProgram({ system, node, imports, body, env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url } });
  const ended = await program.ended;
  expect(ended).toMatchObject({ code: 0, signal: null, stdout: '' });
  expect(ended.stderr.trim().split('\n')).toEqual([
    expect.stringContaining(`telemetry started: traces, metrics, logs to ${otlp.url} by http/protobuf; `),
  ]);

  const work = otlp.span('work');
  const children = otlp.spans.filter(({ parentSpanId }) => parentSpanId === work?.spanId);
  expect(children.map(({ kind, attributes }) => [kind, attributes['url.full']])).toEqual([
    ['client', expect.stringMatching(/by-http$/)],
    ['client', expect.stringMatching(/by-fetch$/)],
  ]);
  const served = otlp.spans.filter(({ kind }) => kind === 'server');
  expect(served.map(({ parentSpanId }) => parentSpanId).sort()).toEqual(children.map(({ spanId }) => spanId).sort());
  expect(otlp.spans.every(({ resource }) => resource['service.name'] === 'farm-backend')).toBe(true);
  expect(otlp.spans).toHaveLength(5);

  expect(otlp.logs).toEqual([
    expect.objectContaining({
      body: 'something happened',
      severity: 'WARN',
      eventName: 'test.event',
      traceId: work?.traceId,
      spanId: work?.spanId,
    }),
  ]);
  expect(otlp.history('jobs')).toEqual([[{ attributes: { partner: 'satloc' }, value: 3 }]]);
  expect(otlp.history('wait')).toEqual([[{ attributes: {}, value: 0.5, count: 1 }]]);
  expect(otlp.history('depth')).toEqual([[{ attributes: {}, value: 7 }]]);
  expect(new Set(otlp.requests.map(({ contentType }) => contentType))).toEqual(new Set(['application/x-protobuf']));
});

test.concurrent('variables choose JSON, gzip and what is sent', async () => {
  await using otlp = await OtlpServer.start();
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_SERVICE_NAME: 'from-the-environment',
  };
  const ended = await runProgram({
    system: 'esm',
    imports,
    body: body.replace("{ serviceName: 'farm-backend' }", ''),
    env,
  }).ended;
  expect(ended).toMatchObject({ code: 0, stdout: '' });
  expect(ended.stderr).toContain(
    `telemetry started: traces, metrics to ${otlp.url} by http/json; no logs (OTEL_LOGS_EXPORTER=none); `,
  );
  expect(new Set(otlp.requests.map(({ contentType, gzip }) => `${contentType} ${gzip}`))).toEqual(
    new Set(['application/json true']),
  );
  expect(otlp.span('work')?.resource['service.name']).toBe('from-the-environment');
  expect(otlp.history('jobs')).toEqual([[{ attributes: { partner: 'satloc' }, value: 3 }]]);
  expect(otlp.logs).toEqual([]);
});

test.concurrent('names of an ES import that were bound before the start are instrumented too', async () => {
  await using otlp = await OtlpServer.start();
  const ended = await runProgram({
    system: 'esm',
    imports: { 'node:http': '{ createServer, get }', 'partner-otel/sdk': '{ startTelemetry }' },
    body: `
      startTelemetry();
      const server = createServer((request, response) => response.end('ok'));
      server.listen(0, '127.0.0.1', () => {
        get({ port: server.address().port, path: '/named' }, (response) => response.resume().on('end', () => server.close()));
      });`,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
  }).ended;
  expect(ended.code).toBe(0);
  expect(otlp.spans.map(({ kind }) => kind).sort()).toEqual(['client', 'server']);
});

test.concurrent('grpc without its package is said with the cure, and changes nothing for the program', async () => {
  const ended = await runProgram({
    system: 'esm',
    imports: { ...imports, 'node:module': '* as module' },
    body: `
      const original = module.Module._resolveFilename;
      module.Module._resolveFilename = function (name, ...rest) {
        if (!name.endsWith('-otlp-grpc')) return original.call(this, name, ...rest);
        throw Object.assign(new Error('not found'), { code: 'MODULE_NOT_FOUND' });
      };
      startTelemetry();
      api.trace.getTracer('test').startSpan('work').end();
      console.log('done');`,
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
  }).ended;
  expect(ended).toMatchObject({ code: 0, stdout: 'done\n' });
  expect(ended.stderr).toContain('`npm install @opentelemetry/exporter-trace-otlp-grpc@0.301`');
});
