import { expect, test } from 'vitest';
import { startTelemetry } from '../../src/sdk/index.ts';
import { OtlpServer } from '../support/otlp-server.ts';
import { runProgram } from '../support/program.ts';
import { imports, systems } from './programs.ts';

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
    console.log(instruments.live, instruments.setsLimit);`;
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
  const ours = await runProgram({ system: 'esm', imports, body, env }).ended;
  expect(ours.stdout).toBe('true 20000\n');
  const foreign = await runProgram({
    system: 'esm',
    imports,
    body: body.replace(
      'startTelemetry()',
      `api.metrics.setGlobalMeterProvider({ getMeter: () => api.createNoopMeter() }); startTelemetry()`,
    ),
    env,
  }).ended;
  expect(foreign.stdout).toBe('false 1900\n');
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

test.for([
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
