import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { selfSigned } from '../outcome/self-signed.ts';
import { OtlpServer } from '../support/otlp-server.ts';
import { cases } from './variables/cases.ts';
import type { Case } from './variables/cases.ts';
import { pictureOf } from './variables/picture.ts';
import { Receiver } from './variables/receiver.ts';
import { runSide } from './variables/sides.ts';
import type { Said, Side } from './variables/sides.ts';

let folder: string;

const configuration = `
file_format: "1.0"
resource: { attributes: [{ name: service.name, value: from the file }] }
propagator: { composite: [{ tracecontext: }, { b3: }] }
tracer_provider:
  processors: [{ batch: { schedule_delay: 2345, exporter: { otlp_http: { endpoint: "\${TEST_ENDPOINT}/v1/traces" } } } }]
meter_provider:
  readers: [{ periodic: { exporter: { otlp_http: { endpoint: "\${TEST_ENDPOINT}/v1/metrics", encoding: json } } } }]
logger_provider:
  processors: [{ simple: { exporter: { otlp_http: { endpoint: "\${TEST_ENDPOINT}/v1/logs" } } } }]
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'partner-otel-variables-'));
  await writeFile(join(folder, 'certificate.pem'), selfSigned.cert);
  await writeFile(join(folder, 'key.pem'), selfSigned.key);
  await writeFile(join(folder, 'configuration.yaml'), configuration);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.concurrent.for(cases)('both sides do the same with $name', { timeout: 120_000 }, async (one, { expect }) => {
  // One after the other: both may want the same port.
  const bare = await under('bare', one);
  const ours = await under('ours', one);
  expect(ours.picture).toEqual(bare.picture);
  for (const { said, picture } of [bare, ours]) {
    expect(said.delays).toEqual(expect.arrayContaining([...(one.delays ?? [])]));
    if (one.arrives !== undefined) expect(JSON.stringify(picture)).toMatch(one.arrives);
  }
});

test('every variable that is read has a case', () => {
  const compared = new Set(cases.flatMap(({ env }) => Object.keys(env)).filter((name) => name.startsWith('OTEL_')));
  console.info(`variables compared: ${compared.size}`);
  expect([...readBySdk()].filter((name) => !compared.has(name)).sort()).toEqual([]);
  expect(compared.size).toBeGreaterThanOrEqual(75);
});

async function under(side: Side, one: Case): Promise<{ picture: object; said: Said }> {
  await using otlp = await OtlpServer.start(one.tls === true ? selfSigned : undefined);
  await using grpc = await Receiver.grpc();
  await using zipkin = await Receiver.zipkin();
  const values: Record<string, string> = {
    scheme: one.tls === true ? 'https' : 'http',
    port: new URL(otlp.url).port,
    grpc: String(grpc.port),
    zipkin: String(zipkin.port),
    free: String(await freePort()),
    certificate: join(folder, 'certificate.pem'),
    key: join(folder, 'key.pem'),
    file: join(folder, 'configuration.yaml'),
  };
  const filled = Object.entries({ ...one.env, ...one.test }).map(([name, text]) => [
    name,
    text.replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? ''),
  ]);
  const { ended, said } = await runSide(side, Object.fromEntries(filled) as Record<string, string>);
  if (ended.code !== 0) throw new Error(`${side} ended with ${ended.code}: ${ended.stderr}`);
  return { picture: pictureOf(otlp, [...grpc.seen, ...zipkin.seen], ended, said), said };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** The names in the sources of sdk-node and of what it is made of, those of one signal written out. */
function readBySdk(): Set<string> {
  const packages = /^(sdk-(?!.*instr)|core$|resources$|otlp-|exporter-|propagator-b3$|configuration$)/;
  const scope = join(import.meta.dirname, '../../node_modules/@opentelemetry');
  const names = new Set<string>();
  for (const name of readdirSync(scope).filter((one) => packages.test(one))) {
    const dist = join(scope, name, 'dist');
    for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.mjs'))) {
      const text = readFileSync(join(dist, file), 'utf8');
      for (const [, found = ''] of text.matchAll(/["'`](OTEL_(?:[A-Z_]|\$\{signalIdentifier\})+)["'`]/g)) {
        for (const signal of ['TRACES', 'METRICS', 'LOGS']) names.add(found.replace('${signalIdentifier}', signal));
      }
    }
  }
  return names;
}
