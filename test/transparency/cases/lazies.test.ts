/* oxlint-disable promise/no-callback-in-promise, typescript/await-thenable -- what nobody should write is what is tried here */
import { setTimeout as wait } from 'node:timers/promises';
import { collectGarbage, settled, transparent } from '../harness.ts';
import { ownKeys } from '../describe.ts';
import type { Log } from '../harness.ts';

// What is collected while it is open is cancelled, at whatever time.
const kept: unknown[] = [];
const error = Object.assign(new Error('no'), { code: 'EFAIL' });

/** What a query does, by shape; each notes what happens to it. */
type Make = (work: () => Promise<unknown>, events: string[]) => any;

class Query {
  readonly #work: () => Promise<unknown>;
  readonly events: string[];
  readonly filters: string[] = [];

  constructor(work: () => Promise<unknown>, events: string[]) {
    this.#work = work;
    this.events = events;
  }

  where(filter: string): this {
    this.filters.push(filter);
    return this;
  }

  async exec(): Promise<unknown> {
    this.events.push(`exec ${this.filters.join()}`);
    return this.#work();
  }

  then(yes?: ((value: any) => any) | null, no?: ((reason: any) => any) | null): Promise<any> {
    this.events.push(`then/${arguments.length}`);
    return this.exec().then(yes, no);
  }

  catch(no?: any): Promise<unknown> {
    return this.exec().then(null, no);
  }

  finally(done?: any): Promise<unknown> {
    return this.exec().finally(done);
  }

  get [Symbol.toStringTag](): string {
    return 'Query';
  }
}

class Request<T> extends Promise<T> {
  readonly #work: () => Promise<T>;
  readonly events: string[];
  #parsed: Promise<T> | undefined;

  constructor(work: () => Promise<T>, events: string[]) {
    super((resolve) => resolve(null as T));
    this.#work = work;
    this.events = events;
  }

  #parse(): Promise<T> {
    this.events.push('parse');
    return (this.#parsed ??= this.#work());
  }

  asResponse(): Promise<string> {
    this.events.push('asResponse');
    return Promise.resolve('response');
  }

  async withResponse(): Promise<unknown> {
    return { data: await this.#parse(), response: await this.asResponse() };
  }

  override then(yes?: any, no?: any): Promise<any> {
    return this.#parse().then(yes, no);
  }

  override catch(no?: any): Promise<any> {
    return this.#parse().catch(no);
  }

  override finally(done?: any): Promise<any> {
    return this.#parse().finally(done);
  }
}

const shapes: Record<string, Make> = {
  'then only': (work, events) => ({
    then(yes: any, no: any) {
      events.push('then');
      return work().then(yes, no);
    },
  }),
  'then only, calling back without a promise': (work, events) => ({
    then(yes: any, no: any) {
      events.push('then');
      void work().then(
        (value) => yes?.(value),
        (reason) => no?.(reason),
      );
    },
  }),
  'a query with then, catch, finally and exec': (work, events) => new Query(work, events),
  'a query whose then is its own': (work, events) => {
    const query = new Query(work, events);
    return Object.assign(query, { then: query.then.bind(query) });
  },
  'a callable query': (work, events) =>
    Object.assign(() => 'called', { then: (yes: any, no: any) => (events.push('then'), work().then(yes, no)) }),
  'an SDK promise': (work, events) => new Request(work, events),
  'a frozen query': (work, events) => Object.freeze(new Query(work, events)),
};

const ways: Record<string, (lazy: any, log: Log) => unknown> = {
  awaited: async (lazy, log) => log('value', await lazy),
  then: (lazy, log) =>
    new Promise<void>((done) => {
      lazy.then(
        (value: unknown) => (log('value', value), done()),
        (reason: unknown) => (log('reason', reason === error), done()),
      );
    }),
  'resolved and all': async (lazy, log) => log('all', await Promise.all([lazy, 1])),
  allSettled: async (lazy, log) => log('settled', await Promise.allSettled([lazy])),
  returned: async (lazy, log) => log('value', await (async () => lazy)()),
  'awaited twice': async (lazy, log) => {
    log('first', await lazy);
    log('second', await lazy);
  },
  'catch, where there is one': (lazy, log) =>
    lazy.catch?.((reason: unknown) => log('caught', reason === error))?.then((value: unknown) => log('value', value)),
  'finally, where there is one': (lazy, log) =>
    lazy
      .finally?.(() => log('finally'))
      .then(
        (value: unknown) => log('value', value),
        (reason: unknown) => log('reason', reason === error),
      ),
  'exec, where there is one': async (lazy, log) => log('exec', await lazy.exec?.()),
  'asResponse, where there is one': async (lazy, log) => log('response', await lazy.asResponse?.()),
  'withResponse, where there is one': async (lazy, log) => log('response', await lazy.withResponse?.()),
  never: () => {},
  'then without handlers': (lazy, log) => void lazy.then?.(undefined, () => log('failed')),
};

/** Which calls of theirs ask for an answer, by shape and way. */
function asked(shape: string, way: string): boolean {
  if (shape === 'a frozen query' || way === 'never') return false;
  const has = (method: string): boolean => {
    if (/then only|callable/.test(shape)) return false;
    if (/query/.test(shape)) return ['catch', 'finally', 'exec'].includes(method);
    return method !== 'exec';
  };
  const method = /^(\w+), where/.exec(way)?.[1];
  return method === undefined || has(method);
}

for (const [shape, make] of Object.entries(shapes)) {
  for (const end of ['resolved', 'rejected'] as const) {
    for (const [way, handle] of Object.entries(ways)) {
      const failed = end === 'rejected' && !way.startsWith('asResponse');
      const call = failed ? 'find error' : 'find';
      const eager = shape === 'an SDK promise';
      transparent(`${shape}, ${end}, ${way}`, {
        make: () => {
          const events: string[] = [];
          const work = async (): Promise<unknown> => {
            events.push('work');
            await wait(1);
            if (end === 'rejected') throw error;
            return { value: 1 };
          };
          return { events, find: () => make(work, events) };
        },
        async script(client, log) {
          const lazy = client.find();
          kept.push(lazy);
          log('lazy', typeof lazy, lazy instanceof Promise, lazy instanceof Query, ownKeys(lazy), client.events);
          log('inspected', lazy);
          await settled();
          log('untouched', client.events);
          try {
            await handle(lazy, log);
          } catch (caught) {
            log('caught', caught === error);
          }
          await settled();
          log('events', client.events);
        },
        calls: asked(shape, way) ? [call] : [],
        // An SDK's promise is under way when it is returned.
        open: eager && !asked(shape, way) ? 1 : 0,
      });
    }
  }
}

transparent('a builder chain', {
  make: () => {
    const events: string[] = [];
    return { events, query: () => new Query(async () => [1], events) };
  },
  async script(client, log) {
    const query = client.query();
    log('chain', query.where('a') === query, query.where('b').where('c') === query, query.filters);
    log('value', await query.where('d'), client.events);
    log('again', await client.query().where('x').exec());
  },
  calls: ['query', 'query'],
});

transparent('a builder that is the client', {
  make: () => {
    const events: string[] = [];
    return Object.assign(new Query(async () => [1], events), { events });
  },
  async script(client, log) {
    log('where', client.where('a') === client);
    log('exec', await client.exec(), client.events);
  },
  calls: ['exec'],
});

transparent('a lazy behind a Proxy, which may refuse to be changed', {
  make: () => {
    const lazy = () => ({ then: (yes: (value: number) => void) => yes(1) });
    const stubborn = { defineProperty: () => false, setPrototypeOf: () => false };
    return { plain: () => new Proxy(lazy(), {}), stubborn: () => new Proxy(lazy(), stubborn) };
  },
  async script(client, log) {
    log('values', await client.plain(), await client.stubborn());
  },
  calls: ['plain'],
});

transparent('one lazy handed out twice', {
  make: () => {
    const one = new Query(async () => 1, []);
    return { one: () => one };
  },
  async script(client, log) {
    log('same', client.one() === client.one());
    log('value', await client.one());
  },
  calls: ['one'],
});

transparent('lazies that nobody awaits, dropped', {
  make: () => ({ find: () => new Query(async () => 1, []), ask: () => new Request(async () => 1, []) }),
  async script(client) {
    client.find();
    void client.ask();
    await settled();
    await collectGarbage();
  },
  calls: ['ask cancelled'],
});
