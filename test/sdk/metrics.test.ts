import { expect, test } from 'vitest';
import { OtlpServer } from '../support/otlp-server.ts';
import { runProgram } from '../support/program.ts';
import { imports } from './programs.ts';

// The program says when it is ready for the next step, so that nothing depends on how fast it runs.
const body = `
const telemetry = startTelemetry();
const meter = api.metrics.getMeter('test');
meter.createObservableCounter('known').addCallback((result) => result.observe(known));
meter.createObservableGauge('depth').addCallback((result) => { if (watched) result.observe(5); });
let known = 0, watched = true;
const steps = {
  count: () => { known = 4; meter.createCounter('calls').add(2, { status: 'failed' }); },
  forget: () => { watched = false; },
  flush: async () => { meter.createCounter('late').add(9); await telemetry.flush(); },
};
process.on('message', async (step) => { await steps[step](); process.send(step); });
`;

test('counters begin at 0 in periodic exports, a flush is exact, gauges end', async () => {
  await using otlp = await OtlpServer.start();
  const program = runProgram({
    system: 'esm',
    imports,
    body,
    ipc: true,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url, OTEL_METRIC_EXPORT_INTERVAL: '300' },
  });
  const values = (name: string) => otlp.history(name).flatMap((points) => points.map(({ value }) => value));
  const exports = () => otlp.metricExports.length;

  await otlp.until('the gauge', () => values('depth').includes(5));
  await program.step('count');
  await otlp.until('the counters', () => values('calls').includes(2) && values('known').includes(4));
  expect([...new Set(values('calls'))]).toEqual([0, 2]);
  expect(values('calls').filter((value) => value === 0)).toHaveLength(1);
  expect([...new Set(values('known'))]).toEqual([0, 4]);

  await program.step('forget');
  const before = exports();
  await otlp.until('two more exports', () => exports() >= before + 2);
  expect(otlp.history('depth').at(-1)).toEqual([]);
  expect(values('calls').at(-1)).toBe(2);

  await program.step('flush');
  expect(new Set(values('late'))).toEqual(new Set([9]));
  const kinds = otlp.metricExports.flat().map(({ name, kind, temporality }) => `${name} ${kind} ${temporality}`);
  expect(kinds).toContain('calls counter cumulative');
  expect(kinds).toContain('depth gauge undefined');

  program.child.kill();
  expect(await program.ended).toMatchObject({ signal: 'SIGTERM' });
});

test('an instrument has room for 20,000 attribute sets', async () => {
  await using otlp = await OtlpServer.start();
  const ended = await runProgram({
    system: 'cjs',
    imports,
    body: `
      startTelemetry();
      const counter = api.metrics.getMeter('test').createCounter('wide');
      for (let index = 0; index < 5000; index += 1) counter.add(1, { index });`,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
  }).ended;
  expect(ended.code).toBe(0);
  expect(otlp.history('wide').flat()).toHaveLength(5_000);
});
