import { setTimeout as wait } from 'node:timers/promises';
import { collectGarbage, settled, transparent } from '../harness.ts';
import { ownKeys } from '../describe.ts';

const error = new Error('page');

function makeClient() {
  const events: string[] = [];
  return {
    events,
    async *pages(count: number): AsyncGenerator<number, string, string | undefined> {
      events.push('start');
      try {
        for (let page = 0; page < count; page += 1) {
          await wait(1);
          const given = yield page;
          if (given !== undefined) events.push(given);
          if (page === 7) throw error;
        }
        return 'done';
      } finally {
        events.push('finally');
      }
    },
    iterator(count: number) {
      let at = 0;
      return {
        next: async () => (at < count ? { value: (at += 1), done: false } : { value: undefined, done: true }),
        return: async () => ({}) as IteratorResult<number>,
        [Symbol.asyncIterator]() {
          return this;
        },
      };
    },
    bare: (count: number) => {
      let at = 0;
      return {
        next: async () => ({ value: (at += 1), done: at > count }),
        [Symbol.asyncIterator]() {
          return this;
        },
      };
    },
    stream: () => new Messages(),
  };
}

class Messages {
  readonly #parts = ['a', 'b'];
  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    yield* this.#parts;
  }
  async final(): Promise<string> {
    return this.#parts.join('');
  }
  fail(): Promise<never> {
    return Promise.reject(error);
  }
  get size(): number {
    return this.#parts.length;
  }
}

transparent('an async generator, read to its end', {
  make: makeClient,
  async script(client, log) {
    const pages = client.pages(2);
    log('pages', pages, pages[Symbol.asyncIterator]() === pages, ownKeys(pages), client.events);
    for await (const page of pages) log('page', page);
    log('events', client.events, await pages.next(), await pages.return('x'));
  },
  calls: ['pages'],
});

transparent('an async generator stepped by hand', {
  make: makeClient,
  async script(client, log) {
    const pages = client.pages(2);
    log('next', await pages.next(), await pages.next('given'), await pages.next(), await pages.next());
    log('events', client.events);
  },
  calls: ['pages'],
});

transparent('an async generator left early, by break, return and throw', {
  make: makeClient,
  async script(client, log) {
    for await (const page of client.pages(3)) {
      log('page', page);
      break;
    }
    const second = client.pages(3);
    await second.next();
    log('return', await second.return('left'));
    const third = client.pages(3);
    await third.next();
    await third.throw(error).catch((caught: unknown) => log('throw', caught === error));
    log('events', client.events);
  },
  calls: ['pages', 'pages', 'pages error'],
});

transparent('an async generator that fails', {
  make: makeClient,
  async script(client, log) {
    try {
      for await (const page of client.pages(20)) log('page', page);
    } catch (caught) {
      log('caught', caught === error);
    }
    log('events', client.events);
  },
  calls: ['pages error'],
});

transparent('an async generator whose failure nobody handles', {
  make: makeClient,
  async script(client) {
    const pages = client.pages(20);
    for (let page = 0; page < 8; page += 1) await pages.next();
    void pages.next();
    await settled();
  },
  calls: ['pages error'],
});

transparent('an async generator never started, returned before its start', {
  make: makeClient,
  async script(client, log) {
    client.pages(1);
    const pages = client.pages(1);
    log('return', await pages.return('none'), await pages.next(), client.events);
    await client
      .pages(1)
      .throw(error)
      .catch((caught: unknown) => log('throw', caught === error));
  },
});

transparent('an async generator stepped many times at once', {
  make: makeClient,
  async script(client, log) {
    const pages = client.pages(2);
    log('all', await Promise.all([pages.next(), pages.next(), pages.next(), pages.next()]), client.events);
  },
  calls: ['pages'],
});

transparent('an async generator that goes on after return', {
  make: () => ({
    async *stubborn() {
      try {
        yield 1;
      } finally {
        yield 2;
        await wait(2);
      }
    },
  }),
  async script(client, log) {
    const stubborn = client.stubborn();
    log('steps', await stubborn.next(), await stubborn.return(undefined), await stubborn.next());
  },
  calls: ['stubborn'],
});

transparent('an async generator dropped while it is read', {
  make: makeClient,
  async script(client) {
    await (async () => {
      await client.pages(3).next();
    })();
    await collectGarbage();
  },
  calls: ['pages cancelled'],
});

// A generator can be disposed of from Node 24 on.
const disposable = Symbol.asyncDispose in (async function* () {})();

transparent('delegated, disposed of and collected', {
  make: makeClient,
  async script(client, log) {
    async function* all() {
      yield* client.pages(1);
      yield* client.pages(1);
    }
    for await (const page of all()) log('page', page);
    if (disposable) {
      await using pages = client.pages(3);
      log('using', await pages.next());
    }
    log('array', await Array.fromAsync(client.pages(2)), client.events);
  },
  calls: Array.from({ length: disposable ? 4 : 3 }, () => 'pages'),
});

transparent('an async iterator that is no generator', {
  make: makeClient,
  async script(client, log) {
    const iterator = client.iterator(2);
    log('iterator', iterator, ownKeys(iterator));
    for await (const value of iterator) log('value', value);
    for await (const value of client.iterator(2)) {
      log('value', value);
      break;
    }
    for await (const value of client.bare(2)) log('bare', value);
  },
  calls: ['iterator', 'iterator', 'bare'],
});

transparent('a stream of messages, iterated', {
  make: makeClient,
  async script(client, log) {
    const stream = client.stream();
    log('stream', stream, stream.size, stream instanceof Messages);
    for await (const part of stream) log('part', part);
    log('final', await stream.final());
  },
  calls: ['stream'],
});

transparent('a stream of messages, asked for its end', {
  make: makeClient,
  async script(client, log) {
    const stream = client.stream();
    log('final', await stream.final(), await client.stream().final());
    await client
      .stream()
      .fail()
      .catch((caught: unknown) => log('failed', caught === error));
  },
  calls: ['stream', 'stream', 'stream error'],
});

transparent('a stream of messages that nobody reads', {
  make: makeClient,
  script: (client, log) => log('size', client.stream().size),
});

transparent('a promise of an async iterable', {
  make: () => ({
    async list() {
      return {
        items: [1],
        async *[Symbol.asyncIterator]() {
          yield 1;
        },
      };
    },
    // A promise that is an async iterable too, as SDKs' page promises are.
    page() {
      return Object.assign(Promise.resolve({ items: [1] }), {
        async *[Symbol.asyncIterator]() {
          yield 1;
          yield 2;
        },
      });
    },
  }),
  async script(client, log) {
    const list = await client.list();
    log('list', list);
    for await (const item of list) log('item', item);
    const page = client.page();
    log('page', ownKeys(page), page instanceof Promise);
    for await (const item of page) log('item', item);
    log('awaited', await client.page());
  },
  calls: ['list', 'page', 'page'],
});

transparent('sync generators and iterables', {
  make: () => ({
    *numbers() {
      yield 1;
      yield 2;
      return 3;
    },
    iterable: () => ({
      *[Symbol.iterator]() {
        yield 1;
      },
    }),
  }),
  script(client, log) {
    log('numbers', [...client.numbers()], client.numbers(), client.numbers().next());
    log('iterable', [...client.iterable()], Array.from(client.iterable()));
  },
});
