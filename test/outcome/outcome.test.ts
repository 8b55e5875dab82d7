import { diag, DiagLogLevel } from '@opentelemetry/api';
import { expect, test, vi } from 'vitest';
import { outcomeOf, type Outcome, type Reading } from '../../src/outcome/index.ts';
import type { CallStatus } from '../../src/signals/index.ts';

const nothing: Reading = { signals: undefined, expected: undefined, classify: undefined };

function thrown(error: unknown, reading: Partial<Reading> = {}): Outcome {
  return outcomeOf({ kind: 'threw', error }, { ...nothing, ...reading });
}

function returned(value: unknown, reading: Partial<Reading> = {}): Outcome {
  return outcomeOf({ kind: 'returned', value }, { ...nothing, ...reading });
}

function errorWith(properties: object, name?: string, message = 'no'): Error {
  return Object.assign(new Error(message), properties, name === undefined ? {} : { name });
}

function classed(name: string, properties: object = {}): Error {
  return Object.assign(new ({ [name]: class extends Error {} }[name] as typeof Error)('no'), properties);
}

const aborted = AbortSignal.abort();
const response = (status: number, headers = {}): object => ({ response: { status, headers } });

test.each<[string, unknown, CallStatus, string | undefined]>([
  ['undefined', undefined, 'error', '_OTHER'],
  ['0', 0, 'error', '_OTHER'],
  ["''", '', 'error', '_OTHER'],
  ['null', null, 'error', '_OTHER'],
  ['a symbol', Symbol('no'), 'error', '_OTHER'],
  ['a text that quotes a code', 'connect ECONNREFUSED 127.0.0.1:80', 'network_error', 'ECONNREFUSED'],
  ['a plain object', { message: 'no' }, 'error', '_OTHER'],
  ['a plain object with a name', { name: 'Jane' }, 'error', '_OTHER'],
  ['an Error', new Error('no'), 'error', '_OTHER'],
  ['a class', new TypeError('no'), 'error', 'TypeError'],
  ['a code', errorWith({ code: 'E_PAYMENT' }), 'error', 'E_PAYMENT'],
  ['a code that is prose', errorWith({ code: 'it went wrong' }, 'OddError'), 'error', 'OddError'],
  ['a code too long', errorWith({ code: 'X'.repeat(65) }, 'OddError'), 'error', 'OddError'],
  ['a class named as a property of every object', classed('constructor'), 'error', 'constructor'],
  ['a Response', new Response('', { status: 429 }), 'rate_limited', '429'],
  ['a status of its own', classed('SatlocError', { status: 401 }), 'auth_error', '401'],
  ['a class alone that says rate limit', classed('RateLimitError'), 'rate_limited', 'RateLimitError'],
  ['a class alone that says credentials', classed('AuthenticationError'), 'auth_error', 'AuthenticationError'],
  ["a team's error around axios's", new Error('upload', { cause: errorWith(response(503)) }), 'server_error', '503'],
  [
    'a status, made up, before a network code',
    errorWith({ status: 500, code: 'ECONNREFUSED' }),
    'network_error',
    'ECONNREFUSED',
  ],
  ['a response before a network code', errorWith({ ...response(502), code: 'ECONNRESET' }), 'server_error', '502'],
  [
    'a network code after a good head',
    errorWith({ ...response(200), code: 'ECONNRESET' }),
    'network_error',
    'ECONNRESET',
  ],
  ['304, as octokit throws it', errorWith(response(304)), 'success', undefined],
  ['a redirect refused', errorWith(response(302), 'MaxRedirectsError'), 'error', 'MaxRedirectsError'],
  [
    "GitHub's secondary limit",
    errorWith(response(403), 'HttpError', 'You have exceeded a secondary rate limit'),
    'rate_limited',
    '403',
  ],
  [
    'AWS, throttled by mark',
    errorWith({ $retryable: { throttling: true }, $metadata: { httpStatusCode: 400 } }),
    'rate_limited',
    '400',
  ],
  [
    'AWS, throttled by name',
    errorWith({ $metadata: { httpStatusCode: 400 } }, 'ThrottlingException'),
    'rate_limited',
    '400',
  ],
  ['smithy: a reset renamed', errorWith({ code: 'ECONNRESET' }, 'TimeoutError'), 'network_error', 'ECONNRESET'],
  ['gaxios: digits as code', errorWith({ code: '404' }), 'client_error', '404'],
  ['gRPC', errorWith({ code: 14, details: 'no', metadata: {} }), 'network_error', 'UNAVAILABLE'],
  ['gRPC', errorWith({ code: 8, details: 'no', metadata: {} }), 'rate_limited', 'RESOURCE_EXHAUSTED'],
  ['PostgreSQL', errorWith({ code: '28P01' }), 'auth_error', '28P01'],
  ['knex', errorWith({}, 'KnexTimeoutError'), 'timeout', 'KnexTimeoutError'],
  ['cockatiel', classed('BrokenCircuitError'), 'rejected', 'BrokenCircuitError'],
  ['cockatiel', classed('BulkheadRejectedError'), 'rejected', 'BulkheadRejectedError'],
  ['cockatiel', classed('TaskCancelledError'), 'timeout', 'TaskCancelledError'],
  ['opossum', errorWith({ code: 'EOPENBREAKER' }), 'rejected', 'EOPENBREAKER'],
  ['got', classed('CancelError', { code: 'ERR_CANCELED' }), 'cancelled', undefined],
  ['an abort of nobody the caller knows', new DOMException('no', 'AbortError'), 'timeout', 'AbortError'],
  ...['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ECONNABORTED', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'].map(
    (code) => [code, errorWith({ code }), 'timeout', code] as [string, unknown, CallStatus, string],
  ),
  ...[
    'EAI_AGAIN',
    'EPIPE',
    'EHOSTUNREACH',
    'CERT_HAS_EXPIRED',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ].map((code) => [code, errorWith({ code }), 'network_error', code] as [string, unknown, CallStatus, string]),
])('thrown: %s', (_, value, status, errorType) => {
  expect(thrown(value)).toMatchObject({ status, errorType });
});

test.each<[string, unknown, CallStatus, number | undefined]>([
  ['undefined', undefined, 'success', undefined],
  ['an empty text', '', 'success', undefined],
  ['a Response, ok', new Response('', { status: 201 }), 'success', 201],
  ['a Response, not ok', new Response('', { status: 404 }), 'client_error', 404],
  ['a Response, not modified', new Response(null, { status: 304 }), 'success', 304],
  ['AWS output', { $metadata: { httpStatusCode: 200 } }, 'success', 200],
  ['openapi-fetch', { error: {}, response: new Response('', { status: 503 }) }, 'server_error', 503],
  ['data with a status', { status: 500, id: 'job' }, 'success', undefined],
  ['data with a status in words', { status: 'failed', headers: {} }, 'success', undefined],
  ['an Error as data', new Error('no'), 'success', undefined],
])('returned: %s', (_, value, status, statusCode) => {
  expect(returned(value)).toMatchObject({ status, statusCode });
});

test('a success without a status code is one frozen object', () => {
  const outcome = returned({ id: 'job' });
  expect(returned(undefined)).toBe(outcome);
  expect(Object.isFrozen(outcome)).toBe(true);
});

test('no getter of a plain result runs', () => {
  const get = vi.fn();
  const result = Object.defineProperties({}, { status: { get }, id: { get }, response: { get }, ok: { get } });
  expect(returned(result).status).toBe('success');
  expect(get).not.toHaveBeenCalled();
});

test.each<[CallStatus, Outcome['level']]>([
  ['success', 'debug'],
  ['cancelled', 'debug'],
  ['client_error', 'warn'],
  ['rate_limited', 'warn'],
  ['rejected', 'warn'],
  ['timeout', 'error'],
  ['auth_error', 'error'],
  ['network_error', 'error'],
  ['server_error', 'error'],
  ['error', 'error'],
])('%s is said at %s, and classify may say it', (status, level) => {
  expect(returned({ ok: false }, { classify: () => status })).toMatchObject({ status, level });
  expect(thrown(new Error('no'), { classify: () => status })).toMatchObject({ status, level });
});

test('classify comes before expected and before an abort', () => {
  const classify = (): CallStatus => 'rejected';
  expect(thrown(errorWith(response(404)), { classify, expected: [404] })).toMatchObject({
    status: 'rejected',
    statusCode: 404,
  });
  expect(thrown(aborted.reason, { classify, signals: [aborted] })).toMatchObject({ status: 'rejected' });
});

test('a classify that throws, or says no status, changes nothing and is told once', async () => {
  const warn = vi.fn();
  diag.setLogger({ error() {}, warn, info() {}, debug() {}, verbose() {} }, DiagLogLevel.ALL);
  const rejected = vi.fn();
  process.once('unhandledRejection', rejected);
  for (const classify of [
    () => {
      throw Object.assign(new Error('hook'), { stack: Symbol('no text') });
    },
    () => 'fine',
    () => Promise.reject(new Error('async')),
  ]) {
    expect(thrown(errorWith(response(500)), { classify: classify as never }).status).toBe('server_error');
    expect(returned(1, { classify: classify as never }).status).toBe('success');
  }
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', rejected);
  diag.disable();
  expect(rejected).not.toHaveBeenCalled();
  expect(warn).toHaveBeenCalledTimes(1);
});

test('an answer that came before the caller gave up is what the partner said', () => {
  expect(thrown(errorWith(response(500)), { signals: [aborted] }).status).toBe('server_error');
});

test('an error that says nothing, with the caller gone, is the abort', () => {
  expect(thrown(new Error('stopped'), { signals: [aborted] }).status).toBe('cancelled');
  expect(thrown(new Error('stopped'), { signals: [new AbortController().signal] }).status).toBe('error');
});
