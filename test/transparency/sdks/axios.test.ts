import axios from 'axios';
import type { AxiosInstance } from 'axios';
import { sideBySide } from './harness/index.ts';

sideBySide<AxiosInstance>({
  name: 'axios',
  answer({ method, path, body }) {
    if (path === '/missing') return { status: 404, headers: { 'x-a': '1' }, body: { error: 'missing' } };
    if (path === '/down') return { status: 503, body: 'down' };
    if (path === '/silent') return { silent: true };
    if (path === '/moved') return { status: 302, headers: { location: '/a' } };
    if (path === '/text') return { headers: { 'content-type': 'text/plain' }, body: 'text' };
    return { body: { method, path, body } };
  },
  client: (url) => axios.create({ baseURL: url, proxy: false, headers: { 'x-own': '1' } }),
  scenarios: {
    'calls each method': {
      async run(client, notes) {
        await notes.call('get', () => client.get('/a', { params: { b: [1, 2] } }));
        await notes.call('post', () => client.post('/a', { c: 1 }));
        await notes.call('delete', () => client.delete('/a'));
        await notes.call('form', () => client.postForm('/a', { c: 1 }).then(({ status }) => status));
        await notes.call('request', () => client.request({ url: '/a', method: 'patch', data: 'x' }));
        await notes.call('moved', () => client.get('/moved').then(({ data }) => data as unknown));
      },
      calls: ['get success', 'post success', 'delete success', 'postForm success', 'request success', 'get success'],
    },
    'is callable': {
      async run(client, notes, { url }) {
        await notes.call('url', () => client('/a'));
        await notes.call('url and config', () => client(`${url}/a`, { method: 'put' }));
        await notes.call('config', () => client({ url: '/a', method: 'post', data: { a: 1 } }));
      },
      calls: ['GET success', 'PUT partner.test success', 'POST success'],
    },
    'throws its own errors': {
      async run(client, notes) {
        await notes.call('missing', () => client.get('/missing'));
        await notes.call('down', () => client.get('/down'));
        await notes.call('timeout', () => client.get('/silent', { timeout: 20 }));
        await notes.call('refused', () => client.get('http://127.0.0.1:4/'));
        await notes.call('valid', () => client.get('/missing', { validateStatus: null }).then(({ status }) => status));
        await client
          .get('/missing')
          .catch((error: unknown) => notes.see('is', [axios.isAxiosError(error), error instanceof axios.AxiosError]));
      },
      calls: [
        'get client_error',
        'get server_error',
        'get timeout',
        'get network_error',
        'get client_error',
        'get client_error',
      ],
    },
    'is cancelled': {
      async run(client, notes) {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), 20);
        await notes.call('signal', () => client.get('/silent', { signal: controller.signal }));
        const source = axios.CancelToken.source();
        setTimeout(() => source.cancel('enough'), 20);
        await notes.call('token', () => client.get('/silent', { cancelToken: source.token }));
        await client
          .get('/a', { signal: AbortSignal.abort() })
          .catch((error: unknown) => notes.see('is', axios.isCancel(error)));
      },
      calls: ['get cancelled', 'get cancelled', 'get cancelled'],
    },
    'runs interceptors in order': {
      async run(client, notes) {
        const id = client.interceptors.request.use((config) => {
          notes.see('request', config.url);
          config.headers.set('x-intercepted', '1');
          return config;
        });
        client.interceptors.response.use(
          (response) => {
            notes.see('response', response.status);
            return { ...response, added: true } as any;
          },
          (error: Error) => {
            notes.see('error', error);
            throw Object.assign(error, { seen: true });
          },
        );
        await notes.call('get', () => client.get('/a'));
        await notes.call('missing', () => client.get('/missing'));
        client.interceptors.request.eject(id);
        await notes.call('ejected', () => client.get('/a'));
      },
      calls: ['get success', 'get client_error', 'get success'],
    },
    'takes changed defaults': {
      async run(client, notes) {
        client.defaults.headers.common['x-later'] = '2';
        client.defaults.timeout = 9_999;
        await notes.call('get', () => client.get('/a'));
        notes.see('defaults', [Object.keys(client.defaults), client.defaults === client.defaults]);
        notes.see('uri', client.getUri({ url: '/a', params: { b: 1 } }));
      },
      calls: ['get success'],
    },
    'takes its own adapter': {
      async run(client, notes) {
        const adapter = async (config: any) => ({ data: 'mine', status: 200, statusText: 'OK', headers: {}, config });
        client.defaults.adapter = adapter;
        notes.see('same', client.defaults.adapter === adapter);
        await notes.call('get', () => client.get('/a'));
      },
      calls: ['get success'],
    },
    'derives instances': {
      async run(client, notes) {
        const derived = client.create({ headers: { 'x-derived': '1' } });
        await notes.call('derived', () => derived.get('/a'));
        notes.see('kinds', [typeof derived, Object.keys(derived), derived === client]);
      },
      calls: ['get success'],
    },
    'answers streams and buffers': {
      async run(client, notes) {
        const { data } = await client.get('/text', { responseType: 'stream' });
        await notes.each('chunk', () => data as AsyncIterable<unknown>);
        await notes.call('buffer', () =>
          client.get('/text', { responseType: 'arraybuffer' }).then((answer) => answer.data as unknown),
        );
      },
      calls: ['get success', 'get success'],
    },
    'is inspected the same': {
      run(client, notes) {
        notes.see('client', client);
        notes.see('function', [typeof client, client.name, client.length, 'get' in client, client.get === client.get]);
      },
      calls: [],
    },
  },
});

sideBySide<typeof axios>({
  name: 'axios itself',
  answer: ({ path }) => ({ status: path === '/missing' ? 404 : 200, body: { path } }),
  client: () => axios,
  scenarios: {
    'is a client, with its statics': {
      async run(client, notes, { url }) {
        await notes.call('get', () => client.get(`${url}/a`));
        await notes.call('call', () => client(`${url}/a`));
        await client
          .get(`${url}/missing`)
          .catch((error: unknown) => notes.see('is', [client.isAxiosError(error), error instanceof client.AxiosError]));
        const derived = client.create({ baseURL: url });
        await notes.call('derived', () => derived.get('/a'));
        await notes.call('all', () => client.all([client.get(`${url}/a`), derived('/b')]));
        notes.see('statics', [
          client.VERSION,
          client.HttpStatusCode.Ok,
          client.AxiosError === axios.AxiosError,
          client.Cancel === axios.Cancel,
        ]);
        const source = client.CancelToken.source();
        source.cancel('now');
        await notes.call('cancelled', () => client.get(`${url}/a`, { cancelToken: source.token }));
        notes.see('headers', new client.AxiosHeaders({ a: '1' }) instanceof axios.AxiosHeaders);
      },
      calls: [
        'get success',
        'GET partner.test success',
        'get client_error',
        'get success',
        'get success',
        'GET success',
        'all success',
        'get cancelled',
      ],
    },
  },
});
