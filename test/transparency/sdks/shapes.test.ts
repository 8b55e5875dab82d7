import { EventEmitter } from 'node:events';
import { sideBySideOver } from './harness/index.ts';

// Shapes of SDKs that are not installed here, each as small as it shows what broke or went unseen.

const nobody = { url: '', received: [], start: async () => {}, stop: async () => {} };
const later = <T>(value: T): Promise<T> => new Promise((resolve) => void setTimeout(() => resolve(value), 1));

/** A resource that is an emitter besides, as all of Google Cloud's are. */
class Bucket extends EventEmitter {
  readonly storage: Storage;
  readonly #name: string;
  constructor(storage: Storage, name: string) {
    super();
    this.storage = storage;
    this.#name = name;
  }
  async files(): Promise<string[]> {
    this.emit('asked', this.#name);
    return later([this.#name]);
  }
}

class Storage {
  readonly events = new EventEmitter();
  bucket(name: string): Bucket {
    return new Bucket(this, name);
  }
  emitter(): EventEmitter {
    return this.events;
  }
}

sideBySideOver<Storage>(nobody, {
  name: 'resources that are emitters',
  client: () => new Storage(),
  scenarios: {
    'are resources, and emitters': {
      async run(storage, notes) {
        const bucket = storage.bucket('b');
        bucket.on('asked', (name) => notes.see('asked', name));
        await notes.call('files', () => bucket.files());
        notes.see('same', [bucket.storage === storage, bucket instanceof Bucket, bucket.listenerCount('asked')]);
        notes.see('plain', [storage.emitter() === storage.events, storage.events.constructor === EventEmitter]);
      },
      calls: ['bucket.files success'],
    },
  },
});

/** A list that is read item by item or page by page, as all of Azure's are. */
function paged(): AsyncIterableIterator<number> & { byPage(): AsyncIterableIterator<number[]> } {
  const items = (async function* items() {
    yield* [1, 2, 3];
  })();
  const pages = async function* pages(): AsyncGenerator<number[]> {
    yield [1, 2];
    yield [3];
  };
  return { next: () => items.next(), [Symbol.asyncIterator]: () => items, byPage: pages };
}

sideBySideOver<{ list: typeof paged }>(nobody, {
  name: 'paged lists',
  client: () => ({ list: paged }),
  scenarios: {
    'are one call, read in either way': {
      async run(client, notes) {
        await notes.each('page', () => client.list().byPage());
        await notes.each('first page', () => client.list().byPage(), 1);
        notes.see('next', await client.list().next());
      },
      // The last is still being read.
      calls: ['list success', 'list success'],
      open: 1,
    },
  },
});

class NotFound extends Error {}

/** A promise of its own kind, as Bluebird's: `catch` takes the classes to catch first. */
class Thenable {
  readonly #promise: Promise<unknown>;
  constructor(promise: Promise<unknown>) {
    this.#promise = promise;
  }
  then(resolved?: any, rejected?: any): Thenable {
    return new Thenable(this.#promise.then(resolved, rejected));
  }
  catch(...args: any[]): Thenable {
    const handler = args.pop();
    return this.then(undefined, (error: unknown) => {
      if (args.length > 0 && !args.some((one) => error instanceof one)) throw error;
      return handler(error);
    });
  }
  async withRawResponse(): Promise<unknown> {
    return { data: await this.#promise, raw: true };
  }
}

/** A query that runs when told to, and gives itself back, as postgres's. */
class Query extends Promise<unknown> {
  static override get [Symbol.species]() {
    return Promise;
  }
  ran = 0;
  #resolve: (value: unknown) => void;
  constructor() {
    let settle!: (value: unknown) => void;
    super((resolve) => (settle = resolve));
    this.#resolve = settle;
  }
  execute(): this {
    if ((this.ran += 1) === 1) this.#resolve([1]);
    return this;
  }
  override then(...args: any[]): any {
    void this.execute();
    return super.then(...args);
  }
}

const lazies = {
  fetch: (id: string) => new Thenable(id === 'missing' ? Promise.reject(new NotFound(id)) : later(id)),
  query: () => new Query(),
  // A source of urql's: a function that can be awaited.
  source: () => Object.assign(() => 'subscribed', { then: (...args: any[]) => later('sourced').then(...args) }),
  submit: (query: { submit(): void }) => query,
};

sideBySideOver<typeof lazies>(nobody, {
  name: 'thenables',
  client: () => lazies,
  scenarios: {
    'catch by class': {
      async run(client, notes) {
        // eslint-disable-next-line promise/valid-params -- as Bluebird has it
        await notes.call('caught', () => client.fetch('missing').catch(NotFound, (error: Error) => error.message));
        await notes.call('raw', () => client.fetch('a').withRawResponse());
      },
      calls: ['fetch error', 'fetch success'],
    },
    'give themselves back when run': {
      async run(client, notes) {
        const query = client.query();
        notes.see('same', query.execute() === query);
        await notes.call('query', () => query);
        notes.see('ran', query.ran);
      },
      calls: ['query success'],
    },
    'are functions': {
      async run(client, notes) {
        const source = client.source();
        notes.see('called', source());
        await notes.call('source', () => source as any);
      },
      calls: ['source success'],
    },
    'are given back as the caller gave them': {
      run(client, notes) {
        const query = { submit() {} };
        notes.see('same', client.submit(query) === query);
      },
      calls: [],
    },
  },
});

const needle = Object.assign((_method: string, url: string) => later(url), { get: later, post: later });
const builder = Object.assign((table: string) => ({ table, then: (...args: any[]) => later(table).then(...args) }), {
  raw: later,
});

sideBySideOver<{ needle: typeof needle; GET: (route: string, init: object) => Promise<string> }>(nobody, {
  name: 'routes',
  client: () => ({ needle, GET: later }),
  scenarios: {
    'are named by their template': {
      async run(client, notes) {
        await notes.call('template', () => client.GET('/users/{id}', { params: { path: { id: 1 } } }));
        await notes.call('expanded', () => client.GET('/users/1', {}));
      },
      calls: ['GET /users/{id} success', 'GET success'],
    },
  },
});

sideBySideOver<typeof needle>(nobody, {
  name: 'method first',
  client: () => needle,
  scenarios: {
    'is named by method and host': {
      async run(client, notes) {
        await notes.call('post', () => client('post', 'http://127.0.0.1:4000/a'));
      },
      calls: ['POST partner.test success'],
    },
  },
});

sideBySideOver<typeof builder>(nobody, {
  name: 'builder',
  client: () => builder,
  scenarios: {
    'is named as itself, and by no method of HTTP': {
      async run(client, notes) {
        await notes.call('rows', () => client('jobs') as any);
      },
      calls: ['call success'],
    },
  },
});
