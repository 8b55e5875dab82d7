import { context, propagation, ROOT_CONTEXT, SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { carry, instrumentPartner, resume } from '../../src/index.ts';
import { readCarrier } from '../../src/carrier/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
afterEach(telemetry.reset);
afterAll(telemetry.stop);

const span = <T>(name: string, run: () => T): T =>
  trace.getTracer('app').startActiveSpan(name, { kind: SpanKind.INTERNAL }, (active) => {
    try {
      return run();
    } finally {
      active.end();
    }
  });
const overTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test('what is resumed is a child of what was carried, across JSON', () => {
  const carrier = overTheWire(span('produce', () => carry()));
  expect(resume(carrier, () => span('consume', () => 'done'))).toBe('done');
  expect(telemetry).toHaveTrace({ name: 'produce', children: [{ name: 'consume', children: [] }] });
});

test('a carrier has the W3C form and the time', () => {
  const now = vi.spyOn(Date, 'now').mockReturnValue(1_793_000_000_000);
  const carrier = span('produce', () => carry());
  now.mockRestore();
  const { traceId, spanId } = telemetry.span('produce');
  expect(carrier).toEqual({ traceparent: `00-${traceId}-${spanId}-01`, at: 1_793_000_000_000 });
});

test('a span that sends is marked as one', () => {
  span('produce', () => carry());
  expect(telemetry).toHaveSpan({ name: 'produce', attributes: { 'messaging.operation.type': 'send' } });
});

test('without an active span it is the time alone, and resumes harmlessly', () => {
  const carrier = carry();
  expect(carrier).toEqual({ at: expect.any(Number) });
  span('worker', () => resume(carrier, () => span('consume', () => {})));
  expect(telemetry).toHaveTrace({ name: 'worker', children: [{ name: 'consume' }] });
});

test("other vendors' trace state goes along", () => {
  const foreign = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00', tracestate: 'a=1,b=2' };
  const passedOn = resume(foreign, () => carry());
  expect(passedOn).toEqual({ ...foreign, at: expect.any(Number) });
});

test('ids and flags are written as the specification has them', () => {
  const traceId = '0AF7651916CD43DD8448EB211C80319C';
  const under = { traceId, spanId: 'B7AD6B7169203331', traceFlags: TraceFlags.NONE | 0xfc };
  const carrier = context.with(trace.setSpanContext(ROOT_CONTEXT, under), () => carry());
  expect(carrier.traceparent).toBe('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00');
});

describe('baggage', () => {
  const baggage = propagation.createBaggage({ tenant: { value: 'Höfe, Süd;1' } });
  const inBaggage = <T>(run: () => T): T => context.with(propagation.setBaggage(context.active(), baggage), run);

  test('stays behind unless asked', () => {
    expect(inBaggage(() => carry())).toEqual({ at: expect.any(Number) });
    expect(inBaggage(() => carry({ baggage: false }))).toEqual({ at: expect.any(Number) });
  });

  test('goes along and comes back where asked', () => {
    const carrier = overTheWire(inBaggage(() => carry({ baggage: true })));
    expect(carrier.baggage).toBe('tenant=H%C3%B6fe%2C%20S%C3%BCd%3B1');
    const read = resume(carrier, () => propagation.getActiveBaggage()?.getEntry('tenant')?.value);
    expect(read).toBe('Höfe, Süd;1');
  });

  test('is bounded', () => {
    const huge = propagation.createBaggage(
      Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`k${index}`, { value: 'v'.repeat(500) }])),
    );
    const carrier = context.with(propagation.setBaggage(context.active(), huge), () => carry({ baggage: true }));
    expect(carrier.baggage?.length).toBeLessThanOrEqual(8_192);
  });

  test('of any content comes back or stays behind', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.dictionary(text, text), (entries) => {
        const given = propagation.createBaggage(
          Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, { value }])),
        );
        const carrier = context.with(propagation.setBaggage(ROOT_CONTEXT, given), () => carry({ baggage: true }));
        for (const [key, { value }] of readCarrier(carrier)?.baggage?.getAllEntries() ?? []) {
          expect(value).toBe(entries[key]?.toWellFormed());
        }
      }),
    );
  });
});

describe('inside a partner call', () => {
  test('carries the span of the call, and resumes', async () => {
    const queue = instrumentPartner({ add: async () => carry() }, { partner: 'sqs' });
    const carrier = overTheWire(await queue.add());
    resume(carrier, () => span('consume', () => {}));
    expect(telemetry).toHaveTrace({
      name: 'sqs add',
      kind: 'client',
      attributes: { 'messaging.operation.type': 'send' },
      children: [{ name: 'consume' }],
    });
  });

  test('resumes what came back', async () => {
    const carrier = span('produce', () => carry());
    const queue = instrumentPartner(
      { take: async () => resume(carrier, () => span('consume', () => 1)) },
      { partner: 'sqs' },
    );
    await queue.take();
    expect(telemetry).toHaveTrace({ name: 'produce', children: [{ name: 'consume' }] });
    expect(telemetry).toHaveTrace({ name: 'sqs take', children: [] });
  });
});

describe('resume', () => {
  test.each<[string, unknown]>([
    ['nothing, as an old message has', undefined],
    ['garbage', { traceparent: 'garbage', at: 'now' }],
    ['an id of zeros', { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01` }],
  ])('of %s runs as it is', (_what, carrier) => {
    span('worker', () => resume(carrier, () => span('consume', () => {})));
    expect(telemetry).toHaveTrace({ name: 'worker', children: [{ name: 'consume' }] });
  });

  test('gives what the function gives, and throws what it throws', async () => {
    const carrier = span('produce', () => carry());
    const failure = new Error('no');
    await expect(resume(carrier, async () => 3)).resolves.toBe(3);
    expect(() =>
      resume(carrier, () => {
        throw failure;
      }),
    ).toThrow(failure);
  });

  test('keeps the context over what is awaited', async () => {
    const carrier = span('produce', () => carry());
    await resume(carrier, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      span('later', () => {});
    });
    expect(telemetry).toHaveTrace({ name: 'produce', children: [{ name: 'later' }] });
  });
});

test('without any SDK it carries the time, and resumes', () => {
  telemetry.stop();
  expect(carry({ baggage: true })).toEqual({ at: expect.any(Number) });
  expect(resume(carry(), () => 1)).toBe(1);
  expect(resume({ traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }, () => 2)).toBe(2);
});
