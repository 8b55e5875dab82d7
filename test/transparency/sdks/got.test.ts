import { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import got, { HTTPError } from 'got';
import type { Got } from 'got';
import { sideBySide } from './harness/index.ts';

sideBySide<Got>({
  name: 'got',
  answer({ method, path, body, index, headers: { host } }) {
    if (path === '/missing') return { status: 404, body: { error: 'missing' } };
    if (path === '/silent') return { silent: true };
    if (path === '/flaky' && index === 0) return { status: 503, headers: { 'retry-after': '0' }, body: 'busy' };
    if (path === '/garbled') return { body: '{' };
    if (path.startsWith('/pages')) {
      const last = path.includes('page=2');
      return {
        headers: last ? {} : { link: `<http://${String(host)}/pages?page=2>; rel="next"` },
        body: last ? [3] : [1, 2],
      };
    }
    return { body: { method, path, body } };
  },
  client: (url) =>
    got.extend({ prefixUrl: url, retry: { limit: 1, backoffLimit: 1 }, headers: { 'x-own': '1' } } as any),
  scenarios: {
    'gets, posts and reads': {
      async run(client, notes) {
        await notes.call('json', () => client.get('a').json());
        await notes.call('text', () => client('a').text());
        await notes.call('buffer', () => client('a').buffer());
        await notes.call('post', () => client.post('a', { json: { b: 1 } }).json());
        const response = await client.get('a');
        notes.see('response', [response.statusCode, response.body, response.headers]);
      },
      calls: ['get success', 'GET success', 'GET success', 'post success', 'get success'],
    },
    'shows its promises as they are': {
      async run(client, notes) {
        const promise = client.get('a');
        await notes.call('promise', () => promise);
        const body = client.get('a').json();
        notes.see('body', [body.constructor.name, Object.keys(body), body instanceof Promise]);
        await notes.call('body', () => body);
        await notes.call('resolve only', () => client.get('a', { resolveBodyOnly: true }));
      },
      calls: ['get success', 'get success', 'get success'],
    },
    'throws its own errors': {
      async run(client, notes) {
        const brief = (error: any) => ({
          name: error.name,
          code: error.code,
          message: error.message,
          status: error.response?.statusCode,
          keys: Object.keys(error),
        });
        await notes.call('missing', () => client.get('missing').catch(brief));
        await notes.call('json', () => client.get('missing').json().catch(brief));
        await notes.call('garbled', () => client.get('garbled').json().catch(brief));
        await notes.call('timeout', () =>
          client.get('silent', { timeout: { request: 20 }, retry: { limit: 0 } }).catch(brief),
        );
        await notes.call('refused', () =>
          client.get('', { prefixUrl: 'http://127.0.0.1:4', retry: { limit: 0 } } as any).catch(brief),
        );
        await notes.call('off', () => client.get('missing', { throwHttpErrors: false }).json());
        await client.get('missing').catch((error: unknown) => notes.see('class', error instanceof HTTPError));
      },
      calls: [
        'client_error',
        'client_error',
        'success',
        'timeout',
        'network_error',
        'client_error',
        'client_error',
      ].map((status) => `get ${status}`),
    },
    'retries inside one call': {
      async run(client, notes) {
        await notes.call('flaky', () => client.get('flaky').json());
      },
      calls: ['get success'],
    },
    'is cancelled': {
      async run(client, notes) {
        const controller = new AbortController();
        const promise = client.get('silent', { signal: controller.signal });
        setTimeout(() => controller.abort(), 20);
        await notes.call('aborted', () => promise.catch((error: Error) => error.name));
      },
      calls: ['get cancelled'],
    },
    streams: {
      async run(client, notes) {
        const stream = client.stream('a');
        notes.see('stream', [
          stream instanceof Duplex,
          Object.keys(stream).length,
          Object.prototype.toString.call(stream),
        ]);
        notes.see('text', await text(stream));
        const failing = client.stream('missing', { retry: { limit: 0 } });
        await notes.each('failing', () => failing);
      },
      calls: [],
    },
    paginates: {
      async run(client, notes) {
        await notes.each('item', () => client.paginate<number>('pages'));
        await notes.each('first', () => client.paginate<number>('pages'), 1);
        await notes.call('all', () => client.paginate.all('pages'));
        await notes.each('each', () => client.paginate.each('pages'));
      },
      calls: ['paginate success', 'paginate success', 'paginate.all success', 'paginate success'],
    },
    'extends, with hooks': {
      async run(client, notes) {
        const derived = client.extend({
          hooks: {
            beforeRequest: [(options) => notes.see('before', options.method)],
            afterResponse: [(response) => (notes.see('after', response.statusCode), response)],
            beforeError: [(error: any) => (notes.see('error', error.code), Object.assign(error, { mine: true }))],
          },
        });
        notes.see('kind', [typeof derived, Object.keys(derived), derived.defaults.mutableDefaults]);
        await notes.call('get', () => derived('a').json());
        await notes.call('missing', () =>
          derived.get('missing').catch((error: any) => [error.name, error.mine] as unknown),
        );
      },
      calls: ['GET success', 'get client_error'],
    },
    'is extended by another': {
      async run(client, notes) {
        const merged = got.extend(client, { headers: { 'x-merged': '1' } });
        await notes.call('merged', () => merged.get('a').json());
      },
      calls: [],
    },
    'is inspected the same': {
      run(client, notes) {
        notes.see('function', [
          typeof client,
          client.name,
          client.length,
          Object.keys(client),
          client.get === client.get,
        ]);
        notes.see('frozen', [
          Object.isFrozen(client.defaults),
          Object.isFrozen(client),
          client.defaults === client.defaults,
        ]);
        notes.see('descriptor', Object.getOwnPropertyDescriptor(client, 'defaults')?.writable);
      },
      calls: [],
    },
  },
});
