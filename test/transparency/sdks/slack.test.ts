import { WebClient, WebClientEvent } from '@slack/web-api';
import { sideBySide } from './harness/index.ts';

const greeting = { channel: 'C1', text: 'hi' };

sideBySide<WebClient>({
  name: 'slack',
  answer({ path, body, index }) {
    if (path.includes('auth.test')) return { status: 200, body: { ok: false, error: 'invalid_auth' } };
    if (path.includes('chat.delete')) return { status: 429, headers: { 'retry-after': '1' }, body: { ok: false } };
    if (path.includes('chat.update'))
      return index === 0 ? { status: 500, body: 'oops' } : { body: { ok: true, ts: '2' } };
    if (path.includes('conversations.list')) {
      const last = body.includes('cursor=next');
      return {
        body: {
          ok: true,
          channels: [{ id: last ? 'C2' : 'C1' }],
          response_metadata: { next_cursor: last ? '' : 'next' },
        },
      };
    }
    return { headers: { 'x-oauth-scopes': 'chat:write' }, body: { ok: true, ts: '1', channel: 'C1' } };
  },
  client: (url) =>
    new WebClient('xoxb-1', {
      slackApiUrl: `${url}/api/`,
      retryConfig: { retries: 1, minTimeout: 1, maxTimeout: 1 },
      rejectRateLimitedCalls: true,
      logger: {
        debug() {},
        info() {},
        warn() {},
        error() {},
        setLevel() {},
        getLevel: () => 'error' as any,
        setName() {},
      },
    }),
  scenarios: {
    'posts and calls by name': {
      async run(slack, notes) {
        // eslint-disable-next-line unicorn/require-post-message-target-origin -- of Slack, and of no window
        await notes.call('post', () => slack.chat.postMessage(greeting));
        await notes.call('apiCall', () => slack.apiCall('chat.postMessage', { channel: 'C1' }));
        const { postMessage } = slack.chat;
        await notes.call('detached', () => postMessage({ channel: 'C1', text: 'hi' }));
      },
      calls: ['chat.postMessage success', 'apiCall success', 'chat.postMessage success'],
    },
    'throws its own errors': {
      async run(slack, notes) {
        await notes.call('auth', () => slack.auth.test());
        await notes.call('limited', () => slack.chat.delete({ channel: 'C1', ts: '1' }));
        await notes.call('bad', () => slack.apiCall(undefined as any));
        await notes.call('options', () => slack.apiCall('x', 'text' as any));
      },
      calls: ['auth.test auth_error', 'chat.delete rate_limited', 'apiCall error', 'apiCall error'],
    },
    'retries inside one call': {
      async run(slack, notes) {
        await notes.call('update', () => slack.chat.update({ channel: 'C1', ts: '1', text: 'x' }));
      },
      calls: ['chat.update success'],
    },
    pages: {
      async run(slack, notes) {
        await notes.each('page', () => slack.paginate('conversations.list', { limit: 1 }));
        await notes.each('first', () => slack.paginate('conversations.list', { limit: 1 }), 1);
        await notes.call('reduced', () =>
          slack.paginate(
            'conversations.list',
            { limit: 1 },
            () => false,
            (sum: number | undefined, page) => (sum ?? 0) + ((page as any).channels.length as number),
          ),
        );
      },
      calls: ['paginate success', 'paginate success', 'paginate success'],
    },
    'tells its events': {
      async run(slack, notes) {
        const listener = (seconds: number) => notes.see('limited', seconds);
        notes.see('chained', slack.on(WebClientEvent.RATE_LIMITED, listener) === slack);
        notes.see('listeners', [
          slack.listenerCount(WebClientEvent.RATE_LIMITED),
          slack.listeners(WebClientEvent.RATE_LIMITED)[0] === listener,
        ]);
        await notes.call('limited', () => slack.chat.delete({ channel: 'C1', ts: '1' }));
        slack.off(WebClientEvent.RATE_LIMITED, listener);
        notes.see('after', slack.listenerCount(WebClientEvent.RATE_LIMITED));
      },
      calls: ['chat.delete rate_limited'],
    },
    'is inspected the same': {
      run(slack, notes) {
        notes.see('client', slack);
        notes.see('cached', [
          slack.chat === slack.chat,
          slack.chat.postMessage === slack.chat.postMessage,
          slack instanceof WebClient,
        ]);
        notes.see(
          'stream',
          slack.chatStream({ channel: 'C1', thread_ts: '1', recipient_team_id: 'T', recipient_user_id: 'U' })
            .constructor.name,
        );
      },
      calls: [],
    },
  },
});
