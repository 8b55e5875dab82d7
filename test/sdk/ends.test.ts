import { expect, test } from 'vitest';
import { OtlpServer } from '../support/otlp-server.ts';
import { runProgram } from '../support/program.ts';
import { imports, systems } from './programs.ts';

const start = `
const telemetry = startTelemetry();
api.trace.getTracer('test').startSpan('work').end();
`;
const wait = `console.log('ready'); setInterval(() => {}, 1000);`;

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test.concurrent.for(systems)(
    `${signal} sends what is queued and still ends the process, %s`,
    async (system, { expect }) => {
      await using otlp = await OtlpServer.start();
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url };
      const program = runProgram({ system, imports, body: start + wait, env });
      await program.said('ready');
      program.child.kill(signal);
      expect(await program.ended).toMatchObject({ code: null, signal });
      expect(otlp.span('work')).toBeDefined();
    },
  );
}

test.concurrent('a handler of the application alone decides how the process ends', async () => {
  await using otlp = await OtlpServer.start();
  const body = `
    process.on('SIGTERM', async () => { await telemetry.flush(); console.log('closing'); process.exit(7); });
    ${start} ${wait}`;
  const program = runProgram({ system: 'esm', imports, body, env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url } });
  await program.said('ready');
  program.child.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ code: 7, signal: null, stdout: 'ready\nclosing\n' });
  expect(otlp.span('work')).toBeDefined();
});

test.concurrent('a handler that listens once, and before us, has its time', async () => {
  await using otlp = await OtlpServer.start();
  const body = `
    process.once('SIGTERM', () => setTimeout(() => { console.log('closed'); process.exit(7); }, 1000));
    ${start} ${wait}`;
  const program = runProgram({ system: 'cjs', imports, body, env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url } });
  await program.said('ready');
  program.child.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ code: 7, signal: null, stdout: 'ready\nclosed\n' });
  expect(otlp.span('work')).toBeDefined();
});

test.concurrent('an exit code that was set stays when the process ends by itself', async () => {
  await using otlp = await OtlpServer.start();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url };
  const ended = await runProgram({ system: 'cjs', imports, body: `${start} process.exitCode = 3;`, env }).ended;
  expect(ended).toMatchObject({ code: 3, signal: null });
  expect(otlp.span('work')).toBeDefined();
});

test.concurrent('shutdown sends everything, once, and leaves no listener behind', async () => {
  await using otlp = await OtlpServer.start();
  const body = `
    ${start}
    api.metrics.getMeter('test').createCounter('jobs').add(2);
    await Promise.all([telemetry.shutdown(), telemetry.shutdown()]);
    await telemetry.flush();
    console.log(process.listenerCount('SIGTERM'), process.listenerCount('beforeExit'));`;
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url };
  const ended = await runProgram({ system: 'esm', imports, body, env }).ended;
  expect(ended).toMatchObject({ code: 0, stdout: '0 0\n' });
  expect(otlp.spans).toHaveLength(1);
  expect(otlp.history('jobs')).toEqual([[{ attributes: {}, value: 2 }]]);
});

// A port of the reserved range, where nothing listens, and an address that never answers.
test.concurrent.for(['http://127.0.0.1:9', 'http://192.0.2.1:4318'])(
  'a dead endpoint neither fails nor holds the process, %s',
  async (endpoint, { expect }) => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
    const body = `
      ${start}
      api.logs.getLogger('test').emit({ body: 'lost' });
      const began = performance.now();
      process.on('exit', () => console.log('exits', performance.now() - began < 8000));`;
    const ended = await runProgram({ system: 'esm', imports, body, env }).ended;
    // The exporters themselves would have gone on for 10 s; the limit is 2.
    expect(ended).toMatchObject({ code: 0, signal: null, stdout: 'exits true\n' });
  },
);

test.concurrent('a dead endpoint does not keep a signal from ending the process', async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
  const program = runProgram({ system: 'esm', imports, body: start + wait, env });
  await program.said('ready');
  program.child.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ code: null, signal: 'SIGTERM' });
});
