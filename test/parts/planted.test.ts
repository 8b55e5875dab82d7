import { test } from 'vitest';
import { OtlpServer } from '../support/otlp-server.ts';
import { runProgram } from '../support/program.ts';
import { Sockets } from './sockets.ts';

const imports = {
  'node:http': '* as http',
  '@opentelemetry/api': '* as api',
  'partner-otel': '{ instrumentPartner }',
  'partner-otel/sdk': '{ startTelemetry }',
};

/** `planted` is part of every secret, in each of the places and shapes that secrets have. */
const body = `
const telemetry = startTelemetry({ redact: { keys: ['iban'], patterns: [/ACC-\\w+/] } });
const tracer = api.trace.getTracer('test'), meter = api.metrics.getMeter('test'), logger = api.logs.getLogger('test');
const joined = (...parts) => parts.join('');
const shapes = {
  url: 'https://me:planted@partner.test/x', query: '/x?api_key=planted&id=1', connection: 'mongodb+srv://me:planted@db.test',
  header: 'Authorization: Bearer planted1', cookie: 'Cookie: sid=planted', json: '{"password":"planted"}',
  nested: JSON.stringify(JSON.stringify({ client_secret: 'planted' })), field: 'token=planted', own: 'iban: planted', pattern: 'for ACC-planted1',
  jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJwbGFudGVkIjoxfQ.c2lnplanted', stripe: joined('sk_', 'live_planted123'),
  github: joined('ghp_', 'planted1234567890'), slack: joined('xox', 'b-planted-123'), basic: 'Basic cGxhbnRlZA==planted',
  pem: joined('-----BEGIN PRI', 'VATE KEY-----\\nplanted\\n-----END PRI', 'VATE KEY-----'),
};
const keyed = { password: 'planted', 'db.password': 'planted', 'http.request.header.authorization': ['planted'], iban: 'planted', apiKey: 'planted' };
const nested = { list: [{ headers: { cookie: 'planted' } }], deep: { accessToken: 'planted', shapes } };
const error = Object.assign(new Error('refused ' + shapes.url), { config: { headers: { Authorization: 'planted' } }, cause: new Error(shapes.field) });
const attributes = { ...shapes, ...keyed };

const link = { context: { traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 1 }, attributes };
await tracer.startActiveSpan('work ' + shapes.url, { attributes, links: [link] }, async (span) => {
  span.addEvent('event ' + shapes.query, attributes);
  span.recordException(error);
  span.setStatus({ code: 2, message: 'failed: ' + shapes.header });
  logger.emit({ body: 'a text with ' + Object.values(shapes).join(' , '), attributes: { ...attributes, nested }, eventName: 'test.text', exception: error });
  logger.emit({ body: { ...nested, error: { ...keyed } }, eventName: 'test.nested' });
  const client = { send: async () => { throw error; }, get: () => fetch(process.env.PARTNER + '/x?token=planted') };
  const satloc = instrumentPartner(client, { partner: 'satloc', attributes: () => ({ note: shapes.field }) });
  await satloc.send().catch(() => {});
  await satloc.get();
  span.end();
});
for (const [name, value] of Object.entries(attributes)) {
  meter.createCounter('calls').add(1, { [name]: value });
  meter.createHistogram('times').record(1, { [name]: value });
  meter.createObservableGauge('level').addCallback((result) => result.observe(1, { [name]: value }));
}
await telemetry.flush();
`;

test.concurrent.for(['http/protobuf', 'http/json'])(
  'nothing that was planted arrives, by %s',
  async (protocol, { expect }) => {
    await using otlp = await OtlpServer.start();
    await using partner = await new Sockets().listen();
    const { ended } = runProgram({
      system: 'esm',
      imports,
      body,
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.token=planted',
        // Without the arguments of the process: they are this program.
        OTEL_NODE_RESOURCE_DETECTORS: 'env',
        PARTNER: partner.http,
      },
    });
    const end = await ended;
    expect(end).toMatchObject({ code: 0, stdout: '' });
    const arrived = { spans: otlp.spans, logs: otlp.logs, metrics: otlp.metricExports };
    // What was there arrives, and only its secrets are gone.
    expect(otlp.spans.map(({ name }) => name).sort()).toEqual([
      'GET',
      'satloc get',
      'satloc send',
      'work https://REDACTED:REDACTED@partner.test/x',
    ]);
    expect(otlp.logs.map(({ eventName }) => eventName).sort()).toEqual([
      'partner.call.exception',
      'test.nested',
      'test.text',
    ]);
    expect(otlp.history('calls').flat().length).toBeGreaterThan(15);
    const work = otlp.spans.find(({ name }) => name.startsWith('work'))!;
    expect(work.attributes['query']).toBe('/x?api_key=REDACTED&id=1');
    expect(work.resource['deployment.token']).toBe('REDACTED');
    const lines = JSON.stringify(arrived, null, 1).split('\n');
    expect(lines.filter((line) => /planted|cGxhbnRlZA/.test(line))).toEqual([]);
    expect(end.stderr).not.toContain('planted');
  },
);
