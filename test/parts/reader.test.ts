import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { expect, test } from 'vitest';
import { redactingMetricReader } from '../../src/parts/index.ts';
import { OptionError } from '../../src/safety/index.ts';
import { OtlpServer } from '../support/otlp-server.ts';
import { runProgram } from '../support/program.ts';

test('what Prometheus reads has no secrets in its attributes', async () => {
  const reader = new PrometheusExporter({ host: '127.0.0.1', preventServerStart: true });
  expect(redactingMetricReader(reader, { keys: ['plate'] })).toBe(reader);
  const meter = new MeterProvider({ readers: [reader] }).getMeter('app');
  meter.createCounter('calls').add(1, { url: 'https://ann:hunter2@api.example.com/', plate: 'B-OT 1', method: 'GET' });
  const { resourceMetrics } = await reader.collect();
  const shown = JSON.stringify(resourceMetrics.scopeMetrics);
  expect(shown).toContain('"method":"GET"');
  expect(shown).not.toMatch(/hunter2|B-OT 1/);
});

test('series that a secret alone told apart are one, with nothing uncounted', async () => {
  const reader = redactingMetricReader(new PrometheusExporter({ preventServerStart: true }), { keys: ['plate'] });
  const meter = new MeterProvider({ readers: [reader] }).getMeter('app');
  const advice = { explicitBucketBoundaries: [1, 10] };
  const [calls, duration] = [meter.createCounter('calls'), meter.createHistogram('duration', { advice })];
  for (const [plate, seconds] of [
    ['B-OT 1', 0.5],
    ['B-OT 2', 5],
    ['B-OT 3', 50],
  ] as const) {
    calls.add(1, { plate });
    duration.record(seconds, { plate });
  }
  const { resourceMetrics } = await reader.collect();
  const values = resourceMetrics.scopeMetrics.flatMap(({ metrics }) =>
    metrics.map(({ dataPoints }) => dataPoints.map(({ value }) => value)),
  );
  const buckets = { boundaries: [1, 10], counts: [1, 1, 1] };
  expect(values).toEqual([[3], [{ count: 3, sum: 55.5, min: 0.5, max: 50, buckets }]]);
});

test('that of startTelemetry neither, asked over HTTP', async () => {
  await using otlp = await OtlpServer.start();
  const ended = await runProgram({
    system: 'esm',
    imports: {
      'partner-otel/sdk': '{ startTelemetry }',
      '@opentelemetry/api': '{ metrics }',
      'node:net': '{ createServer }',
    },
    body: `
      const port = await new Promise((resolve) => {
        const server = createServer().listen(0, '127.0.0.1', () => {
          const { port } = server.address();
          server.close(() => resolve(port));
        });
      });
      process.env.OTEL_EXPORTER_PROMETHEUS_PORT = String(port);
      const telemetry = startTelemetry();
      metrics.getMeter('app').createCounter('calls').add(1, { url: 'https://ann:hunter2@api.example.com/', method: 'GET' });
      for (let tries = 0; tries < 100; tries += 1) {
        const text = await fetch('http://127.0.0.1:' + port + '/metrics').then((answer) => answer.text(), () => '');
        if (text.includes('calls_total')) {
          console.log(text.split('\\n').find((line) => line.startsWith('calls_total')));
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await telemetry.shutdown();`,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
      OTEL_METRICS_EXPORTER: 'prometheus',
      OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1',
    },
  }).ended;
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('method="GET"');
  expect(ended.stdout).not.toContain('hunter2');
});

test('options that are wrong are told at set-up', () => {
  const reader = { collect: async () => ({ resourceMetrics: {} }) };
  expect(() => redactingMetricReader(reader, { keys: 'plate' } as never)).toThrow(OptionError);
});
