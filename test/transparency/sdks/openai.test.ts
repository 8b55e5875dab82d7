import OpenAI from 'openai';
import { sideBySide } from './harness/index.ts';

const completion = {
  id: 'chat_1',
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'hello' }, finish_reason: 'stop' }],
};
const chunk = (content: string, reason: string | null = null) =>
  `data: ${JSON.stringify({ id: 'chat_1', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: reason }] })}\n\n`;
const events = { 'content-type': 'text/event-stream' };
const ask = { model: 'm', messages: [{ role: 'user' as const, content: 'hi' }] };

sideBySide<OpenAI>({
  name: 'openai',
  answer({ path, body, index }) {
    const headers = { 'x-request-id': `req_${index}`, 'openai-processing-ms': '7' };
    if (path.startsWith('/models/')) {
      if (path.endsWith('missing'))
        return {
          status: 404,
          headers,
          body: { error: { message: 'no model', code: 'model_not_found', type: 'invalid_request_error', param: null } },
        };
      if (path.endsWith('denied')) return { status: 401, headers, body: { error: { message: 'bad key' } } };
      if (path.endsWith('silent')) return { silent: true };
      if (path.endsWith('flaky') && index === 0)
        return { status: 503, headers: { ...headers, 'retry-after-ms': '1' }, body: 'busy' };
      if (path.endsWith('garbled'))
        return { headers: { ...headers, 'content-type': 'application/json' }, body: '{"id":' };
      return { headers, body: { id: 'm', object: 'model' } };
    }
    if (path === '/models') return { headers, body: { object: 'list', data: [{ id: 'm' }, { id: 'n' }] } };
    if (path.startsWith('/files') && path.includes('/content')) return { headers, body: 'the content' };
    if (path.startsWith('/files')) {
      const last = path.includes('after=f2');
      return {
        headers,
        body: { object: 'list', data: last ? [{ id: 'f3' }] : [{ id: 'f1' }, { id: 'f2' }], has_more: !last },
      };
    }
    if (body.includes('"stream":true')) {
      if (body.includes('broken')) return { headers: events, chunks: [chunk('he')], breakOff: true };
      if (body.includes('erring'))
        return { headers: events, chunks: [chunk('he'), 'data: {"error":{"message":"overloaded"}}\n\n'] };
      return { headers: { ...headers, ...events }, chunks: [chunk('he'), chunk('llo', 'stop'), 'data: [DONE]\n\n'] };
    }
    return { headers, body: completion };
  },
  client: (url) => new OpenAI({ apiKey: 'sk-1', baseURL: url, maxRetries: 1, logLevel: 'off' }),
  scenarios: {
    'completes a chat': {
      async run(openai, notes) {
        await notes.call('create', () => openai.chat.completions.create(ask));
        await notes.call('parse', () => openai.chat.completions.parse(ask));
      },
      calls: ['chat.completions.create success', 'chat.completions.parse success'],
    },
    'gives the response with the data': {
      async run(openai, notes) {
        const promise = openai.chat.completions.create(ask);
        const { data, response, request_id } = await promise.withResponse();
        notes.see('with', [data, response.status, request_id, [...response.headers]]);
        notes.see('again', [(await promise) === data, await promise.asResponse().then(({ bodyUsed }) => bodyUsed)]);
      },
      calls: ['chat.completions.create success'],
    },
    'gives the response unread': {
      async run(openai, notes) {
        const response = await openai.models.retrieve('m').asResponse();
        notes.see('unread', [response.bodyUsed, response.status]);
        notes.see('text', await response.text());
      },
      calls: ['models.retrieve success'],
    },
    'streams a chat': {
      async run(openai, notes) {
        const stream = await notes.call('stream', () => openai.chat.completions.create({ ...ask, stream: true }));
        await notes.each('chunk', () => stream);
        await notes.each('consumed', () => stream);
      },
      calls: ['chat.completions.create success'],
    },
    'leaves a stream early': {
      async run(openai, notes) {
        const stream = await openai.chat.completions.create({ ...ask, stream: true });
        await notes.each('chunk', () => stream, 1);
        notes.see('aborted', stream.controller.signal.aborted);
      },
      calls: ['chat.completions.create success'],
    },
    'tees a stream': {
      async run(openai, notes) {
        const [left, right] = (await openai.chat.completions.create({ ...ask, stream: true })).tee();
        await notes.each('left', () => left);
        await notes.each('right', () => right);
      },
      calls: ['chat.completions.create success'],
    },
    'streams by its helper': {
      async run(openai, notes) {
        const runner = openai.chat.completions.stream(ask);
        runner.on('content', (delta) => notes.see('content', delta));
        runner.on('end', () => notes.see('end', true));
        await notes.call('final', () => runner.finalContent());
        await notes.call('completion', () => runner.finalChatCompletion());
        notes.see('chained', runner.on('error', () => {}) === runner);
      },
      calls: ['chat.completions.stream success'],
    },
    'iterates its helper': {
      async run(openai, notes) {
        await notes.each('chunk', () => openai.chat.completions.stream(ask));
      },
      calls: ['chat.completions.stream success'],
    },
    'sees a stream break': {
      async run(openai, notes) {
        const stream = await openai.chat.completions.create({ model: 'broken', messages: [], stream: true });
        await notes.each('broken', () => stream);
        const erring = await openai.chat.completions.create({ model: 'erring', messages: [], stream: true });
        await notes.each('erring', () => erring);
      },
      calls: ['chat.completions.create success', 'chat.completions.create success'],
    },
    'pages through a list': {
      async run(openai, notes) {
        await notes.each('file', () => openai.files.list());
        const page = await notes.call('page', () => openai.files.list());
        notes.see('more', [page.hasNextPage(), (await page.getNextPage()).data]);
        await notes.each('pages', () => page.iterPages());
      },
      calls: ['files.list success', 'files.list success'],
    },
    'throws its own errors': {
      async run(openai, notes) {
        await notes.call('missing', () => openai.models.retrieve('missing'));
        await notes.call('denied', () => openai.models.retrieve('denied'));
        await notes.call('garbled', () => openai.models.retrieve('garbled'));
        await notes.call('no id', () => openai.models.retrieve(undefined as any));
        await openai.models
          .retrieve('missing')
          .catch((error: unknown) => notes.see('class', error instanceof OpenAI.NotFoundError));
      },
      calls: ['client_error', 'auth_error', 'error', 'error', 'client_error'].map(
        (status) => `models.retrieve ${status}`,
      ),
    },
    'retries inside one call': {
      async run(openai, notes) {
        await notes.call('flaky', () => openai.models.retrieve('flaky'));
      },
      calls: ['models.retrieve success'],
    },
    'is aborted and times out': {
      async run(openai, notes) {
        const controller = new AbortController();
        const promise = openai.models.retrieve('silent', { signal: controller.signal });
        setTimeout(() => controller.abort(), 20);
        await notes.call('abort', () => promise);
        await notes.call('timeout', () => openai.models.retrieve('silent', { timeout: 20, maxRetries: 0 }));
      },
      calls: ['models.retrieve cancelled', 'models.retrieve timeout'],
    },
    'derives a client': {
      async run(openai, notes) {
        const derived = openai.withOptions({ maxRetries: 0, apiKey: 'sk-2' });
        notes.see('derived', [
          derived instanceof OpenAI,
          derived === openai,
          derived.apiKey,
          derived.constructor === OpenAI,
        ]);
        await notes.call('retrieve', () => derived.models.retrieve('m'));
      },
      calls: ['models.retrieve success'],
    },
    'chains as promises do': {
      async run(openai, notes) {
        await notes.call('then', () => openai.models.retrieve('m').then(({ id }) => id));
        await notes.call('catch', () => openai.models.retrieve('missing').catch((error: Error) => error.message));
        await notes.call('finally', () => openai.models.retrieve('m').finally(() => notes.see('finally', true)));
        await notes.call('all', () => Promise.all([openai.models.retrieve('m'), openai.models.list()]));
        await notes.call('race', () => Promise.race([openai.models.retrieve('m'), new Promise(() => {})]));
        const promise = openai.models.retrieve('m');
        notes.see('resolve', Promise.resolve(promise) === (promise as unknown));
        await promise;
      },
      calls: [
        'models.retrieve success',
        'models.retrieve client_error',
        'models.retrieve success',
        'models.retrieve success',
        'models.list success',
        'models.retrieve success',
        'models.retrieve success',
      ],
    },
    'downloads and uploads': {
      async run(openai, notes) {
        const response = await notes.call('content', () => openai.files.content('f1'));
        notes.see('text', await response.text());
        await notes.call('upload', () => openai.files.create({ purpose: 'batch', file: new File(['{}'], 'a.jsonl') }));
        await notes.call('raw', () => openai.post('/custom', { body: { a: 1 } }));
        await notes.call('get', () => openai.get('/models', { query: { a: 1 } }));
      },
      calls: ['files.content success', 'files.create success', 'post success', 'get success'],
    },
    'is inspected the same': {
      run(openai, notes) {
        notes.see('client', openai);
        notes.see('cached', [
          openai.chat === openai.chat,
          openai.chat.completions.create === openai.chat.completions.create,
        ]);
        notes.see('statics', [Object.keys(openai), String(openai), openai instanceof OpenAI]);
      },
      calls: [],
    },
  },
});
