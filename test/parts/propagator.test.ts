import { context, diag, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { instrumentPartner, instrumentStage, instrumentSync, resume } from '../../src/index.ts';
import { partnerPropagator } from '../../src/parts/index.ts';

const w3c = new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] });
const said: string[] = [];

const written = (): string[] => {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return Object.keys(headers).sort();
};
const all = ['baggage', 'traceparent'];
const within = <T>(run: () => T): T =>
  trace
    .getTracer('test')
    .startActiveSpan('work', () =>
      context.with(
        propagation.setBaggage(context.active(), propagation.createBaggage({ customer: { value: 'acme' } })),
        run,
      ),
    );

beforeEach(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [] }));
  said.length = 0;
  const line = (text: string): void => void said.push(text);
  diag.setLogger({ error: line, warn: line, info() {}, debug() {}, verbose() {} });
});

afterEach(() => {
  for (const one of [context, trace, propagation, diag]) one.disable();
});

test('within a call nothing is written, beside it all', async () => {
  propagation.setGlobalPropagator(partnerPropagator(w3c));
  const client = { ask: async () => written(), sent: async () => written() };
  await within(async () => {
    const kept = instrumentPartner(client, { partner: 'kept' });
    expect(written()).toEqual(all);
    expect(await kept.ask()).toEqual([]);
    expect(written()).toEqual(all);
    expect(await instrumentPartner({ ...client }, { partner: 'sent', propagate: true }).ask()).toEqual(all);
  });
  expect(said).toEqual([]);
});

test('what a client does by itself after the call stays within it', async () => {
  propagation.setGlobalPropagator(partnerPropagator(w3c));
  const later = Promise.withResolvers<string[]>();
  const client = { start: async () => void setTimeout(() => later.resolve(written()), 5) };
  await within(() => instrumentPartner(client, { partner: 'poller' }).start());
  expect(await later.promise).toEqual([]);
});

test('the nearest call decides', async () => {
  propagation.setGlobalPropagator(partnerPropagator(w3c));
  const inner = (propagate: boolean) =>
    instrumentPartner({ ask: async () => written() }, { partner: `inner-${propagate}`, propagate });
  const outer = { ask: async () => [await inner(true).ask(), await inner(false).ask()] };
  expect(await within(() => instrumentPartner(outer, { partner: 'outer', propagate: true }).ask())).toEqual([all, []]);
  expect(await within(() => instrumentPartner({ ...outer }, { partner: 'outer-2' }).ask())).toEqual([all, []]);
});

test('a sync, a stage or a message that begins in a callback of the client is work of the application', async () => {
  propagation.setGlobalPropagator(partnerPropagator(w3c));
  const sync = instrumentSync(async () => written(), { partner: 'messages', operation: 'pull' });
  const stage = instrumentStage(async () => written(), { stage: 'parse' });
  const carrier = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
  const client = { each: async (handle: () => Promise<unknown>) => handle() };
  const messages = instrumentPartner(client, { partner: 'messages' });
  await within(async () => {
    expect(await messages.each(async () => written())).toEqual([]);
    expect(await messages.each(async () => sync())).toEqual(all);
    expect(await messages.each(async () => stage())).toEqual(all);
    expect(await messages.each(async () => resume(carrier, written))).toEqual(all);
    const call = instrumentPartner({ ask: async () => written() }, { partner: 'in-a-sync' });
    expect(await instrumentSync(async () => call.ask(), { partner: 'in-a-sync', operation: 'pull' })()).toEqual([]);
  });
});

test('what is received is read as before', () => {
  const ours = partnerPropagator(w3c);
  const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', baggage: 'a=b' };
  const getter = { get: (from: any, key: string) => from[key], keys: Object.keys };
  const read = ours.extract(context.active(), headers, getter);
  expect(trace.getSpanContext(read)).toMatchObject({ spanId: 'b7ad6b7169203331', isRemote: true });
  expect(propagation.getBaggage(read)?.getEntry('a')?.value).toBe('b');
  expect(ours.fields()).toEqual(w3c.fields());
});

test('under a propagator of another SDK one line names the partner that receives headers', async () => {
  propagation.setGlobalPropagator(w3c);
  const client = () => ({ ask: async () => written() });
  const talkative = instrumentPartner(client(), { partner: 'talkative' });
  await within(async () => {
    await talkative.ask();
    await talkative.ask();
    await instrumentPartner(client(), { partner: 'talkative' }).ask();
    await instrumentPartner(client(), { partner: 'meant', propagate: true }).ask();
  });
  expect(said).toEqual([
    expect.stringMatching(/requests to partner 'talkative' carry baggage, traceparent, .*partnerPropagator\(\) of/),
  ]);
});

test('ours is recognised among others, and where there is none nothing is said', async () => {
  await within(() => instrumentPartner({ ask: async () => 1 }, { partner: 'none' }).ask());
  propagation.setGlobalPropagator(new CompositePropagator({ propagators: [partnerPropagator(w3c)] }));
  await within(() => instrumentPartner({ ask: async () => 1 }, { partner: 'composed' }).ask());
  expect(said).toEqual([]);
});
