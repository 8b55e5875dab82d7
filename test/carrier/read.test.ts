import { TraceFlags } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCarrier } from '../../src/carrier/index.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const parent = `00-${traceId}-${spanId}-01`;
const contextOf = (carrier: unknown) => readCarrier(carrier)?.spanContext;
const stateOf = (tracestate: unknown) => contextOf({ traceparent: parent, tracestate })?.traceState?.serialize();

describe('a traceparent', () => {
  test('is read as a remote span', () => {
    expect(contextOf({ traceparent: parent })).toEqual({
      traceId,
      spanId,
      traceFlags: TraceFlags.SAMPLED,
      isRemote: true,
    });
  });

  test.each([
    ['not sampled', `00-${traceId}-${spanId}-00`, 0],
    ['sampled and random, as level 2 has it', `00-${traceId}-${spanId}-03`, 3],
    ['with flags that nobody knows', `00-${traceId}-${spanId}-ff`, 3],
    ['of a later version', `01-${traceId}-${spanId}-01`, 1],
    ['of a later version, with flags of its own', `cc-${traceId}-${spanId}-03`, 1],
    ['of a later version that goes on', `cc-${traceId}-${spanId}-01-what-the-future-brings`, 1],
    ['of a later version that ends in a dash', `cc-${traceId}-${spanId}-01-`, 1],
    ['with blanks around it', `  ${parent}\t`, 1],
  ])('%s is read', (_what, traceparent, traceFlags) => {
    expect(contextOf({ traceparent })).toMatchObject({ traceId, spanId, traceFlags });
  });

  test.each([
    ['of version ff', `ff-${traceId}-${spanId}-01`],
    ['of version 00 that goes on', `${parent}-00`],
    ['of version 00 that ends in a dash', `${parent}-`],
    ['of a later version that goes on without a dash', `cc-${traceId}-${spanId}-01.more`],
    ['in capitals', parent.toUpperCase()],
    ['with one capital', parent.replace('a', 'A')],
    ['with a trace id of zeros', `00-${'0'.repeat(32)}-${spanId}-01`],
    ['with a span id of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['with a short trace id', `00-${traceId.slice(1)}-${spanId}-01`],
    ['with a long span id', `00-${traceId}-${spanId}0-01`],
    ['with a letter that is no digit', `00-${traceId.replace('a', 'g')}-${spanId}-01`],
    ['with a short version', `0-${traceId}-${spanId}-01`],
    ['without flags', `00-${traceId}-${spanId}`],
    ['with flags of one digit', `00-${traceId}-${spanId}-1`],
    ['that is empty', ''],
    ['that is a number', 17],
    ['that came twice', [parent, parent]],
  ])('%s is none', (_what, traceparent) => {
    expect(readCarrier({ traceparent, tracestate: 'congo=t61rcWkgMzE' })).toBeUndefined();
  });
});

describe('a tracestate', () => {
  test.each([
    ['as it stands', 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE', 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE'],
    ['of a tenant', 'fw529a3039@dt=FfgAAAABeYw', 'fw529a3039@dt=FfgAAAABeYw'],
    ['with blanks and empty members', 'foo=1 \t , \t bar=2,,', 'foo=1,bar=2'],
    ['of several headers', ['foo=1', 'bar=2,baz=3'], 'foo=1,bar=2,baz=3'],
    ['with members that are none', 'foo=1,bar,=3,BAZ=4,qux=a=b', 'foo=1'],
  ])('%s is read', (_what, tracestate, read) => {
    expect(stateOf(tracestate)).toBe(read);
  });

  test.each([
    ['empty', ''],
    ['no text', 3],
    ['nothing but garbage', ';;;'],
    ['far too long', 'a'.repeat(100_000)],
  ])('that is %s leaves the trace as it is', (_what, tracestate) => {
    expect(contextOf({ traceparent: parent, tracestate })).toMatchObject({ traceId, spanId });
    expect(stateOf(tracestate)).toBeUndefined();
  });

  test('keeps the first 32 members', () => {
    const members = Array.from({ length: 40 }, (_, index) => `k${index}=${index}`);
    expect(stateOf(members.join(','))).toBe(members.slice(0, 32).join(','));
  });

  test('beyond 512 characters loses its long members first, then the last ones', () => {
    const long = `long=${'x'.repeat(200)}`;
    const short = Array.from({ length: 10 }, (_, index) => `k${index}=${'y'.repeat(47)}`);
    expect(stateOf([long, ...short].join(','))).toBe(short.slice(0, 10).join(','));
    const more = Array.from({ length: 20 }, (_, index) => `k${String(index).padStart(2, '0')}=${'y'.repeat(47)}`);
    const kept = stateOf(more.join(','))?.split(',') ?? [];
    expect(kept).toEqual(more.slice(0, kept.length));
    expect(kept.join(',').length).toBeLessThanOrEqual(512);
    expect(kept).toHaveLength(9);
  });
});

describe('carriers of other services and other places', () => {
  test.each<[string, unknown]>([
    ["Python's dict, as JSON", JSON.parse(`{"traceparent": "${parent}", "tracestate": "congo=t61rcWkgMzE"}`)],
    ["Go's http.Header, as JSON", JSON.parse(`{"Traceparent": ["${parent}"], "Tracestate": ["congo=t61rcWkgMzE"]}`)],
    ['headers of Kafka, as bytes', { traceparent: Buffer.from(parent), tracestate: Buffer.from('congo=t61rcWkgMzE') }],
    ['metadata of bullmq-otel, which is JSON text', `{"traceparent":"${parent}","tracestate":"congo=t61rcWkgMzE"}`],
    ['headers with much else', { HOST: 'a', traceParent: parent, TRACESTATE: 'congo=t61rcWkgMzE' }],
  ])('%s', (_what, carrier) => {
    const read = readCarrier(carrier);
    expect(read?.spanContext).toMatchObject({ traceId, spanId, traceFlags: 1, isRemote: true });
    expect(read?.spanContext?.traceState?.serialize()).toBe('congo=t61rcWkgMzE');
    expect(read?.at).toBeUndefined();
  });

  test('a bare traceparent, as a column holds it', () => {
    expect(contextOf(parent)).toMatchObject({ traceId, spanId });
  });
});

describe('the time of a carrier', () => {
  const at = Date.UTC(2026, 10, 1);

  test('is read, with a trace or without', () => {
    expect(readCarrier({ traceparent: parent, at })?.at).toBe(at);
    expect(readCarrier({ at })).toEqual({ spanContext: undefined, at, baggage: undefined });
  });

  test.each([
    ['in seconds', at / 1_000],
    ['negative', -at],
    ['NaN', Number.NaN],
    ['infinite', Infinity],
    ['a text', String(at)],
  ])('%s is none', (_what, wrong) => {
    expect(readCarrier({ at: wrong })).toBeUndefined();
  });
});

describe('baggage of a carrier', () => {
  const baggageOf = (baggage: unknown) =>
    readCarrier({ baggage })
      ?.baggage?.getAllEntries()
      .map(([key, { value, metadata }]) => [key, value, metadata?.toString()]);

  test('is read, whatever else fails', () => {
    expect(
      baggageOf('userId=Am%C3%A9lie , serverNode=DF%2028;region=eu;ttl, bad key=1,=2,broken=%E0%A4%A,last='),
    ).toEqual([
      ['userId', 'Amélie', undefined],
      ['serverNode', 'DF 28', 'region=eu;ttl'],
      ['last', '', undefined],
    ]);
  });

  test('is bounded, and cannot reach a prototype', () => {
    expect(baggageOf(Array.from({ length: 1_000 }, (_, index) => `k${index}=1`).join(','))).toHaveLength(64);
    expect(baggageOf('a'.repeat(10_000))).toBeUndefined();
    expect(baggageOf('__proto__=1')).toEqual([['__proto__', '1', undefined]]);
  });
});

describe('garbage', () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['a symbol', Symbol('a')],
    ['an empty object', {}],
    ['a text', 'no carrier'],
    ['broken JSON', '{"traceparent":'],
    ['JSON of nothing', '{}'],
    ['a list in itself', cyclic],
    ['a field that is a list in itself', { traceparent: cyclic }],
    ['a field of bytes that are none', { traceparent: new Uint8Array(1_000_000) }],
    ['a getter that throws', Object.defineProperty({}, 'traceparent', { get: () => assertNever() })],
    ['a revoked Proxy', revoked.proxy],
    ['a text of a megabyte', `{${' '.repeat(1_000_000)}}`],
  ])('%s is no carrier', (_what, value) => {
    expect(readCarrier(value)).toBeUndefined();
  });

  test('of any kind is survived', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withTypedArray: true, withNullPrototype: true }), (value) => {
        readCarrier(value);
        readCarrier({ traceparent: value, tracestate: value, baggage: value, at: value });
      }),
    );
  });

  test('of any text leaves a valid traceparent what it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (traceparent, tracestate, baggage) => {
        expect(contextOf({ traceparent, tracestate, baggage })).toBeUndefined();
        expect(contextOf({ traceparent: parent, tracestate, baggage })).toMatchObject({ traceId, spanId });
      }),
    );
  });
});

function assertNever(): never {
  throw new Error('read');
}
