import { mock } from 'node:test';
// @ts-expect-error It comes without types.
import sinon from 'sinon';
import { vi } from 'vitest';
import { transparent } from '../harness.ts';

class Client {
  #token = 'secret';
  readonly jobs = { list: async (): Promise<string[]> => [this.#token] };
  async get(id: string): Promise<string> {
    return `${id} ${this.#token}`;
  }
  get token(): string {
    return this.#token;
  }
}

const made = (): { client: Client; plain: { get(id: string): Promise<string> } } => ({
  client: new Client(),
  plain: { get: async (id) => `plain ${id}` },
});

/** The ways of mocking libraries to put a function over a method, and to take it away again. */
const libraries: Record<
  string,
  (object: any, method: string) => { calls(): unknown[]; fake(value: unknown): unknown; restore(): void }
> = {
  'vi.spyOn': (object, method) => {
    const spy = vi.spyOn(object, method);
    return {
      calls: () => [vi.isMockFunction(object[method]), spy.mock.calls, object[method].mock?.calls],
      fake: (value) => spy.mockResolvedValue(value),
      restore: () => spy.mockRestore(),
    };
  },
  'node:test': (object, method) => {
    const spy = mock.method(object, method);
    return {
      calls: () => [
        spy.mock.callCount(),
        object[method].mock?.callCount(),
        spy.mock.calls.map(({ arguments: given }: { arguments: unknown[] }) => given),
      ],
      fake: (value) => spy.mock.mockImplementation(async () => value),
      restore: () => spy.mock.restore(),
    };
  },
  sinon: (object, method) => {
    const spy = sinon.stub(object, method);
    spy.callThrough();
    return {
      calls: () => [spy.callCount, object[method].callCount, spy.args],
      fake: (value) => spy.resolves(value),
      restore: () => spy.restore(),
    };
  },
  // As jest does it.
  'assignment of what wraps the original': (object, method) => {
    const own = Object.hasOwn(object, method);
    const original = object[method];
    const calls: unknown[] = [];
    let fake: unknown;
    object[method] = function (...args: unknown[]): unknown {
      calls.push(args);
      return fake === undefined ? original.apply(this, args) : Promise.resolve(fake);
    };
    return {
      calls: () => calls,
      fake: (value) => (fake = value),
      restore: () => {
        if (own) object[method] = original;
        else delete object[method];
      },
    };
  },
};

/** How many of the calls to fakes are seen: those that are called by way of us. */
for (const [library, spyOn] of Object.entries(libraries)) {
  for (const [owner, key] of [
    ['client', 'get'],
    ['plain', 'get'],
    ['client.jobs', 'list'],
  ] as const) {
    const overClass = owner === 'client' && library !== 'assignment of what wraps the original';
    transparent(`${library} over ${owner}.${key}, passed through, faked and restored`, {
      make: made,
      async script(all, log) {
        const object: any = owner === 'client.jobs' ? all.client.jobs : owner === 'client' ? all.client : all.plain;
        const spy = spyOn(object, key);
        log('through', await object[key]('1'), spy.calls());
        spy.fake('faked');
        log('faked', await object[key]('2'), spy.calls());
        spy.restore();
        log('restored', await object[key]('3'), spy.calls(), object[key], Reflect.ownKeys(object));
      },
      // A fake that is assigned stays the very function, and is seen where it calls the original.
      calls: Array.from({ length: overClass ? 3 : 2 }, () => `${owner}.${key}`),
    });

    transparent(`${library} over ${owner}.${key}, before wrapping`, {
      make: () => {
        const all = made();
        const object: any = owner === 'client.jobs' ? all.client.jobs : owner === 'client' ? all.client : all.plain;
        return Object.assign(all, { spy: [spyOn(object, key)] });
      },
      async script(all, log) {
        const object: any = owner === 'client.jobs' ? all.client.jobs : owner === 'client' ? all.client : all.plain;
        log('through', await object[key]('1'), all.spy[0]!.calls());
        all.spy[0]!.restore();
        log('restored', await object[key]('2'));
      },
      calls: [`${owner}.${key}`, `${owner}.${key}`],
    });
  }
}

transparent('assigned spies are the very functions, objects the very objects', {
  make: () => new Client(),
  async script(client, log) {
    const spy = vi.fn(async () => 'spied');
    client.get = spy;
    log('same', client.get === spy, await client.get('1'), spy.mock.calls);
    const jobs = { list: vi.fn(async () => ['spied']) };
    Object.assign(client, { jobs });
    log('jobs', client.jobs === jobs, await client.jobs.list(), jobs.list.mock.calls);
  },
});

transparent('getters are spied on', {
  make: () => new Client(),
  script(client, log) {
    const spy = vi.spyOn(client, 'token', 'get').mockReturnValue('spied');
    log('spied', client.token, spy.mock.calls);
    spy.mockRestore();
    log('restored', client.token);
  },
});
