import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { afterEach, expect, test } from 'vitest';
import { outcomeOf, type Outcome } from '../../src/outcome/index.ts';
import { selfSigned } from './self-signed.ts';
import { answering, refusing, replying, silent, type Served } from './servers.ts';

const open: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function using(server: Promise<Served>): Promise<Served> {
  const served = await server;
  open.push(() => served.close());
  return served;
}

async function outcomeOfThrown(result: Promise<unknown>, signals?: AbortSignal[]): Promise<Outcome> {
  const error = await result.then(
    (value) => expect.unreachable(`resolved with ${String(value)}`),
    (thrown: unknown) => thrown,
  );
  return outcomeOf({ kind: 'threw', error }, { signals, expected: undefined, classify: undefined });
}

function failing(emitter: net.Socket | http.ClientRequest | http2.ClientHttp2Session): Promise<unknown> {
  return new Promise((_, reject) => emitter.once('error', reject));
}

async function speakingTls(): Promise<number> {
  const server = https.createServer(selfSigned, (_, response) => response.end());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => void server.close(() => resolve())));
  return (server.address() as net.AddressInfo).port;
}

test('node:net, refused', async () => {
  const { port } = await using(refusing());
  expect(await outcomeOfThrown(failing(net.connect(port, '127.0.0.1')))).toMatchObject({
    status: 'network_error',
    errorType: 'ECONNREFUSED',
  });
});

test('node:net, a name that does not exist', async () => {
  const lookup = (name: string, _: unknown, done: (error: Error) => void): void =>
    done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }));
  const socket = net.connect({ host: 'partner.invalid', port: 1, lookup: lookup as never });
  expect(await outcomeOfThrown(failing(socket))).toMatchObject({ status: 'network_error', errorType: 'ENOTFOUND' });
});

test('node:net, refused over every address family (AggregateError)', async () => {
  const { port } = await using(refusing());
  const lookup = (_: string, __: unknown, done: (error: null, all: object[]) => void): void =>
    done(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
  const socket = net.connect({ host: 'partner.test', port, lookup: lookup as never, autoSelectFamily: true });
  const error = await failing(socket).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AggregateError);
  expect(await outcomeOfThrown(Promise.reject(error as Error))).toMatchObject({ status: 'network_error' });
  // As a wrapper without the code would hand it on
  const bare = new AggregateError((error as AggregateError).errors);
  expect(await outcomeOfThrown(Promise.reject(bare))).toMatchObject({ status: 'network_error' });
});

test('node:net and node:http, aborted by the caller', async () => {
  const { port, url } = await using(silent());
  for (const start of [
    (signal: AbortSignal) => net.connect({ port, host: '127.0.0.1', signal } as net.NetConnectOpts),
    (signal: AbortSignal) => http.get(url, { signal }),
  ]) {
    const controller = new AbortController();
    const result = failing(start(controller.signal));
    controller.abort();
    expect(await outcomeOfThrown(result, [controller.signal])).toMatchObject({ status: 'cancelled' });
  }
});

test('node:http, something that is no HTTP', async () => {
  const { url } = await using(replying(() => 'hello\r\n\r\n'));
  expect(await outcomeOfThrown(failing(http.get(url)))).toMatchObject({
    status: 'error',
    errorType: 'HPE_INVALID_CONSTANT',
  });
});

test('node:http2, refused', async () => {
  const { url } = await using(refusing());
  expect(await outcomeOfThrown(failing(http2.connect(url)))).toMatchObject({ status: 'network_error' });
});

test('node:tls, node:https and fetch, a certificate nobody signed', async () => {
  const port = await speakingTls();
  const expected = { status: 'network_error', errorType: 'DEPTH_ZERO_SELF_SIGNED_CERT', level: 'error' };
  expect(await outcomeOfThrown(failing(tls.connect(port, '127.0.0.1')))).toMatchObject(expected);
  expect(await outcomeOfThrown(failing(https.get(`https://127.0.0.1:${port}`)))).toMatchObject(expected);
  expect(await outcomeOfThrown(fetch(`https://127.0.0.1:${port}`))).toMatchObject(expected);
});

test('node:tls, a certificate of another host', async () => {
  const port = await speakingTls();
  const socket = tls.connect({ port, host: '127.0.0.1', ca: selfSigned.cert, servername: 'partner.test' });
  expect(await outcomeOfThrown(failing(socket))).toMatchObject({
    status: 'network_error',
    errorType: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
});

test('node:tls, a server that speaks none', async () => {
  const { port } = await using(answering({ status: 200 }));
  expect(await outcomeOfThrown(failing(tls.connect(port, '127.0.0.1')))).toMatchObject({ status: 'network_error' });
});

function redis(port: number, options: object): Redis {
  const client = new Redis(port, { lazyConnect: true, enableReadyCheck: false, retryStrategy: () => null, ...options });
  client.on('error', () => {});
  open.push(() => client.disconnect());
  return client;
}

test('ioredis, refused: the connection closed, and the retries used up', async () => {
  const { port } = await using(refusing());
  expect(await outcomeOfThrown(redis(port, {}).get('key'))).toMatchObject({ status: 'network_error' });
  const retrying = redis(port, { maxRetriesPerRequest: 0, retryStrategy: () => 1 });
  expect(await outcomeOfThrown(retrying.get('key'))).toMatchObject({
    status: 'network_error',
    errorType: 'MaxRetriesPerRequestError',
  });
});

test('ioredis, no answer in time', async () => {
  const { port } = await using(silent());
  expect(await outcomeOfThrown(redis(port, { commandTimeout: 20 }).get('key'))).toMatchObject({ status: 'timeout' });
});

test.each(['WRONGPASS invalid username-password pair', 'NOAUTH Authentication required.', 'NOPERM no permissions'])(
  'ioredis, -%s',
  async (reply) => {
    const { port } = await using(
      replying((received) => `-${reply}\r\n`.repeat(received.split(/\*\d+\r\n/).length - 1)),
    );
    expect(await outcomeOfThrown(redis(port, {}).get('key'))).toMatchObject({
      status: 'auth_error',
      errorType: reply.split(' ')[0],
    });
  },
);

const limits = { serverSelectionTimeoutMS: 50, connectTimeoutMS: 20 };

test('mongoose and mongodb, refused', async () => {
  const { port } = await using(refusing());
  const uri = `mongodb://127.0.0.1:${port}/x`;
  const expected = { status: 'network_error', errorType: 'ECONNREFUSED' };
  expect(await outcomeOfThrown(mongoose.createConnection(uri, limits).asPromise())).toMatchObject(expected);
  expect(await outcomeOfThrown(new mongoose.mongo.MongoClient(uri, limits).connect())).toMatchObject(expected);
});

test('mongoose and mongodb, no server selected in time', async () => {
  const { port } = await using(silent());
  const uri = `mongodb://127.0.0.1:${port}/x`;
  expect(await outcomeOfThrown(mongoose.createConnection(uri, limits).asPromise())).toMatchObject({
    status: 'timeout',
  });
  expect(await outcomeOfThrown(new mongoose.mongo.MongoClient(uri, limits).connect())).toMatchObject({
    status: 'timeout',
  });
});

test('mongoose, a query that waited for a connection', async () => {
  const model = mongoose.createConnection().model('Job', new mongoose.Schema({}, { bufferTimeoutMS: 10 } as object));
  expect(await outcomeOfThrown(model.find().exec())).toMatchObject({ status: 'timeout' });
});

test('mongodb, credentials refused', async () => {
  const error = new mongoose.mongo.MongoServerError({
    message: 'Authentication failed.',
    code: 18,
    codeName: 'AuthenticationFailed',
  });
  expect(await outcomeOfThrown(Promise.reject(error))).toMatchObject({
    status: 'auth_error',
    errorType: 'AuthenticationFailed',
    statusCode: undefined,
  });
});
