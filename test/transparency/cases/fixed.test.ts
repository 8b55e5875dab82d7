import { transparent } from '../harness.ts';
import type { Log } from '../harness.ts';

function makeClient() {
  return {
    version: 1,
    get: async (id: number) => ({ id }),
    jobs: { list: async () => [1], options: { a: 1 } },
    get state(): string {
      return 'open';
    },
  };
}

type Client = ReturnType<typeof makeClient>;

async function use(client: Client, log: Log): Promise<void> {
  log('get', await client.get(1), await client.jobs.list(), client.jobs.options, client.state);
  log('same', client.get === client.get, client.jobs === client.jobs);
  log('keys', Reflect.ownKeys(client), Object.keys(client), 'get' in client, 'x' in client);
  for (const [key, { value, ...flags }] of Object.entries(Object.getOwnPropertyDescriptors(client))) {
    log(key, flags.writable, flags.enumerable, flags.configurable, typeof value, value === Reflect.get(client, key));
  }
  log(
    'reflect',
    Reflect.set(client, 'version', 2),
    Reflect.set(client, 'added', 2),
    Reflect.deleteProperty(client, 'version'),
  );
  log(
    'define',
    Reflect.defineProperty(client, 'version', { value: 3 }),
    Reflect.defineProperty(client, 'b', { value: 3, configurable: true }),
  );
  log('prototype', Reflect.setPrototypeOf(client, null), Object.getPrototypeOf(client) === Object.prototype);
  log('state', Object.isFrozen(client), Object.isSealed(client), Object.isExtensible(client), client);
  log('again', await client.get(2), await client.jobs.list());
}

const calls = ['get', 'jobs.list', 'get', 'jobs.list'];

const fixes: Record<string, (client: Client) => Client> = {
  freeze: (client) => Object.freeze(client),
  seal: (client) => Object.seal(client),
  preventExtensions: (client) => Object.preventExtensions(client),
};

for (const [fix, apply] of Object.entries(fixes)) {
  transparent(`${fix} before wrapping`, {
    make: () => apply(makeClient()),
    script: use,
    calls,
  });

  transparent(`${fix} after wrapping`, {
    make: makeClient,
    async script(client, log) {
      log('fixed', apply(client) === client);
      await use(client, log);
    },
    calls,
  });

  transparent(`${fix} after use`, {
    make: makeClient,
    async script(client, log) {
      await use(client, log);
      log('fixed', apply(client) === client);
      await use(client, log);
    },
    calls: [...calls, ...calls],
  });
}

transparent('frozen from inside, while in use', {
  make: () => ({
    ...makeClient(),
    close(): void {
      Object.freeze(this);
    },
  }),
  async script(client, log) {
    await use(client, log);
    client.close();
    await use(client, log);
  },
  calls: [...calls, ...calls],
});

transparent('properties that are not configurable, not writable, not enumerable', {
  make: () =>
    Object.defineProperties({} as Record<'fixed' | 'locked' | 'hidden' | 'read', any>, {
      fixed: { value: async () => 1 },
      locked: { value: { list: async () => 2 }, writable: true, enumerable: true },
      hidden: { value: async () => 3, configurable: true, writable: true },
      read: { get: () => async () => 4, enumerable: true },
    }),
  async script(client, log) {
    log('client', client);
    log('calls', await client.fixed(), await client.locked.list(), await client.hidden(), await client.read());
    client.locked = { list: async () => 5 };
    log('locked', await client.locked.list(), client);
    log('define', Reflect.defineProperty(client, 'locked', { value: 6, writable: false }), client.locked, client);
    log(
      'same',
      client.fixed === client.fixed,
      Object.getOwnPropertyDescriptor(client, 'fixed')?.value === client.fixed,
    );
  },
  calls: ['fixed', 'locked.list', 'hidden', 'read'],
});

transparent('properties defined through the wrapper', {
  make: () =>
    new (class Client {
      #x = 1;
      async get(): Promise<number> {
        return this.#x;
      }
    })(),
  async script(client, log) {
    const added = { a: 1 };
    log(
      'value',
      Object.defineProperty(client, 'added', { value: added }) === client,
      Reflect.get(client, 'added') === added,
    );
    Object.defineProperty(client, 'read', { get: () => 'read', configurable: false });
    log('client', client, Reflect.get(client, 'read'), Reflect.has(client, 'read'));
    log(
      'again',
      Reflect.defineProperty(client, 'added', { value: 2 }),
      Reflect.defineProperty(client, 'read', { get: () => 1 }),
    );
    log(
      'descriptor',
      Object.getOwnPropertyDescriptor(client, 'added'),
      Object.getOwnPropertyDescriptor(client, 'none'),
    );
    log('get', await client.get(), Object.isFrozen(Object.freeze(client)), await client.get());
  },
  calls: ['get', 'get'],
});

transparent('what is no longer extensible may still lose properties', {
  make: () => {
    const client: { a?: number; drop(): boolean; get(): Promise<number> } = {
      a: 1,
      drop: () => delete client.a,
      get: async () => 1,
    };
    return Object.preventExtensions(client);
  },
  async script(client, log) {
    log('before', client, Object.isExtensible(client));
    log('drop', client.drop());
    log('after', client, Object.keys(client), 'a' in client, Object.getOwnPropertyDescriptor(client, 'a'), client.a);
    log('get', await client.get());
  },
  calls: ['get'],
});

transparent('more members than are kept, frozen', {
  make: () =>
    Object.freeze(Object.fromEntries(Array.from({ length: 1_200 }, (_, index) => [`m${index}`, async () => index]))),
  async script(client, log) {
    log('frozen', Object.isFrozen(client));
    const first = client['m0'];
    for (const key of Object.keys(client)) Reflect.get(client, key);
    log('first', client['m0'] === first, await client['m0']!(), await client['m1199']!());
  },
  calls: ['m0', 'm1199'],
});

transparent('a frozen class with private fields', {
  make: () =>
    Object.freeze(
      new (class Client {
        #n = 0;
        readonly jobs = Object.freeze({ list: async () => [this.#n] });
        async next(): Promise<number> {
          return (this.#n += 1);
        }
      })(),
    ),
  async script(client, log) {
    log('client', client, Object.isFrozen(client), client.jobs === client.jobs);
    log('calls', await client.next(), await client.next(), await client.jobs.list());
  },
  calls: ['next', 'next', 'jobs.list'],
});

transparent('a frozen class as client', {
  make: () =>
    Object.freeze(
      class Client {
        static async make(): Promise<Client> {
          return new Client();
        }
        async get(): Promise<number> {
          return 1;
        }
      },
    ),
  async script(Client, log) {
    log('class', Object.isFrozen(Client), Client.name, Reflect.ownKeys(Client));
    log('get', await new Client().get(), await (await Client.make()).get());
  },
  calls: ['get', 'make', 'get'],
});

// Real modules: vitest's own are plain objects.
const source =
  'export let count = 0; export const jobs = { get: async () => "job" }; export default { read: true }; export async function list() { return [1]; } export function increase() { count += 1; }';
const modules = await Promise.all(
  [0, 1, 2, 3].map((index) => import(/* @vite-ignore */ `data:text/javascript,${source}//${index}`)),
);

transparent('a module namespace', {
  make: () =>
    modules.pop() as {
      count: number;
      jobs: { get(): Promise<string> };
      default: unknown;
      list(): Promise<number[]>;
      increase(): void;
    },
  async script(client, log) {
    log('client', client);
    log(
      'namespace',
      Object.keys(client),
      Object.getOwnPropertyDescriptors(client),
      Object.prototype.toString.call(client),
    );
    log('calls', await client.list(), await client.jobs.get(), client.default, client.jobs === client.jobs);
    client.increase();
    log(
      'live',
      client.count,
      Reflect.set(client, 'count', 5),
      Object.isExtensible(client),
      Reflect.deleteProperty(client, 'count'),
    );
    log('after', Object.isFrozen(client), Object.isSealed(client), await client.list());
  },
  calls: ['list', 'jobs.get', 'list'],
});

transparent('set through an heir', {
  make: () =>
    new (class Client {
      #x = 1;
      plain = 1;
      get x(): number {
        return #x in this ? this.#x : 0;
      }
      async get(): Promise<number> {
        return #x in this ? this.#x : 0;
      }
    })(),
  async script(client, log) {
    const heir = Object.create(client) as typeof client & { own: unknown };
    heir.plain = 2;
    heir.own = client;
    log('heir', heir.plain, client.plain, heir.own === client, Object.keys(heir), heir.x);
    log('get', await heir.get(), await client.get());
  },
  calls: ['get', 'get'],
});
