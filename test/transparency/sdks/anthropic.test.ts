import Anthropic from '@anthropic-ai/sdk';
import { sideBySide } from './harness/index.ts';

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude',
  content: [{ type: 'text', text: 'hello' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 2 },
};
const event = (data: { type: string }) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const delta = (text: string) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
const streamed = [
  { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  delta('hel'),
  delta('lo'),
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
].map(event);
const ask = { model: 'claude', max_tokens: 9, messages: [{ role: 'user' as const, content: 'hi' }] };

sideBySide<Anthropic>({
  name: 'anthropic',
  answer({ path, body, index }) {
    const headers = { 'request-id': `req_${index}` };
    if (body.includes('overloaded'))
      return {
        status: 529,
        headers,
        body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      };
    if (body.includes('limited'))
      return { status: 429, headers, body: { type: 'error', error: { type: 'rate_limit_error', message: 'slow' } } };
    if (body.includes('silent')) return { silent: true };
    if (path.startsWith('/v1/models')) {
      const last = path.includes('after_id=b');
      return {
        headers,
        body: {
          data: last ? [{ id: 'c' }] : [{ id: 'a' }, { id: 'b' }],
          has_more: !last,
          first_id: 'a',
          last_id: last ? 'c' : 'b',
        },
      };
    }
    if (path.includes('count_tokens')) return { headers, body: { input_tokens: 3 } };
    if (body.includes('"stream":true'))
      return {
        headers: { ...headers, 'content-type': 'text/event-stream' },
        chunks: body.includes('broken') ? streamed.slice(0, 3) : streamed,
      };
    return { headers, body: message };
  },
  client: (url) => new Anthropic({ apiKey: 'sk-1', baseURL: url, maxRetries: 0, logLevel: 'off' }),
  scenarios: {
    'creates a message': {
      async run(anthropic, notes) {
        await notes.call('create', () => anthropic.messages.create(ask));
        await notes.call('count', () => anthropic.messages.countTokens(ask));
        notes.see('with', (await anthropic.messages.create(ask).withResponse()).request_id);
      },
      calls: ['messages.create success', 'messages.countTokens success', 'messages.create success'],
    },
    'streams raw events': {
      async run(anthropic, notes) {
        const stream = await notes.call('stream', () => anthropic.messages.create({ ...ask, stream: true }));
        await notes.each('event', () => stream);
      },
      calls: ['messages.create success'],
    },
    'streams with events': {
      async run(anthropic, notes) {
        const stream = anthropic.messages.stream(ask);
        for (const name of ['connect', 'text', 'streamEvent', 'message', 'finalMessage', 'end'] as const) {
          stream.on(name, (...given: unknown[]) => notes.see(name, given));
        }
        await notes.call('final', () => stream.finalMessage());
        await notes.call('text', () => stream.finalText());
        await notes.call('done', () => stream.done());
        notes.see('state', [stream.ended, stream.errored, stream.aborted, stream.request_id]);
      },
      calls: ['messages.stream success'],
    },
    'iterates a stream, then asks for the message': {
      async run(anthropic, notes) {
        const stream = anthropic.messages.stream(ask);
        await notes.each('event', () => stream);
        await notes.call('final', () => stream.finalMessage());
      },
      calls: ['messages.stream success'],
    },
    'leaves a stream early': {
      async run(anthropic, notes) {
        const stream = anthropic.messages.stream(ask);
        await notes.each('event', () => stream, 2);
        notes.see('state', [stream.aborted, stream.ended]);
      },
      calls: ['messages.stream success'],
    },
    'waits for one event': {
      async run(anthropic, notes) {
        const stream = anthropic.messages.stream(ask);
        await notes.call('text', () => stream.emitted('text'));
        await notes.call('done', () => stream.done());
      },
      calls: ['messages.stream success'],
    },
    'gives the stream with its response': {
      async run(anthropic, notes) {
        const { data, response, request_id } = await anthropic.messages.stream(ask).withResponse();
        notes.see('with', [response.status, request_id, data.constructor.name]);
        await notes.call('final', () => data.finalMessage());
      },
      calls: ['messages.stream success'],
    },
    'aborts a stream': {
      async run(anthropic, notes) {
        const stream = anthropic.messages.stream(ask);
        stream.on('abort', (error) => notes.see('abort', error));
        stream.on('connect', () => stream.abort());
        await notes.call('final', () => stream.finalMessage());
      },
      calls: ['messages.stream cancelled'],
    },
    'sees a stream fail': {
      async run(anthropic, notes) {
        await notes.call('overloaded', () => anthropic.messages.stream({ ...ask, model: 'overloaded' }).finalMessage());
        await notes.each('broken', () => anthropic.messages.stream({ ...ask, model: 'broken' }));
      },
      calls: ['messages.stream server_error', 'messages.stream success'],
    },
    'throws its own errors': {
      async run(anthropic, notes) {
        await notes.call('overloaded', () => anthropic.messages.create({ ...ask, model: 'overloaded' }));
        await notes.call('limited', () => anthropic.messages.create({ ...ask, model: 'limited' }));
        await notes.call('timeout', () => anthropic.messages.create({ ...ask, model: 'silent' }, { timeout: 20 }));
        await notes.call('abort', () =>
          anthropic.messages.create({ ...ask, model: 'silent' }, { signal: AbortSignal.abort() }),
        );
      },
      calls: [
        'messages.create server_error',
        'messages.create rate_limited',
        'messages.create timeout',
        'messages.create cancelled',
      ],
    },
    'pages through a list': {
      async run(anthropic, notes) {
        await notes.each('model', () => anthropic.models.list({ limit: 2 }));
        const page = await anthropic.models.list({ limit: 2 });
        await notes.each('page', () => page.iterPages());
      },
      calls: ['models.list success', 'models.list success'],
    },
    'works through beta and derived clients': {
      async run(anthropic, notes) {
        await notes.call('beta', () => anthropic.beta.messages.create({ ...ask, betas: ['x'] }));
        await notes.call('derived', () => anthropic.withOptions({ timeout: 999 }).messages.create(ask));
        notes.see('client', [
          Object.keys(anthropic),
          anthropic.messages === anthropic.messages,
          anthropic instanceof Anthropic,
        ]);
      },
      calls: ['beta.messages.create success', 'messages.create success'],
    },
  },
});
