import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerSignals, outcomeOf, type Ending, type Outcome } from '../../src/outcome/index.ts';
import type { CallStatus } from '../../src/signals/index.ts';
import { returning, throwing, type Client, type Made } from './clients.ts';
import { answering, hangingUp, refusing, silent, type Served } from './servers.ts';

/** What a client must be told of, by the status code of the answer. */
const byCode: readonly (readonly [number, CallStatus])[] = [
  [400, 'client_error'],
  [401, 'auth_error'],
  [403, 'auth_error'],
  [404, 'client_error'],
  [408, 'timeout'],
  [429, 'rate_limited'],
  [500, 'server_error'],
  [503, 'server_error'],
  [504, 'timeout'],
];

/** An error that every SDK of the table can parse: stripe and AWS want their own shapes. */
const body = '{"message":"no","error":{"message":"no","type":"some_error"}}';
const xml = '<?xml version="1.0"?><Error><Code>SomeCode</Code><Message>no</Message></Error>';

const served = new Map<string, Served>();

beforeAll(async () => {
  for (const [status] of byCode) {
    served.set(`${status}`, await answering({ status, body }));
    // Slack takes the wait from there, and fails without it
    served.set(
      `${status} AWS SDK S3`,
      await answering({ status, body: xml, headers: { 'content-type': 'application/xml' } }),
    );
  }
  // Slack takes the wait from the header, and gives an HTTP error without it
  served.set('429', await answering({ status: 429, body, headers: { 'retry-after': '1' } }));
  served.set('403 limited', await answering({ status: 403, body, headers: { 'x-ratelimit-remaining': '0' } }));
  served.set('403 retry', await answering({ status: 403, body, headers: { 'retry-after': '60' } }));
  served.set('200', await answering({ status: 200, body: '{"ok":true}' }));
  served.set('slow down', await answering({ status: 503, body: xml.replace('SomeCode', 'SlowDown') }));
  served.set('bad key', await answering({ status: 403, body: xml.replace('SomeCode', 'InvalidAccessKeyId') }));
  served.set('not authed', await answering({ status: 200, body: '{"ok":false,"error":"invalid_auth"}' }));
  served.set(
    'graphql',
    await answering({ status: 200, body: '{"errors":[{"message":"no","extensions":{"code":"UNAUTHENTICATED"}}]}' }),
  );
  served.set('refusing', await refusing());
  served.set('hanging up', await hangingUp());
  served.set('silent', await silent());
});

afterAll(async () => {
  for (const server of served.values()) await server.close();
});

function url(...names: readonly string[]): string {
  for (const name of names) {
    const server = served.get(name);
    if (server !== undefined) return server.url;
  }
  throw new Error(`no server ${names.join(', ')}`);
}

async function come(
  { args, result }: Made,
  expected?: readonly number[],
): Promise<{ ending: Ending; outcome: Outcome }> {
  const signals = callerSignals(args);
  const ending: Ending = await result.then(
    (value) => ({ kind: 'returned', value }),
    (error: unknown) => ({ kind: 'threw', error }),
  );
  return { ending, outcome: outcomeOf(ending, { signals, expected, classify: undefined }) };
}

async function outcomeOfCall(made: Made, expected?: readonly number[]): Promise<Outcome> {
  return (await come(made, expected)).outcome;
}

const clients = [...throwing, ...returning];
const named = (name: string): Client => clients.find((client) => client.name === name) as Client;

describe.each(clients.map((client) => [client.name, client] as const))('%s', (name, client) => {
  test.each(byCode)('an answer of %i is %s', async (code, status) => {
    const { ending, outcome } = await come(client.call(url(`${code} ${name}`, `${code}`), {}));
    expect(ending.kind).toBe(returning.includes(client) ? 'returned' : 'threw');
    // Slack keeps no status code in its rate limit error
    if (name === 'slack' && code === 429) {
      expect(outcome).toMatchObject({ status, errorType: 'slack_webapi_rate_limited_error' });
    } else {
      expect(outcome).toMatchObject({ status, statusCode: code, errorType: `${code}` });
    }
  });

  test('an expected status code is a success that keeps its code', async () => {
    const outcome = await outcomeOfCall(client.call(url(`404 ${name}`, '404'), {}), [404]);
    expect(outcome).toEqual({ status: 'success', statusCode: 404, errorType: undefined, level: 'debug' });
  });

  test('a refused connection is network_error, whatever its server might have said', async () => {
    const outcome = await outcomeOfCall(client.call(url('refusing'), {}), [500]);
    const refused = { status: 'network_error', errorType: 'ECONNREFUSED', statusCode: undefined, level: 'error' };
    expect(outcome).toEqual(refused);
  });

  test('a connection dropped before the answer is network_error', async () => {
    const { status, statusCode, errorType } = await outcomeOfCall(client.call(url('hanging up'), {}));
    expect({ status, statusCode }).toEqual({ status: 'network_error', statusCode: undefined });
    expect(errorType).toMatch(/^(ECONNRESET|UND_ERR_SOCKET)$/);
  });
});

// S3 says so in its code instead, see below
const limitable = clients.filter(({ name }) => name !== 'AWS SDK S3');

test.each(limitable)('$name: a 403 with no requests left, or a time to wait, is rate_limited', async ({ call }) => {
  for (const server of ['403 limited', '403 retry']) {
    expect(await outcomeOfCall(call(url(server), {}))).toMatchObject({ status: 'rate_limited', statusCode: 403 });
  }
});

const limited = clients.filter(({ takes }) => takes !== 'signal');

test.each(limited)('$name: its own time limit is timeout', async ({ call }) => {
  const outcome = await outcomeOfCall(call(url('silent'), { timeout: 20 }));
  expect(outcome).toMatchObject({ status: 'timeout', statusCode: undefined, level: 'error' });
  expect(outcome.errorType).toMatch(/time_?d?out|ECONNABORTED/i);
});

// ofetch drops its `timeout` where a signal is given, and waits for ever
const limitedBeside = clients.filter(({ takes, name }) => takes === 'both' && !name.startsWith('ofetch'));

test.each(limitedBeside)('$name: its own time limit is timeout beside a signal not aborted', async ({ call }) => {
  const { signal } = new AbortController();
  expect(await outcomeOfCall(call(url('silent'), { timeout: 20, signal }))).toMatchObject({ status: 'timeout' });
});

describe.each(clients.filter(({ takes }) => takes !== 'timeout'))('$name', ({ name, call }) => {
  test.each([
    ['no reason', undefined],
    ['an error', new Error('the user went away')],
    ['a text', 'the user went away'],
    ['null', null],
  ])('the caller aborting with %s is cancelled', async (_, reason) => {
    const controller = new AbortController();
    const made = call(url('silent'), { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 10);
    const cancelled = { status: 'cancelled', errorType: undefined, statusCode: undefined, level: 'debug' };
    expect(await outcomeOfCall(made, [500])).toEqual(cancelled);
  });

  test("the caller's time limit is timeout", async () => {
    const outcome = await outcomeOfCall(call(url('silent'), { signal: AbortSignal.timeout(20) }));
    // got makes an error of its own from it, with the code of its own time limits
    const errorType = name.startsWith('got') ? 'ETIMEDOUT' : 'TimeoutError';
    expect(outcome).toMatchObject({ status: 'timeout', errorType, statusCode: undefined });
  });

  test('an abort by a signal that is not among the arguments is timeout', async () => {
    // axios has a class for a cancelling of the caller's own, and openai and anthropic too: those stay cancelled
    const explicit = name.startsWith('axios') || name === 'openai' || name === 'anthropic';
    const controller = new AbortController();
    const { result } = call(url('silent'), { signal: controller.signal });
    setTimeout(() => controller.abort(), 10);
    expect(await outcomeOfCall({ args: [], result })).toMatchObject({ status: explicit ? 'cancelled' : 'timeout' });
  });
});

describe.each(returning.map((client) => [client.name, client] as const))('%s', (_, client) => {
  test('a success keeps its status code, and is one object for all', async () => {
    const first = await outcomeOfCall(client.call(url('200'), {}));
    expect(first).toEqual({ status: 'success', statusCode: 200, errorType: undefined, level: 'debug' });
    expect(await outcomeOfCall(client.call(url('200'), {}))).toBe(first);
  });
});

test.each([
  ['AWS SDK S3', 'slow down', { status: 'rate_limited', statusCode: 503 }],
  ['AWS SDK S3', 'bad key', { status: 'auth_error', statusCode: 403 }],
  ['slack', 'not authed', { status: 'auth_error', errorType: 'invalid_auth' }],
  ['graphql-request', 'graphql', { status: 'auth_error', errorType: 'UNAUTHENTICATED' }],
] as const)("%s: a partner's own word for it (%s) is heard", async (name, server, expected) => {
  expect(await outcomeOfCall(named(name).call(url(server), {}))).toMatchObject(expected);
});
