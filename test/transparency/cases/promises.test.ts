/* oxlint-disable unicorn/no-single-promise-in-promise-methods, typescript/await-thenable -- what nobody should write is what is tried here */
import { runInNewContext } from 'node:vm';
import { setTimeout as wait } from 'node:timers/promises';
import { transparent, settled } from '../harness.ts';
import { ownKeys } from '../describe.ts';
import type { Log } from '../harness.ts';

class Failed extends Error {
  override readonly name = 'Failed';
  readonly code = 'EFAIL';
}

class Own<T> extends Promise<T> {
  readonly extra = 'extra';
  tag(): string {
    return 'tagged';
  }
}

function extended<T>(promise: Promise<T>): Promise<T> & { json(): Promise<string> } {
  return Object.assign(promise, { json: async () => `json of ${String(await promise)}` });
}

/** The ways in which a client makes a promise of its answer. */
const kinds: Record<string, (work: () => unknown) => Promise<unknown>> = {
  'plain promise': async (work) => work(),
  'plain promise, later': async (work) => {
    await wait(1);
    return work();
  },
  'promise settled at once': (work) => {
    try {
      return Promise.resolve(work());
    } catch (error) {
      return Promise.reject(error);
    }
  },
  'promise of a subclass': (work) => new Own((resolve) => resolve(Promise.resolve().then(work))),
  'promise with extras': (work) => extended(Promise.resolve().then(work)),
  'promise with a symbol': (work) => Object.assign(Promise.resolve().then(work), { [Symbol.for('x')]: 1 }),
  'frozen promise': (work) => Object.freeze(Promise.resolve().then(work)),
  'frozen promise of a subclass': (work) => Object.freeze(new Own((resolve) => resolve(Promise.resolve().then(work)))),
  'promise of another realm': (work) => realm(work),
};

const realm = runInNewContext('(work) => Promise.resolve().then(work)') as (work: () => unknown) => Promise<unknown>;

const error = new Failed('no');

/** The ways in which people handle what comes, or do not. */
const ways: Record<string, (promise: Promise<any>, log: Log) => unknown> = {
  awaited: async (promise, log) => log('value', await promise),
  then: (promise, log) =>
    promise.then(
      (value) => log('value', value),
      (reason: unknown) => log('reason', reason === error, reason),
    ),
  'then, then catch': (promise, log) =>
    promise.then((value) => log('value', value)).catch((reason: unknown) => log('reason', reason)),
  catch: (promise, log) => promise.catch((reason: unknown) => log('reason', reason)),
  finally: (promise, log) => promise.finally(() => log('finally')).catch(() => log('caught')),
  all: (promise, log) =>
    Promise.all([promise, 1]).then(
      (values) => log('all', values),
      (reason: unknown) => log('reason', reason),
    ),
  allSettled: async (promise, log) => log('settled', await Promise.allSettled([promise])),
  race: (promise, log) =>
    Promise.race([promise, wait(50)]).then(
      (value) => log('race', value),
      (reason: unknown) => log('reason', reason),
    ),
  any: (promise, log) =>
    Promise.any([promise]).then(
      (value) => log('any', value),
      (reason: unknown) => log('reason', reason),
    ),
  returned: async (promise, log) =>
    (async () => promise)().then(
      (value) => log('value', value),
      (reason: unknown) => log('reason', reason),
    ),
  'handled late': async (promise, log) => {
    await settled();
    await promise.then(
      (value) => log('late', value),
      (reason: unknown) => log('late reason', reason),
    );
  },
  never: () => {},
  'twice, once unhandled': (promise, log) => {
    promise.catch(() => log('caught'));
    void promise.then(() => log('value'));
  },
  'raced and left': (promise, log) => {
    void Promise.race([promise, settled().then(() => 'first')]).then((value) => log('race', value));
  },
};

for (const [kind, make] of Object.entries(kinds)) {
  for (const end of ['resolved', 'rejected'] as const) {
    for (const [way, handle] of Object.entries(ways)) {
      const status = end === 'resolved' ? 'get' : 'get error';
      transparent(`${kind}, ${end}, ${way}`, {
        make: () => ({
          get: () =>
            make(() => {
              if (end === 'rejected') throw error;
              return { value: 1 };
            }),
        }),
        async script(client, log) {
          const promise = client.get();
          log(
            'promise',
            Object.isExtensible(promise),
            promise instanceof Promise,
            ownKeys(promise),
            Object.isFrozen(promise),
          );
          try {
            await handle(promise, log);
          } catch (caught) {
            log('caught', caught === error);
          }
          await settled();
        },
        // What can be neither replaced nor changed cannot be observed.
        calls: kind === 'frozen promise of a subclass' ? [] : [status],
      });
    }
  }
}

transparent('an answer kept by the client is the same each time', {
  make: () => {
    const plainOne = Promise.resolve({ a: 1 });
    const own = Own.resolve(2);
    let failing: Promise<never> | undefined;
    return { plain: () => plainOne, own: () => own, fail: () => (failing ??= Promise.reject(error)), kept: own };
  },
  async script(client, log) {
    log('same', client.plain() === client.plain(), client.own() === client.own(), client.own() === client.kept);
    log('value', (await client.plain()) === (await client.plain()), await client.own());
    const [one, two] = [client.fail(), client.fail()];
    log('fail', one === two);
    one.catch(() => log('caught'));
    await two.catch(() => log('caught'));
  },
  calls: ['plain', 'plain', 'own', 'own', 'own', 'plain', 'plain', 'own', 'fail error', 'fail error'],
});

transparent('thrown values of every kind, with their identity', {
  make: () => ({
    reject: async (value: unknown) => {
      throw value;
    },
    throw(value: unknown): Promise<unknown> {
      if (value !== 'no') throw value;
      return Promise.resolve(1);
    },
  }),
  async script(client, log) {
    const own = Object.assign(new Failed('own'), { response: { status: 503 }, toString: undefined });
    await client.throw('no');
    for (const value of [
      undefined,
      null,
      0,
      '',
      false,
      own,
      'text',
      Symbol.for('s'),
      () => 1,
      Object.freeze({ a: 1 }),
    ]) {
      try {
        await client.reject(value);
      } catch (caught) {
        log('rejected', Object.is(caught, value), caught);
      }
      try {
        void client.throw(value);
      } catch (caught) {
        log('threw', Object.is(caught, value), caught);
      }
    }
  },
  calls: [
    'throw',
    ...['error', 'error', 'error', 'error', 'error', 'server_error', 'error', 'error', 'error', 'error'].flatMap(
      (status) => [`reject ${status}`, `throw ${status}`],
    ),
  ],
});

transparent('hostile values, resolved and thrown', {
  make: () => {
    const hostile = () =>
      new Proxy(
        {},
        {
          get: (_target, key) => {
            if (key === 'then') return undefined;
            throw new Error(`read ${String(key)}`);
          },
          has: () => {
            throw new Error('has');
          },
          getPrototypeOf: () => {
            throw new Error('prototype');
          },
          ownKeys: () => {
            throw new Error('keys');
          },
          getOwnPropertyDescriptor: () => {
            throw new Error('descriptor');
          },
        },
      );
    const one = hostile();
    return {
      resolve: async () => one,
      reject: () => Promise.reject(one),
      now: () => one,
      throw: () => {
        throw one as Error;
      },
    };
  },
  async script(client, log) {
    const value: unknown = await client.resolve();
    log('resolved', typeof value);
    log('now', client.now() === value);
    await client.reject().catch((caught: unknown) => log('rejected', caught === value));
    try {
      client.throw();
    } catch (caught) {
      log('threw', caught === value);
    }
  },
  calls: ['resolve', 'reject error'],
});

transparent('a promise that resolves to the client', {
  make: () =>
    new (class Client {
      async connect(): Promise<this> {
        return this;
      }
      async get(): Promise<number> {
        return 1;
      }
    })(),
  async script(client, log) {
    const same = await client.connect();
    log('same', same === client, await same.get());
    await client.connect().then((connected) => log('then', connected === client));
    log('all', (await Promise.all([client.connect()]))[0] === client);
  },
  calls: ['connect', 'get', 'connect', 'connect'],
});

transparent('a client that is no thenable, and one that is', {
  make: () => ({
    then: undefined as unknown,
    plain: { get: async () => 1 },
    thenable: { then: (yes: (value: number) => void) => yes(7) },
  }),
  async script(client, log) {
    log('await', (await client) === client, (await client.plain) === client.plain, await client.thenable);
    log('resolve', await Promise.resolve(client.thenable), await Promise.all([client.thenable]));
  },
});

transparent('sync methods', {
  make: () => ({
    add: (a: number, b: number) => a + b,
    fail: (): never => {
      throw error;
    },
    name: () => 'n',
  }),
  script(client, log) {
    log('add', client.add(1, 2), client.name());
    try {
      client.fail();
    } catch (caught) {
      log('threw', caught === error);
    }
  },
});

transparent('a method that answers now and later', {
  make: () => {
    let cached: number | undefined;
    return { get: () => cached ?? Promise.resolve().then(() => (cached = 1)) };
  },
  async script(client, log) {
    log('first', await client.get());
    const second = client.get();
    log('second', second, typeof second);
  },
  calls: ['get', 'get'],
});
