import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { runProgram } from '../support/program.ts';
import { imports } from './programs.ts';

const body = `
startTelemetry();
const steps = {
  write: () => {
    api.trace.getTracer('test').startSpan('work').end();
    api.logs.getLogger('test').emit({ body: 'a record' });
  },
};
process.on('message', (step) => { steps[step](); process.send(step); });
`;
// Often, so that a flood would be seen.
const often = {
  OTEL_METRIC_EXPORT_INTERVAL: '100',
  OTEL_BSP_SCHEDULE_DELAY: '50',
  OTEL_BLRP_SCHEDULE_DELAY: '50',
  OTEL_EXPORTER_OTLP_TIMEOUT: '300',
};

test('an endpoint that goes and comes back is told at each change, in one line', async () => {
  const server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const place = `http://127.0.0.1:${port}`;
  // Credentials in the address are for the endpoint, and for nobody else to read.
  const env = { ...often, OTEL_EXPORTER_OTLP_ENDPOINT: `http://user:secret@127.0.0.1:${port}` };
  const program = runProgram({ system: 'esm', imports, body, ipc: true, env });
  await program.step('write');
  await program.complained(`to ${place} by http/protobuf`);

  await close(server);
  await program.step('write');
  await program.complained(`${place} cannot be reached (ECONNREFUSED)`);
  for (let round = 0; round < 10; round += 1) {
    await program.step('write');
    await new Promise((resolve) => setTimeout(resolve, 60));
  }

  const again = await listen(port);
  await program.step('write');
  await program.complained(`${place} takes telemetry again`);
  program.child.kill();
  const { signal, stderr } = await program.ended;
  await close(again);
  expect(signal).toBe('SIGTERM');
  expect(stderr).not.toContain('secret');
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringContaining('telemetry started'),
    expect.stringMatching(/^\[otel\] warning: partner-otel: .* cannot be reached .* the application is not affected$/),
    expect.stringContaining('takes telemetry again'),
  ]);
});

test('an endpoint that refuses is told with its answer, once a signal', async () => {
  const server = await listen(0, (path) => (path === '/v1/logs' ? 401 : 200));
  const { port } = server.address() as AddressInfo;
  const env = { ...often, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
  const program = runProgram({ system: 'esm', imports, body, ipc: true, env });
  await program.step('write');
  await program.complained('refuses logs with 401 Unauthorized');
  for (let round = 0; round < 5; round += 1) {
    await program.step('write');
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  program.child.kill();
  const { stderr } = await program.ended;
  await close(server);
  expect(stderr.trim().split('\n')).toHaveLength(2);
});

// A port of the reserved range, where nothing listens: said although the process ends before the exporter gives up.
test.for(['process.exit(3);', ''])('a short program with nobody to tell says so once, and ends: %s', async (end) => {
  const ended = await runProgram({
    system: 'esm',
    imports,
    body: `startTelemetry(); api.trace.getTracer('test').startSpan('work').end(); ${end}`,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
  }).ended;
  expect(ended).toMatchObject({ code: end === '' ? 0 : 3, signal: null, stdout: '' });
  expect(ended.stderr.match(/cannot be reached/g)).toHaveLength(1);
});

function listen(port: number, status: (path: string) => number = () => 200): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status(request.url ?? '')).end());
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
