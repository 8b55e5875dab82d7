import twilio from 'twilio';
import type { Twilio } from 'twilio';
import { sideBySide } from './harness/index.ts';

const message = (sid: string) => ({ sid, account_sid: 'AC1', body: 'hi', status: 'sent', subresource_uris: {} });
const account = `AC${'0'.repeat(32)}`;

sideBySide<Twilio>({
  name: 'twilio',
  answer({ method, path, headers: { host } }) {
    if (path.includes('missing'))
      return { status: 404, body: { code: 20404, message: 'not found', more_info: 'https://', status: 404 } };
    if (path.includes('Messages.json') && method === 'GET') {
      const last = path.includes('Page=1');
      const next = `/2010-04-01/Accounts/${account}/Messages.json?Page=1&PageSize=50`;
      return {
        body: {
          messages: last ? [message('SM3')] : [message('SM1'), message('SM2')],
          next_page_uri: last ? null : next,
          uri: '',
          first_page_uri: '',
          host,
        },
      };
    }
    if (method === 'DELETE') return { status: 204 };
    return { body: message('SM1') };
  },
  client(url) {
    const client = twilio(account, 'secret', { autoRetry: false });
    const request = client.request.bind(client);
    // Its hosts are fixed: what goes to them goes to loopback.
    client.request = (options) => request({ ...options, uri: options.uri!.replace(/^https:\/\/[^/]+/, url) });
    return client;
  },
  scenarios: {
    'creates, fetches, updates, removes': {
      async run(client, notes) {
        const made = await notes.call('create', () => client.messages.create({ to: '+1', from: '+2', body: 'hi' }));
        notes.see('json', JSON.stringify(made));
        await notes.call('fetch', () => client.messages('SM1').fetch());
        await notes.call('update', () => client.messages('SM1').update({ body: '' }));
        await notes.call('remove', () => client.messages('SM1').remove());
        await notes.call('media', () => client.messages('SM1').media('ME1').fetch());
      },
      calls: [
        'messages.create success',
        'messages.fetch success',
        'messages.update success',
        'messages.remove success',
        'messages.media.fetch success',
      ],
    },
    'acts on what it fetched': {
      async run(client, notes) {
        const fetched = await client.messages('SM1').fetch();
        await notes.call('again', () => fetched.fetch());
      },
      calls: ['messages.fetch success'],
    },
    'lists, pages and goes through each': {
      async run(client, notes) {
        await notes.call('list', () => client.messages.list({ limit: 10 }).then((all) => all.map(({ sid }) => sid)));
        await notes.call('page', () => client.messages.page({ pageSize: 2 }).then(({ instances }) => instances.length));
        await new Promise<void>((resolve) => {
          client.messages.each({
            limit: 3,
            done: () => resolve(),
            callback: (one: any) => notes.see('each', one.sid),
          } as any);
        });
      },
      calls: ['messages.list success', 'messages.page success', 'messages.each success'],
    },
    'answers callbacks': {
      async run(client, notes) {
        await new Promise<void>((resolve) => {
          void client.messages.create({ to: '+1', from: '+2', body: 'hi' }, (error, item) => {
            notes.see('created', [error, item?.sid]);
            resolve();
          });
        });
        const caught = await new Promise<unknown>((resolve) => {
          client
            .messages('missing')
            .fetch((error) => resolve(error))
            .catch(() => {});
        });
        notes.see('error', caught);
        const listed = await new Promise<unknown>(
          (resolve) => void client.messages.list({ limit: 1 }, (_error, items) => resolve(items.length)),
        );
        notes.see('listed', listed);
      },
      // With a callback its promise resolves even where the call failed; the option `callbacks` hears the error.
      calls: ['messages.create success', 'messages.fetch success', 'messages.list success'],
    },
    'throws its own errors': {
      async run(client, notes) {
        await notes.call('missing', () => client.messages('missing').fetch());
        await notes.call('no body', () => (client.messages.create as any)());
        await notes.call('no to', () => client.messages.create({ from: '+2' } as any));
      },
      calls: ['messages.fetch client_error', 'messages.create error', 'messages.create error'],
    },
    'reaches versions and domains': {
      async run(client, notes) {
        await notes.call('v2010', () => client.api.v2010.accounts('AC1').messages('SM1').fetch());
        await notes.call('verify', () =>
          client.verify.v2.services('VA1').verifications.create({ to: '+1', channel: 'sms' }),
        );
        await notes.call('lookup', () => client.lookups.v2.phoneNumbers('+1').fetch());
      },
      calls: [
        'api.v2010.accounts.messages.fetch success',
        'verify.v2.services.verifications.create success',
        'lookups.v2.phoneNumbers.fetch success',
      ],
    },
    'builds its tree lazily, as bare': {
      run(client, notes) {
        notes.see('before', Object.keys(client));
        notes.see('cached', [
          client.messages === client.messages,
          client.api === client.api,
          client.api.v2010 === client.api.v2010,
        ]);
        notes.see('after', Object.keys(client));
        notes.see('context', [
          client.messages('SM1').constructor.name,
          JSON.stringify(client.messages('SM1')),
          Object.keys(client.messages('SM1')),
        ]);
        notes.see('plain', [client.accountSid, client.username, typeof client.messages, Object.keys(client.messages)]);
      },
      calls: [],
    },
  },
});
