import { expect, test } from 'vitest';
import { OtlpServer } from '../support/otlp-server.ts';
import { runProgram } from '../support/program.ts';
import { imports } from './programs.ts';

const processed = { spans: 'otel.sdk.processor.span.processed', logs: 'otel.sdk.processor.log.processed' };

const body = `
startTelemetry();
const steps = {
  lose: () => {
    for (let index = 0; index < 50; index += 1) {
      api.trace.getTracer('test').startSpan('work').end();
      api.logs.getLogger('test').emit({ body: 'a record' });
    }
  },
};
process.on('message', (step) => { steps[step](); process.send(step); });
`;

test("the SDK's own loss leaves with the other metrics, and begins at 0", async () => {
  await using otlp = await OtlpServer.start();
  const program = runProgram({
    system: 'esm',
    imports,
    body,
    ipc: true,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
      OTEL_METRIC_EXPORT_INTERVAL: '200',
      OTEL_BSP_MAX_QUEUE_SIZE: '20',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '20',
      OTEL_BLRP_MAX_QUEUE_SIZE: '20',
      OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '20',
    },
  });
  const lost = (name: string): number[] =>
    otlp
      .history(name)
      .flat()
      .filter(({ attributes }) => attributes['error.type'] === 'queue_full')
      .map(({ value }) => value);

  for (const name of Object.values(processed)) await otlp.until(`${name} at 0`, () => lost(name).includes(0));
  for (const name of Object.values(processed)) {
    const kinds = otlp
      .history(name)
      .at(-1)
      ?.map(({ attributes }) => attributes['error.type'] ?? 'sent');
    expect(new Set(kinds)).toEqual(new Set(['sent', 'queue_full', 'OTLPExporterError']));
  }
  await program.step('lose');
  for (const name of Object.values(processed)) await otlp.until(`loss in ${name}`, () => (lost(name).at(-1) ?? 0) > 0);
  expect(lost(processed.spans)[0]).toBe(0);
  program.child.kill();
  expect(await program.ended).toMatchObject({ signal: 'SIGTERM' });

  // What was not lost has arrived, and the sums say so.
  expect(otlp.spans.length + (lost(processed.spans).at(-1) ?? 0)).toBe(50);
  expect(otlp.logs.length + (lost(processed.logs).at(-1) ?? 0)).toBe(50);
  const names = new Set(otlp.metricExports.flat().map(({ name }) => name));
  expect([...names]).toEqual(
    expect.arrayContaining([
      'otel.sdk.processor.span.queue.size',
      'otel.sdk.processor.log.queue.capacity',
      'otel.sdk.span.started',
      'otel.sdk.log.created',
      'otel.sdk.exporter.span.exported',
      'otel.sdk.metric_reader.collection.duration',
    ]),
  );
});
