import { GraphQLClient, gql } from 'graphql-request';
import ky, { HTTPError } from 'ky';
import type { KyInstance } from 'ky';
import { ofetch } from 'ofetch';
import type { $Fetch } from 'ofetch';
import { sideBySide } from './harness/index.ts';
import type { Answering } from './harness/index.ts';

const answer: Answering = ({ method, path, body, index }) => {
  if (path.startsWith('/missing')) return { status: 404, body: { error: 'missing' } };
  if (path.startsWith('/silent')) return { silent: true };
  if (path.startsWith('/flaky') && index === 0) return { status: 503, body: 'busy' };
  if (path.startsWith('/garbled')) return { headers: { 'content-type': 'application/json' }, body: '{' };
  return { body: { method, path, body } };
};

sideBySide<KyInstance>({
  name: 'ky',
  answer,
  client: (url) => ky.create({ prefix: url, retry: { limit: 1, delay: () => 1 }, headers: { 'x-own': '1' } }),
  scenarios: {
    'gets, posts and reads': {
      async run(client, notes) {
        await notes.call('json', () => client.get('a').json());
        await notes.call('text', () => client('a').text());
        await notes.call('blob', () =>
          client
            .get('a')
            .blob()
            .then(({ size }) => size),
        );
        await notes.call('post', () => client.post('a', { json: { b: 1 }, searchParams: { c: 2 } }).json());
        const response = await client.get('a');
        notes.see('response', [response.constructor.name, response.bodyUsed, await response.json()]);
      },
      calls: ['get success', 'GET success', 'get success', 'post success', 'get success'],
    },
    'shows its promises as they are': {
      async run(client, notes) {
        const promise = client.get('a');
        notes.see('promise', [promise.constructor === Promise, Object.keys(promise), typeof promise.json]);
        await notes.call('both', () =>
          Promise.all([promise, promise.json()]).then(([response, data]) => [response.status, data] as unknown),
        );
      },
      calls: ['get success'],
    },
    'throws its own errors': {
      async run(client, notes) {
        await notes.call('missing', () => client.get('missing'));
        await notes.call('json', () => client.get('missing').json());
        await notes.call('garbled', () => client.get('garbled').json());
        await notes.call('timeout', () => client.get('silent', { timeout: 20, retry: 0 }).json());
        await notes.call('refused', () => client.get('a', { prefix: 'http://127.0.0.1:4', retry: 0 }).json());
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
        setTimeout(() => controller.abort(), 20);
        await notes.call('aborted', () => client.get('silent', { signal: controller.signal }));
      },
      calls: ['get cancelled'],
    },
    'extends, with hooks': {
      async run(client, notes) {
        const derived = client.extend({
          hooks: { beforeRequest: [({ request }: any) => void request.headers.set('x-hook', '1')] },
        });
        notes.see('kind', [typeof derived, Object.keys(derived), typeof client.stop]);
        await notes.call('derived', () => derived.get('a').json());
        await notes.call('created', () =>
          client
            .create({ headers: { 'x-b': '2' }, prefix: 'http://127.0.0.1:4', retry: 0 })
            .get('a')
            .json(),
        );
      },
      calls: ['get success', 'get network_error'],
    },
  },
});

sideBySide<$Fetch>({
  name: 'ofetch',
  answer,
  client: (baseURL) => ofetch.create({ baseURL, retry: 1, retryDelay: 1, headers: { 'x-own': '1' } }),
  scenarios: {
    'is called': {
      async run(client, notes) {
        await notes.call('get', () => client('/a', { query: { b: 1 } }));
        await notes.call('post', () => client('/a', { method: 'POST', body: { b: 1 } }));
        await notes.call('text', () => client('/a', { responseType: 'text' }));
        await notes.call('raw', () => client.raw('/a').then(({ status, _data }) => [status, _data] as unknown));
        await notes.call('native', () => client.native('data:,x').then(({ status }) => status));
      },
      calls: ['GET success', 'POST success', 'GET success', 'raw success', 'native success'],
    },
    'throws its own errors': {
      async run(client, notes) {
        await notes.call('missing', () => client('/missing'));
        await notes.call('raw', () => client.raw('/missing'));
        await notes.call('refused', () => client('/a', { baseURL: 'http://127.0.0.1:4', retry: 0 }));
        await notes.call('timeout', () => client('/silent', { timeout: 20, retry: 0 }));
        await notes.call('ignored', () => client('/missing', { ignoreResponseError: true }));
        await notes.call('flaky', () => client('/flaky'));
        await notes.call('abort', () => client('/silent', { signal: AbortSignal.abort(), retry: 0 }));
      },
      calls: [
        'GET client_error',
        'raw client_error',
        'GET network_error',
        'GET timeout',
        'GET success',
        'GET success',
        'GET cancelled',
      ],
    },
    'creates another, with interceptors': {
      async run(client, notes) {
        const derived = client.create({
          onRequest: ({ request }) => notes.see('request', request),
          onResponse: ({ response }) => notes.see('response', response.status),
        });
        notes.see('kind', [typeof derived, Object.keys(derived)]);
        await notes.call('derived', () => derived('/a'));
      },
      calls: ['GET success'],
    },
  },
});

sideBySide<GraphQLClient>({
  name: 'graphql-request',
  answer({ body, headers }) {
    if (body.includes('down')) return { status: 500, body: { errors: [{ message: 'down' }] } };
    if (body.includes('bad'))
      return {
        headers: { 'content-type': 'application/json' },
        body: { data: { bad: null }, errors: [{ message: 'no field', path: ['bad'] }] },
      };
    if (body.startsWith('[')) return { body: [{ data: { a: 1 } }, { data: { a: 2 } }] };
    return { body: { data: { me: headers['x-own'] ?? null } } };
  },
  client: (url) => new GraphQLClient(`${url}/graphql`),
  scenarios: {
    requests: {
      async run(client, notes) {
        await notes.call('text', () => client.request('{ me }'));
        await notes.call('document', () =>
          client.request({
            document: gql`
              query Me($a: Int) {
                me(a: $a)
              }
            `,
            variables: { a: 1 },
          }),
        );
        await notes.call('raw', () => client.rawRequest('{ me }'));
        await notes.call('batch', () => client.batchRequests([{ document: '{ a }' }, { document: '{ a }' }]));
        notes.see('chained', [
          client.setHeader('x-own', '1') === client,
          client.setHeaders({ 'x-own': '2' }) === client,
          client.setEndpoint((client as any).url) === client,
        ]);
        await notes.call('after', () => client.request('{ me }'));
      },
      calls: ['request success', 'request success', 'rawRequest success', 'batchRequests success', 'request success'],
    },
    'throws its own errors': {
      async run(client, notes) {
        await notes.call('bad', () => client.request('{ bad }'));
        await notes.call('down', () => client.request('{ down }'));
        await notes.call('abort', () => client.request({ document: '{ me }', signal: AbortSignal.abort() }));
      },
      calls: ['request error', 'request server_error', 'request cancelled'],
    },
    'is inspected the same': {
      run(client, notes) {
        notes.see('client', client);
        notes.see('cached', [client.request === client.request, client instanceof GraphQLClient]);
      },
      calls: [],
    },
  },
});
