// An application with an SDK of its own that has our parts in it: the same under the 2.x and the 3.x line.
import * as http from 'node:http';
import { propagation, trace } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import * as sdkLogs from '@opentelemetry/sdk-logs';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { instrumentPartner } from 'partner-otel';
import {
  partnerMetricExporter,
  partnerPropagator,
  redactingLogProcessor,
  redactingSpanProcessor,
} from 'partner-otel/parts';

const spans = [];
const records = [];
const exports = [];
const idle = { async forceFlush() {}, async shutdown() {} };
const sink = {
  export(metrics, done) {
    const all = metrics.scopeMetrics.flatMap((scope) => scope.metrics);
    exports.push(all.flatMap(({ descriptor, dataPoints }) => dataPoints.map((point) => [descriptor.name, point])));
    done({ code: 0 });
  },
  ...idle,
};
const w3c = new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] });
const sdk = new NodeSDK({
  autoDetectResources: false,
  instrumentations: [new UndiciInstrumentation()],
  textMapPropagator: partnerPropagator(w3c),
  spanProcessors: [redactingSpanProcessor({ onStart() {}, onEnd: (span) => spans.push(span), ...idle })],
  logRecordProcessors: [redactingLogProcessor({ onEmit: (record) => records.push(record), ...idle })],
  metricReaders: [
    new PeriodicExportingMetricReader({ exporter: partnerMetricExporter(sink), exportIntervalMillis: 3_600_000 }),
  ],
});
sdk.start();

const received = {};
const server = http.createServer((request, response) => {
  received[request.url.split('?')[0]] = ['traceparent', 'baggage'].filter((name) => name in request.headers);
  response.end('ok');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${server.address().port}`;
const client = { get: async (path) => (await fetch(origin + path)).text() };

await trace.getTracer('t').startActiveSpan('work https://me:planted@partner.test', async (span) => {
  await client.get('/own');
  await instrumentPartner(client, { partner: 'kept' }).get('/kept?token=planted');
  await instrumentPartner({ ...client }, { partner: 'sent', propagate: true }).get('/sent');
  span.setAttributes({ password: 'planted', plain: 'a b' });
  span.addEvent('event', { at: 'token=planted' });
  span.setStatus({ code: 2, message: 'token=planted' });
  // The logs API is of its own package in the 2.x line, hence not by the API: by what the SDK gives to processors.
  const provider = new sdkLogs.LoggerProvider({
    processors: [redactingLogProcessor({ onEmit: (record) => records.push(record), ...idle })],
  });
  provider.getLogger('t').emit({ body: 'token=planted', attributes: { deep: { password: 'planted' }, plain: 'a b' } });
  span.end();
});
const { metrics } = await import('@opentelemetry/api');
metrics.getMeter('t').createCounter('calls').add(5, { token: 'planted' });
await sdk.shutdown();
server.closeAllConnections();
server.close();

const work = spans.find(({ name }) => name.startsWith('work'));
console.log(
  JSON.stringify({
    received,
    inside: propagation.fields(),
    names: spans.map(({ name }) => name),
    work: {
      attributes: work.attributes,
      events: work.events.map(({ attributes }) => attributes),
      status: work.status,
      valid: work.spanContext().traceId.length,
      took: work.duration.every((part) => part >= 0),
    },
    records: records.map(({ body, attributes }) => ({ body, attributes })),
    calls: exports.flat().flatMap(([name, { value, attributes }]) => (name === 'calls' ? [[value, attributes]] : [])),
    planted: JSON.stringify([
      spans.map(({ attributes, events, status }) => [attributes, events, status]),
      exports,
    ]).includes('planted'),
  }),
);
