import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Redactor } from '../../src/redaction/index.ts';

const redactor = new Redactor();
const shown = (value: unknown): any => redactor.value(value);

test('secrets are told by key, at any depth and of any kind', () => {
  expect(
    shown({
      password: 's3cret',
      headers: { authorization: 'Bearer x', 'Set-Cookie': ['sid=1', 'b=2'], 'x-api-key': 'k', accept: '*/*' },
      list: [{ clientSecret: 's3cret' }, { db: { password: 123_456, port: 5_432 } }],
      credentials: { user: 'me', pass: 's3cret' },
      otp: 123_456,
      max_tokens: 500,
      token: null,
      'session.id': 'a1',
      tokenized: true,
    }),
  ).toEqual({
    password: 'REDACTED',
    headers: { authorization: 'REDACTED', 'Set-Cookie': ['REDACTED'], 'x-api-key': 'REDACTED', accept: '*/*' },
    list: [{ clientSecret: 'REDACTED' }, { db: { password: 'REDACTED', port: 5_432 } }],
    credentials: 'REDACTED',
    otp: 'REDACTED',
    max_tokens: 500,
    token: null,
    'session.id': 'a1',
    tokenized: true,
  });
});

test('Maps, Sets, and what stands for a value when it is written', () => {
  const url = new URL('https://me:s3cret@partner.test/x');
  const document = { toJSON: () => ({ password: 's3cret', id: 1 }) };
  expect(
    shown(
      new Map<unknown, unknown>([
        ['token', 's3cret'],
        [{}, 'a'],
        ['n', 1],
      ]),
    ),
  ).toEqual(
    new Map<unknown, unknown>([
      ['token', 'REDACTED'],
      [{}, 'a'],
      ['n', 1],
    ]),
  );
  expect(shown(new Set(['token=s3cret', 1]))).toEqual(new Set(['token=REDACTED', 1]));
  expect(shown({ url, document })).toEqual({
    url: 'https://REDACTED:REDACTED@partner.test/x',
    document: { password: 'REDACTED', id: 1 },
  });
  expect(shown({ 'https://me:s3cret@partner.test/': 1 })).toEqual({ 'https://REDACTED:REDACTED@partner.test/': 1 });
  expect(shown(['run', '--password', 's3cret', '--token=s3cret', '-v', 'x'])).toEqual([
    'run',
    '--password',
    'REDACTED',
    '--token=REDACTED',
    '-v',
    'x',
  ]);
});

test('an error keeps its class, and loses the secrets in its message, stack, causes and fields', () => {
  class PartnerError extends Error {
    override name = 'PartnerError';
    config = { headers: { Authorization: 'Bearer s3cret' }, url: '/x?api_key=s3cret' };
  }
  const error = new PartnerError('no https://me:s3cret@partner.test', { cause: new Error('token=s3cret') });
  const copy = shown({ error }).error as PartnerError & { cause: Error };
  expect(copy).toBeInstanceOf(PartnerError);
  expect(copy.message).toBe('no https://REDACTED:REDACTED@partner.test');
  expect(copy.stack).toMatch(/REDACTED@partner.test\n +at /);
  expect(copy.cause.message).toBe('token=REDACTED');
  expect(copy.config).toEqual({ headers: { Authorization: 'REDACTED' }, url: '/x?api_key=REDACTED' });
  expect(Object.keys(copy)).toEqual(Object.keys(error));
  expect(inspect(copy, { depth: 9 })).not.toContain('s3cret');
  expect(error.config.url).toContain('s3cret');
});

test('what has no secrets comes back as it is, the very object', () => {
  const values = [
    { a: [1, 'x', { b: new Date(0), c: /x/, d: null, e: undefined }], f: () => 1, g: 1n, h: Symbol('s') },
    new Map([['a', 1]]),
    new Set(['a']),
    new Error('no'),
    Buffer.from('token=s3cret'),
    [],
    Object.create(null),
  ];
  for (const value of values) expect(shown(value)).toBe(value);
  const attributes = { 'http.request.method': 'GET', n: 1, ok: true, list: ['a', 'b'] };
  expect(redactor.attributes(attributes)).toBe(attributes);
});

test('a value is read within bounds: depth, size, cycles', () => {
  let deep: unknown = { password: 's3cret' };
  for (let level = 0; level < 50; level += 1) deep = { deep };
  expect(JSON.stringify(shown(deep))).toMatch(/^(\{"deep":){8}"…"\}{8}$/);

  const cycle: Record<string, unknown> = { a: 1 };
  cycle['self'] = cycle;
  expect(shown(cycle)).toEqual({ a: 1, self: '[circular]' });

  const wide = Array.from({ length: 20_000 }, (_, index) => ({ password: 's3cret', index }));
  const written = JSON.stringify(shown(wide));
  expect(written).not.toContain('s3cret');
  expect(shown(Array.from({ length: 20_000 }, () => 1))).toHaveLength(10_001);

  const long = Array.from({ length: 100 }, () => 'word '.repeat(8_000));
  expect(JSON.stringify(shown(long)).length).toBeLessThan(300_000);
});

test('a text of 100 MB costs no more than what of it is read', () => {
  const huge = 'token=s3cret '.repeat(8_000_000);
  const start = process.cpuUsage().user;
  expect(redactor.text(huge).length).toBeLessThanOrEqual(32_768);
  expect(redactor.attributes({ huge }).huge).not.toContain('s3cret');
  expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(2_000);
});

const throwing = {
  get a(): string {
    throw new Error('no');
  },
  b: 'token=s3cret',
};
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const trap = (): never => {
  throw new Error('no');
};

test.each<[string, unknown, unknown]>([
  ['a getter that throws', throwing, { a: 'REDACTED', b: 'token=REDACTED' }],
  ['a revoked Proxy', revoked, 'REDACTED'],
  ['a Proxy that throws', new Proxy({}, { get: trap, ownKeys: trap, getPrototypeOf: trap }), 'REDACTED'],
  ['toJSON that throws', { toJSON: trap }, 'REDACTED'],
  [
    'toJSON that gives itself',
    Object.assign(
      { x: 1 },
      {
        toJSON() {
          return this;
        },
      },
    ),
    expect.objectContaining({ x: 1 }),
  ],
  [
    'a key that is a prototype',
    JSON.parse('{"__proto__":{"password":"s3cret"}}'),
    JSON.parse('{"__proto__":{"password":"REDACTED"}}'),
  ],
  [
    'an error whose stack throws',
    Object.defineProperty(new Error('token=s3cret'), 'stack', { get: trap }),
    expect.objectContaining({ message: 'token=REDACTED', stack: 'REDACTED' }),
  ],
  ['an array whose elements throw', Object.defineProperty([1, 2], 1, { get: trap }), 'REDACTED'],
  ['a BigInt, a symbol, a function', [1n, Symbol.iterator, trap], [1n, Symbol.iterator, trap]],
])('%s is harmless', (_, value, expected) => {
  expect(shown(value)).toEqual(expected);
  expect(redactor.attributes({ value })).toEqual({ value: expected });
});

test('no value makes it throw, nothing planted is left, and the given stays as it was', () => {
  const planted = fc.constantFrom(
    { password: 'planted' },
    'https://me:planted@partner.test',
    new Map([['token', 'planted']]),
    ['Authorization: planted'],
    Object.assign(new Error('secret=planted'), { apiKey: 'planted' }),
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.anything({
        withBigInt: true,
        withMap: true,
        withSet: true,
        withDate: true,
        withNullPrototype: true,
        withObjectString: true,
        withTypedArray: true,
        withSparseArray: true,
      }),
      planted,
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('any'), { maxKeys: 4 }),
    ),
  })).any;
  fc.assert(
    fc.property(value, (given) => {
      const before = inspect(given, { depth: 20 });
      const left = redactor.value(given);
      expect(inspect(left, { depth: 20 })).not.toContain('planted');
      expect(inspect(given, { depth: 20 })).toBe(before);
      expect(inspect(redactor.attributes({ given }), { depth: 20 })).not.toContain('planted');
    }),
    { numRuns: 300 },
  );
});
