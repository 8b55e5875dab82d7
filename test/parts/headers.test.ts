import { test } from 'vitest';
import { OtlpServer } from '../support/otlp-server.ts';
import { runProgram } from '../support/program.ts';
import { propagated, Sockets } from './sockets.ts';

const imports = {
  'node:http': '* as http',
  'node:https': '* as https',
  '@opentelemetry/api': '* as api',
  'partner-otel': '{ instrumentPartner, carry }',
  'partner-otel/sdk': '{ startTelemetry }',
  '@aws-sdk/client-s3': '{ S3Client, GetObjectCommand }',
  undici: '* as undici',
};

const clients = `
const { default: axios } = await import('axios');
const { default: got } = await import('got');
const { PLAIN: plain, SECURE: secure } = process.env;
const getWith = (module) => ({ get: (url) => new Promise((resolve, reject) =>
  module.get(url, (response) => response.resume().on('end', resolve)).on('error', reject)) });
const bucket = () => new S3Client({
  endpoint: plain, region: 'eu-1', forcePathStyle: true, maxAttempts: 1,
  credentials: { accessKeyId: 'id', secretAccessKey: 'no-secret' },
});
/** Of each kind a client, and a call of it to a path. */
const kinds = {
  http: [() => getWith(http), (client, path) => client.get(plain + path)],
  https: [() => getWith(https), (client, path) => client.get(secure + path)],
  undici: [() => ({ get: async (url) => (await undici.request(url)).body.text() }), (client, path) => client.get(plain + path)],
  fetch: [() => fetch, async (client, path) => (await client(plain + path)).text()],
  securefetch: [() => fetch, async (client, path) => (await client(secure + path)).text()],
  axios: [() => axios.create(), (client, path) => client.get(plain + path)],
  got: [() => got, (client, path) => client(plain + path).text()],
  s3: [bucket, (client, path) => client.send(new GetObjectCommand({ Bucket: 's3', Key: path.slice(4) }))],
};
const everyKind = async () => {
  const baggage = api.propagation.createBaggage({ customer: { value: 'acme' } });
  const state = api.createTraceState('vendor=1');
  const remote = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1, isRemote: true, traceState: state };
  const context = api.trace.setSpanContext(api.propagation.setBaggage(api.context.active(), baggage), remote);
  const span = api.trace.getTracer('test').startSpan('work', {}, context);
  await api.context.with(api.trace.setSpan(context, span), async () => {
    for (const [name, [make, call]] of Object.entries(kinds)) {
      await call(make(), '/' + name + '/own');
      await call(instrumentPartner(make(), { partner: name + '-kept' }), '/' + name + '/kept');
      const sent = { partner: name + '-sent', propagate: true };
      // fetch and got are one function each: a name of their own asks for a copy.
      const raw = make();
      await call(instrumentPartner(typeof raw === 'function' ? Object.assign((...args) => raw(...args), raw) : raw, sent), '/' + name + '/sent');
      await call(make(), '/' + name + '/after');
    }
    await more();
  });
  span.end();
};
`;

const names = ['http', 'https', 'undici', 'fetch', 'securefetch', 'axios', 'got', 's3'];

const nothing = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };

test.concurrent.for([
  ['where telemetry is sent', {}],
  ['where nothing is sent', nothing],
] as const)(
  "no header goes to a partner unless its options say so; one's own services get all, %s",
  async ([, sending], { expect }) => {
    await using otlp = await OtlpServer.start();
    await using partner = await new Sockets().listen();
    const { ended } = runProgram({
      system: 'esm',
      imports,
      body: `
      startTelemetry();
      ${clients}
      const more = async () => {
        const carrier = await instrumentPartner({ take: async () => carry() }, { partner: 'taker' }).take();
        console.log(carrier.traceparent.split('-').length, api.propagation.getActiveBaggage().getEntry('customer').value);
      };
      await everyKind();`,
      env: {
        ...sending,
        OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
        OTEL_LOG_LEVEL: 'warn',
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        PLAIN: partner.http,
        SECURE: partner.https,
      },
    });
    expect(await ended).toMatchObject({
      code: 0,
      stdout: '4 acme\n',
      stderr: expect.not.stringContaining('partner-otel'),
    });
    expect(partner.received).toEqual(
      Object.fromEntries(
        names.flatMap((name) => [
          [`/${name}/own`, propagated],
          [`/${name}/kept`, []],
          [`/${name}/sent`, propagated],
          [`/${name}/after`, propagated],
        ]),
      ),
    );
    // Whatever the headers are called.
    const kept = partner.raw.filter((headers) => !headers.includes('"baggage"'));
    expect(kept).toHaveLength(names.length);
    expect(kept.filter((headers) => /acme|0af7651916cd43dd8448eb211c80319c/.test(headers))).toEqual([]);
  },
);
