/* oxlint-disable promise/no-callback-in-promise -- what nobody should write is what is tried here */
import { EventEmitter } from 'node:events';
import { promisify } from 'node:util';
import { settled, transparent } from '../harness.ts';

const error = new Error('no');

type Done = (error: unknown, value?: unknown) => void;

function makeClient() {
  const listeners = new Set<Done>();
  return {
    get(id: number, done: Done): void {
      setTimeout(() => (id < 0 ? done(error) : done(null, { id })), 1);
    },
    now(done: Done): string {
      done(null, 'now');
      return 'returned';
    },
    throws(_done: Done): void {
      throw error;
    },
    subscribe(done: Done): () => boolean {
      listeners.add(done);
      return () => listeners.delete(done);
    },
    off: (done: Done) => listeners.delete(done),
    has: (done: Done) => listeners.has(done),
    // As ioredis does it: the promise that is returned is handled by the callback.
    both(id: number, done?: Done): Promise<unknown> {
      const answer = id < 0 ? Promise.reject(error) : Promise.resolve(id);
      if (done !== undefined) answer.then((value) => done(null, value), done);
      return answer;
    },
    async transaction<T>(work: (tx: { run(): Promise<number> }) => Promise<T>): Promise<T> {
      return work({ run: async () => 1 });
    },
  };
}

transparent('callbacks are not touched', {
  make: makeClient,
  async script(client, log) {
    const done: Done = () => {};
    client.subscribe(done);
    log('has', client.has(done), client.off(done), client.has(done));
    log('unsubscribe', client.subscribe(done)());
    await new Promise<void>((ready) => client.get(1, (failed, value) => (log('get', failed, value), ready())));
    log('promisified', await promisify(client.get)(2));
    log(
      'now',
      client.now((failed, value) => log('called', failed, value)),
    );
    try {
      client.throws(() => {});
    } catch (caught) {
      log('threw', caught === error);
    }
  },
});

transparent('callbacks named by an option', {
  make: makeClient,
  options: { operations: { callbacks: ['get', 'now', 'throws', 'both'] } },
  async script(client, log) {
    for (const id of [1, -1]) {
      await new Promise<void>((ready) =>
        client.get(id, function (this: unknown, failed, value) {
          log('get', failed === error, value, this === undefined, arguments.length);
          ready();
        }),
      );
    }
    log('promisified', await promisify(client.get)(2));
    log(
      'now',
      client.now((failed, value) => log('called', failed, value)),
    );
    try {
      client.throws(() => {});
    } catch (caught) {
      log('threw', caught === error);
    }
    log('promise', await client.both(3));
    await client.both(-3).catch((caught: unknown) => log('rejected', caught === error));
    await new Promise<void>((ready) => void client.both(4, (failed, value) => (log('both', failed, value), ready())));
    void client.both(-4, (failed) => log('both', failed === error));
    await settled();
  },
  calls: ['get', 'get error', 'get', 'now', 'throws error', 'both', 'both error', 'both', 'both error'],
});

transparent('a callback and a promise at once', {
  make: makeClient,
  async script(client, log) {
    await client.both(1, (failed, value) => log('both', failed, value));
    void client.both(-1, (failed) => log('both', failed === error));
    await settled();
    await client
      .both(-2, (failed) => log('both', failed === error))
      .catch((caught: unknown) => log('and caught', caught === error));
  },
  calls: ['both', 'both error', 'both error'],
});

transparent('work given as a function', {
  make: makeClient,
  async script(client, log) {
    log('done', await client.transaction(async (tx) => (await tx.run()) + 1));
    await client
      .transaction(async () => Promise.reject(error))
      .catch((caught: unknown) => log('failed', caught === error));
  },
  calls: ['transaction', 'transaction error'],
});

transparent('an AbortSignal of the caller, a time limit of the caller, one of the client', {
  make: () => ({
    get: (signal?: AbortSignal, own = 50) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => resolve('late'), own * 2);
        const stop = (): void => {
          clearTimeout(timer);
          reject(signal?.aborted ? (signal.reason as Error) : new DOMException('own limit', 'AbortError'));
        };
        if (signal?.aborted) stop();
        signal?.addEventListener('abort', stop);
        setTimeout(stop, own).unref();
      }),
  }),
  async script(client, log) {
    const caught = (label: string) => (reason: unknown) => log(label, reason);
    const controller = new AbortController();
    const running = client.get(controller.signal);
    controller.abort();
    await running.catch(caught('aborted'));
    await client.get(AbortSignal.abort(new Error('before'))).catch(caught('before'));
    await client.get(AbortSignal.timeout(2)).catch(caught('timeout'));
    await client.get(new AbortController().signal, 2).catch(caught('own'));
    await client.get(undefined, 2).catch(caught('no signal'));
    log('listeners', controller.signal.aborted);
  },
  calls: ['get cancelled', 'get cancelled', 'get timeout', 'get timeout', 'get timeout'],
});

transparent('emitters returned at once', {
  make: () => ({
    watch: () => {
      const emitter = new EventEmitter();
      setTimeout(() => emitter.emit('change', 1), 1);
      return emitter;
    },
  }),
  async script(client, log) {
    const emitter = client.watch();
    const listener = (value: number): void => log('change', value);
    log('on', emitter.on('change', listener) === emitter, emitter.listeners('change')[0] === listener, emitter);
    await settled();
    log('off', emitter.off('change', listener).listenerCount('change'));
  },
});
