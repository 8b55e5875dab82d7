import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTelemetry } from '../../src/sdk/index.ts';
import { OtlpServer } from '../support/otlp-server.ts';
import { runProgram } from '../support/program.ts';
import { imports, server, systems } from './programs.ts';

test.concurrent.for(systems)(
  'started twice, the same handle comes back with one warning, %s',
  async (system, { expect }) => {
    await using otlp = await OtlpServer.start();
    const body = `
    const first = startTelemetry(), second = startTelemetry({ serviceName: 'other' }), third = startTelemetry();
    console.log(first === second && second === third);
    api.trace.getTracer('test').startSpan('work').end();`;
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url };
    const ended = await runProgram({ system, imports, body, env }).ended;
    expect(ended).toMatchObject({ code: 0, stdout: 'true\n' });
    expect(ended.stderr.match(/called again/g)).toHaveLength(1);
    expect(otlp.spans).toHaveLength(1);
  },
);

test.concurrent('imported and required in one process, it is started once', async () => {
  await using otlp = await OtlpServer.start();
  const body = `
    const required = module.createRequire(process.cwd() + '/x.js')('partner-otel/sdk');
    console.log(required.startTelemetry === startTelemetry, required.startTelemetry() === startTelemetry());`;
  const ended = await runProgram({
    system: 'esm',
    imports: { ...imports, 'node:module': '* as module' },
    body,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
  }).ended;
  expect(ended).toMatchObject({ code: 0, stdout: 'true true\n' });
});

test.concurrent.for(systems)(
  'a tracer and a logger that were taken before the start work afterwards, %s',
  async (system, { expect }) => {
    await using otlp = await OtlpServer.start();
    const body = `
    const tracer = api.trace.getTracer('early'), logger = api.logs.getLogger('early');
    tracer.startSpan('before').end();
    // Files of the other system, by which a library may have taken its own.
    const other = await import('@opentelemetry/api'), required = module.createRequire(process.cwd() + '/x.js')('@opentelemetry/api');
    const tracers = [other.trace.getTracer('imported'), required.trace.getTracer('required')];
    startTelemetry();
    for (const one of [tracer, ...tracers]) one.startSpan('after').end();
    logger.emit({ body: 'after' });`;
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url };
    const ended = await runProgram({ system, imports: { ...imports, 'node:module': '* as module' }, body, env }).ended;
    expect(ended).toMatchObject({ code: 0, stdout: '' });
    expect(otlp.spans.map(({ name, scope }) => `${name} ${scope}`).sort()).toEqual([
      'after early',
      'after imported',
      'after required',
    ]);
    expect(otlp.logs).toHaveLength(1);
  },
);

test.concurrent('OTEL_SDK_DISABLED starts nothing', async () => {
  const body = `
    const telemetry = startTelemetry();
    console.log(api.trace.getTracer('test').startSpan('work').isRecording());
    await telemetry.flush(); await telemetry.shutdown();`;
  const ended = await runProgram({ system: 'esm', imports, body, env: { OTEL_SDK_DISABLED: 'true' } }).ended;
  expect(ended).toMatchObject({ code: 0, stdout: 'false\n' });
});

test.concurrent('a diag logger of the application stays, and OTEL_LOG_LEVEL silences ours', async () => {
  const body = `
    const lines = [];
    const line = (text) => lines.push(text);
    api.diag.setLogger({ error: line, warn: line, info: line, debug() {}, verbose() {} });
    startTelemetry();
    console.log(lines.filter((text) => text.includes('telemetry started')).length);`;
  const env = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
  const own = await runProgram({ system: 'esm', imports, body, env: { ...env, OTEL_LOG_LEVEL: 'info' } }).ended;
  expect(own).toMatchObject({ code: 0, stdout: '1\n', stderr: '' });
  const silent = await runProgram({
    system: 'esm',
    imports,
    body: 'startTelemetry();',
    env: { ...env, OTEL_LOG_LEVEL: 'warn' },
  }).ended;
  expect(silent).toMatchObject({ code: 0, stdout: '', stderr: '' });
});

test.concurrent('its meter provider is known to admit 20,000 attribute sets', async () => {
  const body = `
    startTelemetry();
    const { instruments } = globalThis[Symbol.for('partner-otel/1')] && Object.fromEntries(globalThis[Symbol.for('partner-otel/1')]);
    console.log(instruments.setsLimit);`;
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
  const ours = await runProgram({ system: 'esm', imports, body, env }).ended;
  expect(ours.stdout).toBe('20000\n');
  const foreign = await runProgram({
    system: 'esm',
    imports,
    body: body.replace(
      'startTelemetry()',
      `api.metrics.setGlobalMeterProvider({ getMeter: () => api.createNoopMeter() }); startTelemetry()`,
    ),
    env,
  }).ended;
  expect(foreign.stdout).toBe('1900\n');
});

test.concurrent('options of the application stand over the environment, and the start line says so', async () => {
  await using otlp = await OtlpServer.start();
  const body = `
    const names = [];
    startTelemetry({
      serviceName: 'by-option',
      spanProcessors: [{
        onStart() {}, onEnd(span) { names.push(span.name + ' of ' + span.resource.attributes['service.name']); },
        async forceFlush() {}, async shutdown() {},
      }],
      logRecordProcessors: [],
      instrumentations: [],
    });
    await fetch('${otlp.url}');
    api.trace.getTracer('test').startSpan('work').end();
    console.log(names.join());`;
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url.replace('//', '//user:secret@'),
    OTEL_SERVICE_NAME: 'by-variable',
  };
  const ended = await runProgram({ system: 'esm', imports, body, env }).ended;
  expect(ended).toMatchObject({ code: 0, stdout: 'work of by-option\n' });
  expect(ended.stderr).toContain(
    `telemetry started: traces as the options say; metrics to ${otlp.url} by http/protobuf; ` +
      'no logs (an empty list in the options); instrumented as the options say\n',
  );
  expect(ended.stderr).not.toContain('secret');
  expect(otlp.spans).toEqual([]);
});

test.concurrent('what is given beside ours sees the same, without its secrets', async () => {
  await using otlp = await OtlpServer.start();
  const body = `
    const seen = [];
    const quiet = { async forceFlush() {}, async shutdown() {} };
    class Reader extends MetricReader { async onForceFlush() {} async onShutdown() {} }
    const reader = new Reader();
    startTelemetry({
      redact: { keys: ['plate'], patterns: [/AGR-\\d{3}/] },
      also: {
        spanProcessors: [{ ...quiet, onStart() {}, onEnd: (span) => seen.push(span.name, span.attributes.plate) }],
        logRecordProcessors: [{ ...quiet, onEmit: (record) => seen.push(record.body) }],
        metricReaders: [reader],
      },
      instrumentations: [],
    });
    api.trace.getTracer('test').startSpan('work', { attributes: { plate: 'X 1' } }).end();
    api.logs.getLogger('test').emit({ body: 'about AGR-123' });
    api.metrics.getMeter('test').createCounter('jobs').add(2);
    const { resourceMetrics } = await reader.collect();
    seen.push(resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics).some(({ descriptor }) => descriptor.name === 'jobs'));
    console.log(JSON.stringify(seen));`;
  const ended = await runProgram({
    system: 'esm',
    imports: { ...imports, '@opentelemetry/sdk-metrics': '{ MetricReader }' },
    body,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
  }).ended;
  expect(ended).toMatchObject({ code: 0, stdout: '["work","REDACTED","about REDACTED",true]\n' });
  expect(otlp.span('work')?.attributes).toEqual({ plate: 'REDACTED' });
  expect(otlp.logs.map((log) => log.body)).toEqual(['about REDACTED']);
  expect(otlp.history('jobs').flat()).toEqual([{ attributes: {}, value: 2 }]);
});

test.concurrent('a file of OTEL_CONFIG_FILE is the owner, and what it overrules is named', async () => {
  await using otlp = await OtlpServer.start();
  const folder = await mkdtemp(join(tmpdir(), 'partner-otel-file-'));
  await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
  const file = join(folder, 'otel.yaml');
  const exporter = (signal: string) => `exporter: { otlp_http: { endpoint: "${otlp.url}/v1/${signal}" } }`;
  await writeFile(
    file,
    `file_format: "1.0"
propagator: { composite: [{ b3: }] }
tracer_provider: { processors: [{ batch: { ${exporter('traces')} } }] }
meter_provider: { readers: [{ periodic: { ${exporter('metrics')} } }] }`,
  );
  const body = `
    startTelemetry({ serviceName: 'overruled', sampler: { shouldSample() { throw new Error('never asked'); } } });
    ${server}
    await api.trace.getTracer('test').startActiveSpan('work', async (span) => { await httpGet('/'); span.end(); });
    const carrier = {};
    const fixed = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
    api.propagation.inject(api.trace.setSpanContext(api.context.active(), fixed), carrier);
    console.log(Object.keys(carrier).join());
    close();`;
  const ended = await runProgram({ system: 'esm', imports, body, env: { OTEL_CONFIG_FILE: file } }).ended;
  expect(ended).toMatchObject({ code: 0, stdout: 'b3\n' });
  expect(ended.stderr).toBe(
    '[otel] partner-otel: telemetry started as the file of OTEL_CONFIG_FILE says; it overrules the options serviceName, sampler; ' +
      'only what partner-otel itself emits is redacted\n',
  );
  expect(otlp.spans.map(({ name }) => name).sort()).toEqual(['GET', 'GET', 'work']);
  expect(otlp.history('process.uptime').flat()).toHaveLength(1);
});

test.concurrent('a file that cannot be read starts nothing, and changes nothing', async () => {
  const body = `startTelemetry(); console.log('runs');`;
  const env = { OTEL_CONFIG_FILE: join(tmpdir(), 'no-such-file.yaml') };
  const ended = await runProgram({ system: 'cjs', imports, body, env }).ended;
  expect(ended).toMatchObject({ code: 0, stdout: 'runs\n' });
  expect(ended.stderr).toContain('nothing started by the file of OTEL_CONFIG_FILE');
});

test.for([
  [{ logger: console }, /startTelemetry\.logger must be left out: this version takes no logger yet/],
  [{ also: { readers: [] } }, /startTelemetry\.also\.readers must be one of spanProcessors/],
  [{ also: { metricReaders: {} } }, /startTelemetry\.also\.metricReaders must be an array of metric readers/],
  [{ redact: { keys: 'plate' } }, /startTelemetry\.redact\.keys must be an array/],
  [{ servicename: 'x' }, /startTelemetry\.servicename must be one of .*serviceName/],
  [{ serviceName: '' }, /startTelemetry\.serviceName must be a string that is not empty; received ""\. Example/],
  [
    { instrumentations: {} },
    /startTelemetry\.instrumentations must be an array of instrumentations; received an object/,
  ],
  [{ sampler: 'always_on' }, /startTelemetry\.sampler must be a sampler; received "always_on"/],
  [[], /startTelemetry must be an object; received an array/],
])('a mistake in the options is an error at set-up: %o', ([options, message]) => {
  expect(() => startTelemetry(options as object)).toThrow(message);
});
