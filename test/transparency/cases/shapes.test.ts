/* oxlint-disable eslint/no-useless-call, unicorn/no-instanceof-builtins -- what nobody should write is what is tried here */
import { EventEmitter } from 'node:events';
import { attempt, transparent } from '../harness.ts';

transparent('a plain object of functions', {
  make: () => ({
    get: async (id: number) => ({ id }),
    add: (a: number, b: number) => a + b,
    nested: { list: async () => [1] },
    data: { a: [1] },
  }),
  async script(client, log) {
    log('client', client, Object.keys(client), JSON.stringify(client));
    log('get', await client.get(1), client.add(1, 2), await client.nested.list(), client.data);
    const spread = { ...client };
    log('spread', await spread.get(2), spread);
    const { get, ...rest } = client;
    log('rest', get, rest, Object.assign({}, client), Object.entries(client));
    log('in', 'get' in client, 'got' in client, Object.hasOwn(client, 'get'), Object.getOwnPropertyDescriptors(client));
    const seen: string[] = [];
    for (const key in client) seen.push(key);
    log('for in', seen);
  },
  calls: ['get', 'nested.list', 'get'],
});

transparent('an object without a prototype', {
  make: () =>
    Object.assign(Object.create(null) as object, {
      get: async () => 1,
      sub: Object.assign(Object.create(null) as object, { list: async () => 2 }),
    }),
  async script(client, log) {
    log('client', client);
    log('get', await client.get(), await client.sub.list(), 'toString' in client);
  },
  calls: ['get', 'sub.list'],
});

transparent('a bare function', {
  make: () =>
    async function fetchJob(this: unknown, id: number) {
      return { id, self: this === undefined };
    },
  async script(client, log) {
    log('function', client, client.name, client.length, String(client.prototype));
    log('call', await client.call(undefined, 1), await client.call({}, 2));
    log('typeof', typeof client, client instanceof Function);
  },
  calls: ['fetchJob', 'fetchJob'],
});

transparent('a function with methods and nested resources, made again by itself', {
  make: () => makeCallable({ base: '/' }),
  async script(client, log) {
    log('client', client);
    log('call', await client('/a'), await client.get('/b'), await client.jobs.list());
    const other = client.create({ base: '/v2' });
    log('other', other, await other('/a'), await other.get('/b'), other.defaults);
    log('defaults', client.defaults, client.create === client.create);
  },
  // A function that takes a path is like fetch.
  calls: ['GET', 'get', 'jobs.list', 'GET', 'get'],
});

interface Callable {
  (path: string): Promise<string>;
  get(path: string): Promise<string>;
  create(options: { base: string }): Callable;
  jobs: { list(): Promise<string[]> };
  defaults: { base: string };
}

function makeCallable(options: { base: string }): Callable {
  const request = async (path: string): Promise<string> => options.base + path;
  return Object.assign(request, {
    get: async (path: string) => request(path),
    create: makeCallable,
    jobs: { list: async () => [options.base] },
    defaults: options,
  });
}

transparent('callable and constructible', {
  make: () => {
    function Client(this: unknown, id: string): unknown {
      if (!new.target) return new (Client as unknown as new (id: string) => unknown)(id);
      Object.assign(this as object, { id });
      return undefined;
    }
    Client.prototype.get = async function (this: { id: string }) {
      return this.id;
    };
    Client.default = Client;
    return Client as unknown as { (id: string): any; new (id: string): any; default: unknown };
  },
  async script(Client, log) {
    const called = Client('a');
    const made = new Client('b');
    log('both', called, made, called instanceof Client, made instanceof Client, Client.default === Client);
    log('get', await called.get(), await made.get());
  },
  calls: ['get', 'get'],
});

transparent('chaining returns this, at once and later; a child knows its parent', {
  make: () => {
    class Jobs {
      readonly parent: Client;
      constructor(parent: Client) {
        this.parent = parent;
      }
      async list(): Promise<number[]> {
        return [1];
      }
      back(): Client {
        return this.parent;
      }
      async later(): Promise<Client> {
        return this.parent;
      }
    }
    class Client {
      readonly jobs = new Jobs(this);
      readonly options: string[] = [];
      with(option: string): this {
        this.options.push(option);
        return this;
      }
      async connect(): Promise<this> {
        return this;
      }
    }
    return new Client();
  },
  async script(client, log) {
    log('with', client.with('a') === client, client.with('b').with('c') === client, client.options);
    log('connect', (await client.connect()) === client);
    log('jobs', client.jobs === client.jobs, client.jobs.parent === client, client.jobs.parent.jobs === client.jobs);
    log('back', client.jobs.back() === client, (await client.jobs.later()) === client);
    log('list', await client.jobs.parent.jobs.list());
    log('inspect', client);
  },
  calls: ['connect', 'jobs.later', 'jobs.list'],
});

transparent('methods put on later, from inside and through the wrapper', {
  make: () =>
    new (class Client {
      declare late: () => Promise<number>;
      declare outside: () => Promise<unknown>;
      #x = 5;
      async load(): Promise<void> {
        this.late = async () => this.#x;
      }
    })(),
  async script(client, log) {
    log('before', 'late' in client, client.late);
    await client.load();
    log('late', await client.late(), client);
    const outside = async function (this: unknown): Promise<unknown> {
      return this === client;
    };
    client.outside = outside;
    log('outside', client.outside === outside, await client.outside(), Object.keys(client));
    log('delete', delete (client as { late?: unknown }).late, 'late' in client);
  },
  calls: ['load', 'late'],
});

transparent('an event emitter as client', {
  make: () =>
    new (class Client extends EventEmitter {
      #sent = 0;
      async send(): Promise<number> {
        this.emit('sent', (this.#sent += 1));
        return this.#sent;
      }
    })(),
  async script(client, log) {
    const listener = (n: number): void => log('event', n);
    log(
      'on',
      client.on('sent', listener) === client,
      client.listeners('sent')[0] === listener,
      client.listenerCount('sent'),
    );
    log('send', await client.send());
    log('off', client.off('sent', listener) === client, client.listenerCount('sent'), await client.send());
    client.once('error', (error: unknown) => log('error', error));
    log('emit', client.emit('error', new Error('told')));
    await attempt(log, 'unheard', async () => client.emit('error', new Error('untold')));
  },
  calls: ['send', 'send'],
});

transparent('a client that extends a built-in', {
  make: () =>
    new (class Store extends Map<string, number> {
      async load(key: string): Promise<number | undefined> {
        return this.get(key);
      }
    })([['a', 1]]),
  async script(client, log) {
    log('map', client.size, client.get('a'), [...client], client.set('b', 2) === client, [...client.keys()]);
    log('load', await client.load('b'), client instanceof Map, client);
    client.forEach((value, key) => log('each', key, value));
  },
  calls: ['load'],
});

transparent('a Proxy as client, any key a function', {
  make: () => anything([]),
  async script(client, log) {
    log('call', await client.users.list(1), await client.a.b.c.d());
    log('keys', Object.keys(client), 'x' in client);
    log('same', client.users.list.name.get.length !== undefined);
  },
  calls: ['users.list', 'a.b.c.d'],
});

function anything(path: string[]): any {
  return new Proxy(function () {}, {
    get: (_target, key) => (key === 'then' || typeof key === 'symbol' ? undefined : anything([...path, key])),
    apply: async (_target, _self, args) => [...path, args],
  });
}

transparent('a Proxy as client sees each property read once', {
  make: () => {
    const reads: PropertyKey[] = [];
    const target = { get: async () => 1, jobs: { list: async () => [2] }, value: 3 };
    return Object.assign(
      new Proxy(target, {
        get(inner, key, receiver) {
          reads.push(key);
          return Reflect.get(inner, key, receiver) as unknown;
        },
      }),
      { reads },
    );
  },
  async script(client, log) {
    log('calls', await client.get(), await client.jobs.list(), client.value);
    log('reads', client.reads);
  },
  calls: ['get', 'jobs.list'],
});
