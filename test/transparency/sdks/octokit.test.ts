import { Octokit } from 'octokit';
import { sideBySide } from './harness/index.ts';

const repository = { owner: 'o', repo: 'r' };

sideBySide<Octokit>({
  name: 'octokit',
  answer({ path, body, headers: { host }, index }) {
    const headers = {
      'x-github-request-id': `R${index}`,
      'x-ratelimit-remaining': '9',
      'content-type': 'application/json; charset=utf-8',
    };
    if (path.includes('/issues/404'))
      return { status: 404, headers, body: { message: 'Not Found', documentation_url: 'https://docs' } };
    if (path.includes('/issues/422'))
      return { status: 422, headers, body: { message: 'Invalid', errors: [{ field: 'title' }] } };
    if (path.includes('/issues/304')) return { status: 304, headers };
    if (path.includes('/silent')) return { silent: true };
    if (path.includes('/issues?') || path.endsWith('/issues')) {
      const last = path.includes('page=2');
      const link = last ? {} : { link: `<http://${String(host)}/repos/o/r/issues?per_page=2&page=2>; rel="next"` };
      return { headers: { ...headers, ...link }, body: last ? [{ id: 3 }] : [{ id: 1 }, { id: 2 }] };
    }
    if (path === '/graphql') {
      return {
        headers,
        body: body.includes('bad')
          ? { errors: [{ message: 'no field', path: ['bad'] }], data: { a: 1 } }
          : { data: { viewer: { login: 'me' } } },
      };
    }
    return { headers, body: { id: 1, full_name: 'o/r' } };
  },
  client: (url) =>
    new Octokit({
      auth: 'token',
      baseUrl: url,
      retry: { enabled: false },
      throttle: { enabled: false },
      log: { debug() {}, info() {}, warn() {}, error() {} },
    }),
  scenarios: {
    'calls rest methods': {
      async run(octokit, notes) {
        await notes.call('get', () => octokit.rest.repos.get(repository));
        await notes.call('create', () => octokit.rest.issues.create({ ...repository, title: 't' }));
        const { get } = octokit.rest.repos;
        await notes.call('detached', () => get(repository));
      },
      calls: ['rest.repos.get success', 'rest.issues.create success', 'rest.repos.get success'],
    },
    'requests by route': {
      async run(octokit, notes) {
        await notes.call('route', () => octokit.request('GET /repos/{owner}/{repo}', repository));
        await notes.call('url', () => octokit.request({ method: 'GET', url: '/repos/o/r' }));
        notes.see('endpoint', octokit.request.endpoint('GET /repos/{owner}/{repo}', repository));
        notes.see('rest endpoint', octokit.rest.repos.get.endpoint(repository));
        notes.see('defaults', octokit.rest.repos.get.endpoint.DEFAULTS);
      },
      calls: ['GET /repos/{owner}/{repo} success', 'request success'],
    },
    'throws request errors': {
      async run(octokit, notes) {
        await notes.call('404', () => octokit.rest.issues.get({ ...repository, issue_number: 404 }));
        await notes.call('422', () => octokit.rest.issues.get({ ...repository, issue_number: 422 }));
        await notes.call('304', () => octokit.rest.issues.get({ ...repository, issue_number: 304 }));
        await notes.call('refused', () => octokit.request('GET /x', { baseUrl: 'http://127.0.0.1:4' }));
        await notes.call('abort', () =>
          octokit.request('GET /silent', { request: { signal: AbortSignal.timeout(20) } }),
        );
      },
      calls: [
        'rest.issues.get client_error',
        'rest.issues.get client_error',
        'rest.issues.get success',
        'request network_error',
        'request timeout',
      ],
    },
    paginates: {
      async run(octokit, notes) {
        const parameters = { ...repository, per_page: 2 };
        await notes.call('all', () => octokit.paginate(octokit.rest.issues.listForRepo, parameters));
        await notes.call('mapped', () =>
          octokit.paginate(octokit.rest.issues.listForRepo, parameters, ({ data }, done) => {
            done();
            return data.map(({ id }) => id);
          }),
        );
        await notes.call('route', () => octokit.paginate('GET /repos/{owner}/{repo}/issues', parameters));
        await notes.each('page', () => octokit.paginate.iterator(octokit.rest.issues.listForRepo, parameters));
        await notes.each('first', () => octokit.paginate.iterator('GET /repos/{owner}/{repo}/issues', parameters), 1);
      },
      calls: [
        'paginate success',
        'paginate success',
        'GET /repos/{owner}/{repo}/issues success',
        'paginate.iterator success',
        'GET /repos/{owner}/{repo}/issues success',
      ],
    },
    'asks graphql': {
      async run(octokit, notes) {
        await notes.call('query', () => octokit.graphql('{ viewer { login } }'));
        await notes.call('bad', () => octokit.graphql('{ bad }', { a: 1 }));
        const derived = octokit.graphql.defaults({ headers: { 'x-a': '1' } });
        await notes.call('derived', () => derived('{ viewer { login } }'));
        notes.see('graphql', octokit.graphql);
      },
      calls: ['graphql success', 'graphql error', 'graphql success'],
    },
    'derives requests and classes': {
      async run(octokit, notes) {
        const derived = octokit.request.defaults({ headers: { 'x-a': '1' } });
        await notes.call('derived', () => derived('GET /repos/{owner}/{repo}', repository));
        const Mine = Octokit.defaults({ userAgent: 'mine' });
        notes.see('mine', [Mine.name, octokit instanceof Octokit, octokit.constructor === Octokit]);
      },
      calls: ['GET /repos/{owner}/{repo} success'],
    },
    'runs hooks': {
      async run(octokit, notes) {
        octokit.hook.before('request', (options) => {
          notes.see('before', [options.method, options.url]);
          options.headers['x-hook'] = '1';
        });
        octokit.hook.after('request', (response) => notes.see('after', response.status));
        octokit.hook.error('request', (error) => {
          notes.see('error', error);
          throw error;
        });
        octokit.hook.wrap('request', async (request, options) => {
          const response = await request(options);
          return { ...response, wrapped: true };
        });
        await notes.call('get', () => octokit.rest.repos.get(repository));
        await notes.call('404', () => octokit.rest.issues.get({ ...repository, issue_number: 404 }));
      },
      calls: ['rest.repos.get success', 'rest.issues.get client_error'],
    },
    'is inspected the same': {
      async run(octokit, notes) {
        notes.see('keys', [
          Object.keys(octokit),
          Object.keys(octokit.rest).length,
          'repos' in octokit.rest,
          'none' in octokit.rest,
        ]);
        notes.see('cached', [
          octokit.rest === octokit.rest,
          octokit.rest.repos === octokit.rest.repos,
          octokit.rest.repos.get === octokit.rest.repos.get,
        ]);
        notes.see('request', octokit.request);
        notes.see('repos', Object.keys(octokit.rest.repos));
        notes.see('descriptor', Object.getOwnPropertyDescriptor(octokit.rest.repos, 'get'));
        await notes.call('auth', () => octokit.auth());
      },
      calls: ['auth success'],
    },
    'is replaced by a stub': {
      async run(octokit, notes) {
        const stub = Object.assign(async () => ({ data: 'stubbed' }), { mine: true });
        octokit.rest.repos.get = stub as any;
        notes.see('same', [octokit.rest.repos.get === (stub as unknown), await octokit.rest.repos.get(repository)]);
      },
      calls: [],
    },
  },
});
