import { formatWithOptions, inspect } from 'node:util';
import { expect, test, vi } from 'vitest';
import { instrumentPartner, unwrap } from '../../src/index.ts';
import { startTestTelemetry } from '../../src/testing/index.ts';
import { settled } from './harness.ts';

/** What no Proxy can be equal in: one test a row of the README's table, with the way round it. */

class Client {
  #token = 'secret';
  readonly shared = { get: async () => 1 };
  readonly also = this.shared;
  readonly listeners: ((this: unknown) => void)[] = [];
  readonly settings = { a: 1 };

  static is(value: object): boolean {
    return #token in value;
  }
  async get(): Promise<string> {
    return this.#token;
  }
  get token(): string {
    return this.#token;
  }
  tell(): void {
    for (const listener of this.listeners) listener.call(this);
  }
  give(work: (client: Client) => unknown): unknown {
    return work(this);
  }
  async job(): Promise<{ client: Client }> {
    return { client: this };
  }
  context(): { run(): void } {
    return { run: () => {} };
  }
}

/** How many rejections Node finds unhandled. */
async function unhandledOf(work: () => unknown): Promise<number> {
  let found = 0;
  const listeners = process.rawListeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', () => (found += 1));
  try {
    work();
    await settled();
    return found;
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener as () => void);
  }
}

const partner = 'impossible';
const raw = (): Client => new Client();
const wrap = (client = raw()): Client => instrumentPartner(client, { partner });

test('brand checks and methods of the class called from outside see a Proxy: unwrap', async () => {
  const client = wrap();
  expect(Client.is(client)).toBe(false);
  expect(Client.is(unwrap(client))).toBe(true);
  await expect(Client.prototype.get.call(client)).rejects.toThrow(/private/);
});

test('structuredClone refuses a Proxy: unwrap', () => {
  const client = instrumentPartner({ settings: { a: 1 }, sub: { name: 'n' } }, { partner });
  expect(() => structuredClone(client)).toThrow(/could not be cloned/);
  expect(structuredClone(unwrap(client))).toEqual({ settings: { a: 1 }, sub: { name: 'n' } });
});

test('a reference kept before wrapping is the raw client: wrap at construction, or unwrap', () => {
  const before = raw();
  const seen = new WeakSet<object>([before]);
  const client = wrap(before);
  expect([client === before, seen.has(client), seen.has(unwrap(client))]).toEqual([false, false, true]);
});

test('listeners and functions given have the raw client, and a result may hold it: calls on it are unseen', async () => {
  const client = wrap();
  const seen: unknown[] = [];
  client.listeners.push(function (this: unknown) {
    seen.push(this);
  });
  client.tell();
  seen.push(
    client.give((given) => given),
    (await client.job()).client,
  );
  // What is given back at once is wrapped again.
  expect(seen.map((one) => one === client)).toEqual([false, true, false]);
  expect(seen.map((one) => unwrap(one) === unwrap(client))).toEqual([true, true, true]);
});

test('two names of one object are two resources', () => {
  const client = wrap();
  expect([client.shared === client.also, unwrap(client.shared) === unwrap(client.also)]).toEqual([false, true]);
});

test('a method is not the one of the class, and hides its source', () => {
  const client = wrap();
  expect([client.get === Client.prototype.get, unwrap(client.get) === Client.prototype.get]).toEqual([false, true]);
  expect(String(client.get)).toBe('function () { [native code] }');
  expect(String(unwrap(client.get))).toContain('this.#token');
});

test('what looks behind the Proxy without asking sees its empty target: unwrap', () => {
  const client = wrap();
  expect(inspect(client)).toBe(inspect(unwrap(client)));
  // As console.dir and %o do.
  expect(inspect(client, { customInspect: false })).not.toBe(inspect(unwrap(client), { customInspect: false }));
  expect(formatWithOptions({}, '%o', client)).toContain('Proxy');
});

test('the text of a TypeError for what is fixed tells of a Proxy', () => {
  const client = instrumentPartner(Object.freeze({ a: 1 }), { partner });
  expect(() => Object.assign(client, { a: 2 })).toThrow(TypeError);
  expect(() => Object.assign(client, { a: 2 })).toThrow(/proxy/);
});

test('a plain promise is answered by one derived from it, once, and a microtask later', async () => {
  const kept = Promise.resolve(1);
  const client = instrumentPartner({ kept, get: () => kept }, { partner });
  expect([client.get() === kept, client.get() === client.get()]).toEqual([false, true]);
  expect(await Promise.race([client.get(), Promise.resolve('first')])).toBe('first');
});

test('who reads the constructor of a promise that stays the very one counts as handling it', async () => {
  const client = instrumentPartner(
    { get: () => Object.assign(Promise.reject(new Error('no')), { id: 1 }) },
    { partner },
  );
  using _telemetry = startTestTelemetry();
  expect(await unhandledOf(() => client.get().constructor)).toBe(0);
  expect(await unhandledOf(() => client.get())).toBe(1);
});

test('a rejection that nobody handles is silent where a function was given that may have heard of it', async () => {
  const client = instrumentPartner({ get: async (_done: unknown) => Promise.reject(new Error('no')) }, { partner });
  expect(await unhandledOf(() => client.get(() => {}))).toBe(0);
  expect(await unhandledOf(() => client.get(async () => {}))).toBe(1);
});

test('a rejection that the client itself has handled before it returned the promise is unhandled: handle it', async () => {
  const make = () => ({
    send() {
      const sent = Promise.reject(new Error('no'));
      sent.catch(() => {});
      return sent;
    },
  });
  expect(await unhandledOf(() => make().send())).toBe(0);
  expect(await unhandledOf(() => instrumentPartner(make(), { partner }).send())).toBe(1);
});

test('a lazy, a generator and a promise with extras stay the very ones, with a prototype slipped in', async () => {
  class Query {
    then(yes: (value: number) => unknown): unknown {
      return yes(1);
    }
  }
  const one = new Query();
  const client = instrumentPartner({ find: () => one }, { partner });
  using _telemetry = startTestTelemetry();
  const found = client.find();
  expect([found === one, found instanceof Query, found.constructor === Query]).toEqual([true, true, true]);
  expect(Object.getPrototypeOf(found) === Query.prototype).toBe(false);
  expect(found.then === Query.prototype.then).toBe(false);
});

test('a frozen class or callable is inspected as a function, from Node 26 on what is frozen as a Proxy: unwrap', () => {
  const client = instrumentPartner(Object.freeze(class Frozen {}), { partner });
  expect(Object.isFrozen(client)).toBe(true);
  expect(inspect(client)).not.toBe(inspect(unwrap(client)));
  expect(inspect(unwrap(client))).toBe('[class Frozen]');
});

test('accessors taken out of a descriptor are those of the raw client', () => {
  const client = wrap();
  const accessor = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(client), 'token')?.get;
  expect(() => accessor?.call(client)).toThrow(/private/);
  expect([accessor?.call(unwrap(client)), client.token]).toEqual(['secret', 'secret']);
});

test('a spy defined over a method of a class is called by way of us, and is another function than the one read', async () => {
  const client = wrap();
  const spy = vi.spyOn(client, 'get');
  expect([client.get === spy, unwrap(client.get) === spy, await client.get()]).toEqual([false, true, 'secret']);
  expect(client.get).toHaveBeenCalledOnce();
  expect(spy.mock.contexts[0] === unwrap(client)).toBe(true);
});
