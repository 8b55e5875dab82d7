import { context, createContextKey, trace } from '@opentelemetry/api';
import { afterAll, afterEach, expect, test } from 'vitest';
import { controls, instrumentPartner } from '../../src/index.ts';
import { startTestTelemetry } from '../../src/testing/index.ts';
import { collectGarbage, settled } from './harness.ts';

const telemetry = startTestTelemetry();
const tracer = trace.getTracer('app');
const active = (): string => {
  const span = trace.getActiveSpan() as { name?: string } | undefined;
  return span?.name ?? 'none';
};

class Query {
  async exec(): Promise<string> {
    await settled();
    return active();
  }
  then(yes?: (value: string) => unknown, no?: (reason: unknown) => unknown): Promise<unknown> {
    return this.exec().then(yes, no);
  }
  finally(done: () => void): Promise<string> {
    return this.exec().finally(done);
  }
}

function makeClient() {
  const client = {
    async get(): Promise<string[]> {
      const before = active();
      await settled();
      tracer.startSpan('http').end();
      return [before, active()];
    },
    self: async (): Promise<string[]> => client.get(),
    sync: () => active(),
    query: () => new Query(),
    callback: (done: (value: string) => void) => void setTimeout(() => done(active()), 1),
    work: async <T>(run: () => Promise<T>): Promise<T> => run(),
    async *pages() {
      yield active();
      await settled();
      yield active();
    },
  };
  return client;
}

const client = instrumentPartner(makeClient(), { partner: 'ctx' });
const observed = instrumentPartner(makeClient(), { partner: 'ctx', operations: { callbacks: ['callback'] } });
// Paths are learnt: what answers with a promise has its span ahead of the call.
await client.get();
telemetry.reset();

afterEach(telemetry.reset);
afterAll(() => {
  controls(client).dispose();
  telemetry.stop();
});

async function inside<T>(work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan('caller', async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });
}

test('the span of a call is active inside it, and the caller’s after it', async () => {
  const seen = await inside(async () => [await client.get(), active()]);
  expect(seen).toEqual([['ctx get', 'ctx get'], 'caller']);
  expect(telemetry.tree({ attributes: [], details: false })).toBe('caller\n  ctx get (client)\n    http');
});

test('handlers of promises and lazies run in the context of the caller', async () => {
  const seen = await inside(async () => [
    await client.get().then(active),
    await client.query(),
    await client.query().then(active),
    await new Promise((done) => void client.query().finally(() => done(active()))),
    active(),
  ]);
  expect(seen).toEqual(['caller', 'ctx query', 'caller', 'caller', 'caller']);
});

test('an observed callback runs in the context of the caller', async () => {
  const ask = (from: typeof client) => inside(() => new Promise((done) => from.callback(() => done(active()))));
  expect(await ask(observed)).toBe('caller');
});

test('a generator works in its call, its reader in the caller’s context', async () => {
  const seen: string[] = [];
  await inside(async () => {
    for await (const page of client.pages()) seen.push(page, active());
  });
  expect(seen).toEqual(['ctx pages', 'caller', 'ctx pages', 'caller']);
});

test('other values of the context pass through a call', async () => {
  const key = createContextKey('of the caller');
  const wrapped = instrumentPartner({ get: async () => context.active().getValue(key) }, { partner: 'ctx' });
  expect(await context.with(context.active().setValue(key, 'kept'), () => wrapped.get())).toBe('kept');
  const set = context.with(context.active().setValue(key, 'outer'), () =>
    instrumentPartner(
      {
        get: async () =>
          context.with(context.active().setValue(key, 'inner'), () => [context.active().getValue(key), active()]),
      },
      { partner: 'ctx' },
    ).get(),
  );
  expect(await set).toEqual(['inner', 'ctx get']);
});

test('what a client calls on itself is not seen; the same client called from work given to it is', async () => {
  await client.self();
  expect(telemetry.tree({ attributes: [], details: false })).toBe('ctx self (client)\n  http');
  telemetry.reset();
  await client.work(() => client.get());
  expect(telemetry.tree({ attributes: [], details: false })).toBe('ctx work (client)\n  ctx get (client)\n    http');
  expect(await telemetry.metric('partner.api.requests', { partner: 'ctx' })).toBe(2);
});

test('another client of the same partner inside a call keeps an internal span and is counted nowhere', async () => {
  const http = instrumentPartner(makeClient(), { partner: 'ctx' });
  const outer = instrumentPartner({ get: async () => http.get() }, { partner: 'ctx' });
  await outer.get();
  expect(telemetry.tree({ attributes: [], details: false })).toBe('ctx get (client)\n  ctx get\n    http');
  expect(await telemetry.metric('partner.api.requests', { partner: 'ctx' })).toBe(1);
});

test('a client of another partner counts: inside a call, held, put in, and given as an argument', async () => {
  const other = instrumentPartner(makeClient(), { partner: 'other ctx' });
  const outer = instrumentPartner(
    {
      other: undefined as typeof other | undefined,
      held: async () => other.get(),
      given: async (one: typeof other) => one.get(),
      put: async (): Promise<unknown> => outer.other?.get(),
    },
    { partner: 'ctx' },
  );
  outer.other = other;
  expect(outer.other).toBe(other);
  await outer.held();
  await outer.given(other);
  await outer.other.get();
  expect(await telemetry.metric('partner.api.requests', { partner: 'other ctx' })).toBe(3);
  expect(await telemetry.metric('partner.api.requests', { partner: 'ctx' })).toBe(2);
  controls(other).dispose();
});

test('wrapped twice is given back and counted once', async () => {
  expect(instrumentPartner(client, { partner: 'ctx' })).toBe(client);
  await instrumentPartner(client, { partner: 'ctx' }).get();
  expect(await telemetry.metric('partner.api.requests', { partner: 'ctx' })).toBe(1);
  expect(() => instrumentPartner(client, { partner: 'elsewhere' })).toThrow(
    /'ctx', under which this client is wrapped already/,
  );
});

test('dropped clients are collected, with what they answered', async () => {
  let refs: WeakRef<object>[] = [];
  await (async () => {
    const raw = makeClient();
    const wrapped = instrumentPartner(raw, { partner: 'ctx' });
    await wrapped.get();
    refs = [new WeakRef(raw), new WeakRef(wrapped), new WeakRef(wrapped.get)];
  })();
  await collectGarbage();
  expect(refs.map((ref) => ref.deref())).toEqual([undefined, undefined, undefined]);
});
