import { text } from 'node:stream/consumers';
import { Client, fetch, Pool, request, RetryAgent, stream } from 'undici';
import type { Dispatcher } from 'undici';
import { Writable } from 'node:stream';
import { sideBySide } from './harness/index.ts';
import type { Answering, Scenario } from './harness/index.ts';

const answer: Answering = ({ method, path, body, index }) => {
  if (path === '/missing') return { status: 404, headers: { 'x-a': '1' }, body: { error: 'missing' } };
  if (path === '/flaky' && index === 0) return { status: 503, body: 'busy' };
  if (path === '/silent') return { silent: true };
  return { body: { method, path, body } };
};

const ofPool: Record<string, Scenario<Pool | Client>> = {
  'requests and reads the body': {
    async run(pool, notes) {
      const { statusCode, headers, body } = await pool.request({ path: '/a', method: 'GET' });
      notes.see('got', [statusCode, headers, await body.json()]);
      await notes.call('post', () =>
        pool.request({ path: '/a', method: 'POST', body: 'x' }).then((answered) => answered.body.text()),
      );
      await notes.call('missing', () =>
        pool
          .request({ path: '/missing', method: 'GET' })
          .then(async (answered) => [answered.statusCode, await answered.body.text()] as unknown),
      );
    },
    calls: ['request success', 'request success', 'request client_error'],
  },
  'fails as bare': {
    async run(pool, notes) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 20);
      await notes.call('abort', () => pool.request({ path: '/silent', method: 'GET', signal: controller.signal }));
      await notes.call('bad', () => pool.request({ path: 'nope', method: 'GET' }));
      await notes.call('timeout', () => pool.request({ path: '/silent', method: 'GET', headersTimeout: 20 }));
    },
    calls: ['request cancelled', 'request error', 'request timeout'],
  },
  'streams and pipes': {
    async run(pool, notes) {
      const chunks: string[] = [];
      await notes.call('stream', () =>
        pool.stream(
          { path: '/a', method: 'GET', opaque: chunks },
          ({ opaque }) =>
            new Writable({
              write: (chunk, _encoding, done) => (void opaque.push(String(chunk)), done()),
            }),
        ),
      );
      notes.see('chunks', chunks);
      const pipeline = pool.pipeline({ path: '/a', method: 'PUT' }, ({ body }) => body);
      notes.see('kind', pipeline.constructor.name);
      pipeline.end('x');
      notes.see('piped', await text(pipeline));
    },
    calls: ['stream success'],
  },
  'answers callbacks': {
    async run(pool, notes) {
      const status = await new Promise((resolve) => {
        pool.request({ path: '/a', method: 'GET' }, (error, data) => {
          data?.body.resume();
          resolve([error, data?.statusCode]);
        });
      });
      notes.see('callback', status);
    },
    calls: [],
  },
  'dispatches for foreign functions': {
    async run(pool, notes, { url }) {
      const dispatcher: Dispatcher = pool;
      await notes.call('fetch', () => fetch(`${url}/a`, { dispatcher }).then((response) => response.json()));
      await notes.call('request', () => request(`${url}/a`, { dispatcher }).then(({ body }) => body.json()));
      await notes.call('stream', () =>
        stream(
          `${url}/a`,
          { dispatcher, method: 'GET' },
          () => new Writable({ write: (_chunk, _encoding, done) => done() }),
        ).then(() => 'done'),
      );
      const retrying = new RetryAgent(dispatcher, { minTimeout: 1, maxRetries: 2 });
      await notes.call('retry', () =>
        retrying.request({ origin: url, path: '/flaky', method: 'GET' }).then(({ body }) => body.text()),
      );
      const composed = pool.compose(
        (dispatch) => (options, handler) => dispatch({ ...options, headers: { 'x-composed': '1' } }, handler),
      );
      await notes.call('composed', () =>
        composed.request({ path: '/a', method: 'GET' }).then(({ body }) => body.text()),
      );
    },
    calls: ['request success'],
  },
  'tells its events and state': {
    async run(pool, notes) {
      const seen: unknown[] = [];
      pool.on('connect', (origin) => seen.push(String(origin)));
      await pool.request({ path: '/a', method: 'GET' }).then(({ body }) => body.dump());
      notes.see('events', seen);
      notes.see('state', [pool.closed, pool.destroyed, pool.listenerCount('connect'), pool.stats !== undefined]);
      await notes.call('close', () => pool.close());
      notes.see('closed', [pool.closed, pool.destroyed]);
      await notes.call('late', () => pool.request({ path: '/a', method: 'GET' }));
    },
    calls: ['request success', 'close success', 'request network_error'],
  },
};

sideBySide<Pool | Client>({
  name: 'undici pool',
  answer,
  client: (url) => new Pool(url, { connections: 1 }),
  close: (pool) => pool.destroy(),
  scenarios: ofPool,
});
sideBySide<Pool | Client>({
  name: 'undici client',
  answer,
  client: (url) => new Client(url),
  close: (client) => client.destroy(),
  scenarios: ofPool,
});

sideBySide<typeof fetch>({
  name: 'fetch',
  answer,
  client: () => fetch,
  scenarios: {
    'is a function': {
      async run(client, notes, { url }) {
        await notes.call('get', () => client(`${url}/a`).then((response) => response.json()));
        await notes.call('url', () =>
          client(new URL('/a', url), { method: 'POST', body: 'x' }).then((response) => response.json()),
        );
        const missing = await client(`${url}/missing`);
        notes.see('missing', [missing.status, missing.bodyUsed, missing.headers.get('x-a'), await missing.text()]);
        await notes.call('refused', () => client('http://127.0.0.1:4/'));
        await notes.call('abort', () => client(`${url}/silent`, { signal: AbortSignal.timeout(20) }));
        await notes.call('invalid', () => client('nowhere'));
        notes.see('function', [client.name, client.length, typeof client]);
      },
      calls: [
        'GET partner.test success',
        'POST partner.test success',
        'GET partner.test client_error',
        'GET 127.0.0.1:4 network_error',
        'GET partner.test timeout',
        'GET error',
      ],
    },
  },
});
