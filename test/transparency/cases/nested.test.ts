/* oxlint-disable unicorn/no-useless-spread, typescript/no-misused-spread -- what nobody should write is what is tried here */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { unwrap } from '../../../src/index.ts';
import { transparent } from '../harness.ts';

class Special extends Error {
  readonly code = 'SPECIAL';
}

transparent('nested resources to any depth, with cycles', {
  make: () => {
    const client = { v2: { jobs: { files: { list: async () => ['f'], up: {} as unknown } } }, back: {} as any };
    client.v2.jobs.files.up = client;
    client.back = { client };
    return client;
  },
  async script(client, log) {
    log('list', await client.v2.jobs.files.list());
    log('same', client.v2.jobs === client.v2.jobs, client.v2.jobs.files.up === client, client.back.client === client);
    log('round', await client.back.client.v2.jobs.files.list(), client.back.client.v2 === client.v2);
    log('inspect', client);
  },
  calls: ['v2.jobs.files.list', 'v2.jobs.files.list'],
});

transparent('data comes out raw', {
  make: () => {
    const data = {
      array: [1, { a: 1 }],
      date: new Date(0),
      map: new Map([['a', { b: 1 }]]),
      set: new Set([1]),
      buffer: Buffer.from('abc'),
      bytes: new Uint8Array(2),
      url: new URL('http://localhost/a'),
      plain: { a: { b: { c: 1 } } },
      point: new (class Point {
        x = 1;
      })(),
      regexp: /a/g,
      error: Object.assign(new Special('kept'), { stack: 'Special: kept' }),
      promise: Promise.resolve(1),
      headers: new Headers({ a: 'b' }),
      weak: new WeakMap(),
      symbol: Symbol.for('s'),
      proxied: new Proxy([1, 2], {}),
    };
    return { data, ...data, get: async () => data };
  },
  async script(client, log) {
    const data = await client.get();
    log('data', Object.keys(data), Object.keys(client));
    for (const key of Object.keys(data) as (keyof typeof data)[]) log(key, client[key] === data[key], client[key]);
    log(
      'use',
      client.date.getTime(),
      client.map.get('a'),
      client.set.has(1),
      client.buffer.toString(),
      client.url.href,
      client.headers.get('a'),
    );
    log('arrays', Array.isArray(client.array), Array.isArray(client.proxied), client.array.concat([2]));
    log('clone', structuredClone(client.plain), JSON.stringify(client));
  },
  calls: ['get'],
});

transparent('globals, error classes and emitters as properties keep their identity', {
  make: () => ({
    fetch,
    console,
    process,
    Promise,
    Special,
    TypeError,
    JSON,
    emitter: new EventEmitter(),
    agent: new PassThrough(),
    get: async () => 1,
  }),
  async script(client, log) {
    log(
      'globals',
      client.fetch === fetch,
      client.console === console,
      client.process === process,
      client.Promise === Promise,
      client.JSON === JSON,
    );
    log(
      'errors',
      client.Special === Special,
      client.TypeError === TypeError,
      new client.Special('x') instanceof Special,
    );
    let heard = 0;
    client.emitter.on('e', () => (heard += 1));
    client.emitter.emit('e');
    log('emitter', heard, client.emitter === client.emitter, client.emitter, await client.get());
  },
  calls: ['get'],
});

transparent('getters run once an access, never at wrapping', {
  make: () => {
    const runs: string[] = [];
    return {
      runs,
      get jobs() {
        runs.push('jobs');
        return { list: async () => [1] };
      },
      get lazy(): { get(): Promise<number> } {
        runs.push('lazy');
        const value = { get: async () => 2 };
        Object.defineProperty(this, 'lazy', { value });
        return value;
      },
      get broken(): never {
        throw new Special('broken');
      },
    };
  },
  async script(client, log) {
    log('runs', client.runs);
    log('jobs', await client.jobs.list(), client.jobs === client.jobs);
    log('lazy', client.lazy === client.lazy, await client.lazy.get(), client);
    try {
      log('broken', client.broken);
    } catch (error) {
      log('threw', error, error instanceof Special);
    }
    log('runs', client.runs);
  },
  calls: ['jobs.list', 'lazy.get'],
});

transparent('getters behind nested objects are not run to look for functions', {
  make: () => {
    const runs: string[] = [];
    const value = (name: string) => ({
      get inner() {
        runs.push(name);
        return { get: async () => name };
      },
    });
    return { runs, a: { b: value('b') }, c: value('c') };
  },
  async script(client, log) {
    log('a', await client.a.b.inner.get(), client.runs);
    log('c', typeof client.c, client.runs);
  },
  calls: ['a.b.inner.get'],
});

transparent('contexts: objects with methods that are returned at once', {
  make: () => {
    const collection = (db: string, name: string) => ({ findOne: async (id: number) => ({ db, name, id }), name });
    const databases = new Map<string, unknown>();
    return {
      db(name: string) {
        if (!databases.has(name)) databases.set(name, { collection: (of: string) => collection(name, of), name });
        return databases.get(name) as { collection(of: string): ReturnType<typeof collection>; name: string };
      },
    };
  },
  async script(client, log) {
    log('find', await client.db('a').collection('b').findOne(1));
    log('same', client.db('a') === client.db('a'), client.db('a') === client.db('b'), client.db('a'));
  },
  calls: ['db.collection.findOne'],
});

transparent('two clients of one kind as resources of one', {
  make: () => {
    class Http {
      base: string;
      constructor(base: string) {
        this.base = base;
      }
      async get(): Promise<string> {
        return this.base;
      }
    }
    return { v1: new Http('1'), v2: new Http('2') };
  },
  async script(client, log) {
    log('get', await client.v1.get(), await client.v2.get());
  },
  calls: ['v1.get', 'v2.get'],
});

transparent('sync answers of other shapes come out raw', {
  make: () => {
    const fn = () => 1;
    const list = [{ run: fn }];
    return {
      fn: () => fn,
      list: () => list,
      *numbers() {
        yield 1;
        return 2;
      },
      date: () => new Date(0),
      map: () => new Map([[1, 2]]).entries(),
      nothing: () => undefined,
      nil: () => null,
      symbol: () => Symbol.iterator,
      fn0: fn,
      list0: list,
    };
  },
  async script(client, log) {
    log(
      'identity',
      client.fn() === client.fn(),
      client.list() === client.list(),
      client.list() === client.list0,
      client.list0[0]!.run(),
    );
    const numbers = client.numbers();
    log('generator', numbers, numbers[Symbol.iterator]() === numbers, numbers.next(), numbers.return(5), [
      ...client.numbers(),
    ]);
    log('rest', client.date(), client.map(), [...client.map()], client.nothing(), client.nil(), client.symbol());
  },
});

transparent('what the answer reads itself is not read by us', {
  make: () => {
    const reads: string[] = [];
    const answer = () => ({
      get then(): undefined {
        reads.push('then');
        return undefined;
      },
      get next(): undefined {
        reads.push('next');
        return undefined;
      },
      get [Symbol.asyncIterator](): undefined {
        reads.push('asyncIterator');
        return undefined;
      },
      get on(): never {
        throw new Error('hostile');
      },
    });
    return {
      reads,
      answer,
      revoked: () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    };
  },
  async script(client, log) {
    log('answer', typeof client.answer(), typeof client.answer(), client.reads);
    log('revoked', typeof client.revoked());
  },
});

transparent('JSON, structuredClone of what is unwrapped, Object.assign', {
  make: () =>
    new (class Client {
      #x = 1;
      settings = { a: [1], nested: { b: 2 } };
      toJSON(): unknown {
        return { x: this.#x };
      }
      async get(): Promise<number> {
        return this.#x;
      }
    })(),
  async script(client, log) {
    log('json', JSON.stringify(client), JSON.stringify({ client }), structuredClone(client.settings));
    log('clone', structuredClone(unwrap(client)), unwrap(client) instanceof client.constructor);
    log('assign', Object.assign({}, client), { ...client }, await client.get());
  },
  calls: ['get'],
});

transparent('another wrapped object put in and given', {
  make: () =>
    new (class Client {
      other: unknown;
      take(value: unknown): boolean {
        return value === this;
      }
      async later(values: unknown[]): Promise<unknown> {
        return values;
      }
    })(),
  async script(client, log) {
    client.other = client;
    log('self', client.other === client, client.take(client), client.take(client.other));
    const list = [1];
    log('later', (await client.later(list)) === list);
    const stub = { run: () => 1 };
    client.other = stub;
    log('stub', client.other === stub, client);
  },
  calls: ['later'],
});
