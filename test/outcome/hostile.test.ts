import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callStatuses, type CallStatus } from '../../src/signals/index.ts';
import { callerSignals, describeError, outcomeOf } from '../../src/outcome/index.ts';

const keys = [
  'status',
  'statusCode',
  'response',
  '$metadata',
  '$response',
  '$retryable',
  'code',
  'codeName',
  'name',
  'constructor',
  'cause',
  'errors',
  'original',
  'detail',
  'headers',
  'message',
  'stack',
  'signal',
  'abortSignal',
  'request',
  'aborted',
  'reason',
  'type',
  'data',
  'extensions',
  'then',
  'get',
  'httpStatusCode',
  'addEventListener',
  '__proto__',
];

function thrower(): never {
  throw new Error('hostile');
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** Every trap throws. */
const trapped = new Proxy({}, new Proxy({}, { get: () => thrower }));
/** Every property is another of its kind, without end. */
const endless: object = new Proxy(() => {}, { get: () => endless, has: () => true });
const unending: object = new Proxy(
  {},
  { get: (_, key) => (key === 'stack' ? 'x' : new Proxy({}, { get: () => unending })) },
);

const cycle = new Error('a', { cause: new Error('b') });
(cycle.cause as Error).cause = cycle;
const many = new AggregateError(Array.from({ length: 1_000 }, (_, index) => new Error(`${index}`)));
many.errors.push(many);

const strangers: readonly unknown[] = [
  trapped,
  endless,
  unending,
  cycle,
  many,
  revoked({}),
  revoked([]),
  revoked(() => {}),
  Object.create(null),
  Symbol('s'),
  10n,
  NaN,
  new Error('x', { cause: revoked({}) }),
  Object.assign(new Error('y'), { errors: revoked([]) }),
  Object.assign(new Error('z'), { message: Symbol('m'), stack: 1, name: {}, code: Symbol('c') }),
  AbortSignal.abort(revoked({})),
];

/** Made when called: fast-check itself looks into the values it makes, and does not survive a revoked Proxy. */
type Make = () => unknown;

const ways = ['value', 'throws', 'gives'] as const;
const kinds = [() => ({}), () => new Error('no'), () => () => {}, () => ({ headers: {}, status: 500 })] as const;

const hostile = fc.letrec<{ value: Make; object: Make }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.nat(strangers.length - 1).map(
      (index): Make =>
        () =>
          strangers[index],
    ),
    fc.anything().map(
      (value): Make =>
        () =>
          value,
    ),
    fc.integer({ min: 0, max: 700 }).map(
      (value): Make =>
        () =>
          value,
    ),
    tie('object'),
  ),
  object: fc
    .tuple(
      fc.array(fc.tuple(fc.constantFrom(...keys), tie('value'), fc.constantFrom(...ways))),
      fc.constantFrom(...kinds),
    )
    .map(([properties, kind]): Make => () => {
      const target = kind();
      for (const [key, make, way] of properties) {
        const value = make();
        const found = way === 'value' ? { value } : { get: way === 'throws' ? thrower : () => value };
        Reflect.defineProperty(target, key, { ...found, configurable: true, enumerable: true });
      }
      return target;
    }),
})).value;

function check(value: unknown, told: unknown): void {
  const signals = callerSignals([value, { signal: value }, { request: value }]);
  for (const classify of [undefined, () => told as CallStatus, thrower]) {
    for (const ending of [{ kind: 'threw', error: value } as const, { kind: 'returned', value } as const]) {
      const outcome = outcomeOf(ending, { signals, expected: [404], classify });
      expect(callStatuses).toContain(outcome.status);
      expect(outcome.errorType === undefined).toBe(outcome.status === 'success' || outcome.status === 'cancelled');
      expect((outcome.errorType ?? '').length).toBeLessThanOrEqual(64);
    }
  }
  const { type, message, firstLine, stacktrace } = describeError(value);
  for (const [text, most] of [
    [type, 64],
    [message, 2_048],
    [firstLine, 256],
    [stacktrace ?? '', 16_384],
  ] as const) {
    expect(typeof text).toBe('string');
    expect(text.length).toBeLessThanOrEqual(most);
  }
  expect(firstLine).not.toMatch(/[\r\n]/);
}

test.each(strangers.map((value, index) => [index, value] as const))('stranger %i is survived', (_, value) => {
  check(value, value);
});

test('nothing that can be thrown or returned makes it throw', () => {
  fc.assert(
    fc.property(hostile, hostile, (value, told) => check(value(), told())),
    { numRuns: 2_000 },
  );
});

test('a chain without end is read in bounded time', () => {
  let reads = 0;
  const chain: object = new Proxy({}, { get: () => ((reads += 1), Object.create(chain) as object) });
  outcomeOf({ kind: 'threw', error: chain }, { signals: undefined, expected: undefined, classify: undefined });
  describeError(chain);
  expect(reads).toBeLessThan(2_000);
});
