import Stripe from 'stripe';
import { sideBySide } from './harness/index.ts';

const page = (ids: string[], more: boolean) => ({
  object: 'list',
  url: '/v1/customers',
  has_more: more,
  data: ids.map((id) => ({ id, object: 'customer' })),
});

sideBySide<Stripe>({
  name: 'stripe',
  answer({ method, path, index, headers }) {
    const id = { 'request-id': `req_${index}` };
    if (path.includes('missing')) {
      const error = {
        type: 'invalid_request_error',
        code: 'resource_missing',
        message: 'No such customer',
        param: 'id',
      };
      return { status: 404, headers: id, body: { error } };
    }
    if (path.includes('declined')) {
      return {
        status: 402,
        headers: id,
        body: { error: { type: 'card_error', code: 'card_declined', message: 'Declined' } },
      };
    }
    if (path.includes('limited')) return { status: 429, headers: id, body: { error: { message: 'slow down' } } };
    if (path.includes('flaky') && index === 0)
      return { status: 500, headers: id, body: { error: { message: 'oops' } } };
    if (path.includes('silent')) return { silent: true };
    if (path.startsWith('/v1/customers?') || path === '/v1/customers') {
      if (method === 'GET')
        return {
          headers: id,
          body: path.includes('starting_after=c2') ? page(['c3'], false) : page(['c1', 'c2'], true),
        };
    }
    return {
      headers: id,
      body: { id: 'c1', object: 'customer', account: headers['stripe-account'] ?? null, metadata: { a: '1' } },
    };
  },
  client(url) {
    const { hostname, port } = new URL(url);
    return new Stripe('sk_test_1', {
      host: hostname,
      port,
      protocol: 'http',
      maxNetworkRetries: 1,
      telemetry: false,
      timeout: 20_000,
    });
  },
  scenarios: {
    'creates with parameters and options': {
      async run(stripe, notes) {
        const made = await notes.call('create', () =>
          stripe.customers.create({ email: 'a@b.c', metadata: { a: '1' } }, { stripeAccount: 'acct_1' }),
        );
        notes.see('last response', made.lastResponse);
      },
      calls: ['customers.create success'],
    },
    'keeps the thrown error': {
      async run(stripe, notes) {
        await notes.call('missing', () => stripe.customers.retrieve('missing'));
        await notes.call('declined', () => stripe.charges.retrieve('declined'));
        await stripe.customers.retrieve('missing').catch((error: unknown) => {
          notes.see('classes', [
            error instanceof Stripe.errors.StripeInvalidRequestError,
            error instanceof Stripe.errors.StripeError,
          ]);
        });
      },
      calls: ['customers.retrieve client_error', 'charges.retrieve client_error', 'customers.retrieve client_error'],
    },
    'takes odd arguments and a lost this': {
      async run(stripe, notes) {
        await notes.call('too many', () => (stripe.customers.retrieve as any)('c1', {}, {}, 'extra', 'more'));
        const { retrieve } = stripe.customers;
        await notes.call('unbound', () => (retrieve as any)('c1'));
      },
      calls: ['customers.retrieve success', 'customers.retrieve error'],
    },
    'retries inside one call': {
      async run(stripe, notes) {
        await notes.call('flaky', () => stripe.customers.retrieve('flaky'));
      },
      calls: ['customers.retrieve success'],
    },
    'gives up on a limit': {
      async run(stripe, notes) {
        await notes.call('limited', () => stripe.customers.retrieve('limited', {}, { maxNetworkRetries: 0 }));
      },
      calls: ['customers.retrieve rate_limited'],
    },
    'times out': {
      async run(stripe, notes) {
        await notes.call('silent', () =>
          stripe.customers.retrieve('silent', {}, { timeout: 30, maxNetworkRetries: 0 }),
        );
      },
      calls: ['customers.retrieve timeout'],
    },
    'lists one page as a promise': {
      async run(stripe, notes) {
        await notes.call('list', () => stripe.customers.list({ limit: 2 }));
      },
      calls: ['customers.list success'],
    },
    'pages through a list by iteration': {
      async run(stripe, notes) {
        await notes.each('customer', () => stripe.customers.list({ limit: 2 }));
      },
      calls: ['customers.list success'],
    },
    'pages with autoPagingEach and autoPagingToArray': {
      async run(stripe, notes) {
        await notes.call('each', () => stripe.customers.list().autoPagingEach((one) => notes.see('one', one.id)));
        await notes.call('array', () => stripe.customers.list().autoPagingToArray({ limit: 10 }));
        const list = stripe.customers.list();
        notes.see('same', [list.autoPagingEach === list.autoPagingEach, await list.next()]);
      },
      calls: ['customers.list success', 'customers.list success', 'customers.list success'],
    },
    'is inspected the same': {
      run(stripe, notes) {
        notes.see('keys', Object.keys(stripe));
        notes.see('instance', [stripe instanceof Stripe, stripe.constructor === Stripe, 'customers' in stripe]);
        notes.see('cached', [
          stripe.customers === stripe.customers,
          stripe.customers.create === stripe.customers.create,
        ]);
        notes.see('nested', [stripe.checkout.sessions.create.name, Object.keys(stripe.customers)]);
        notes.see('customers', stripe.customers);
        notes.see('constants', [
          Stripe.PACKAGE_VERSION,
          stripe.getConstant('DEFAULT_PORT'),
          stripe.getApiField('port'),
        ]);
      },
      calls: [],
    },
    'verifies webhooks without a call': {
      async run(stripe, notes) {
        const payload = JSON.stringify({ id: 'evt_1', object: 'event' });
        const header = stripe.webhooks.generateTestHeaderString({ payload, secret: 'whsec', timestamp: 1_700_000_000 });
        notes.see('header', header);
        notes.see('event', stripe.webhooks.constructEvent(payload, header, 'whsec', 1e10));
        await notes.call('bad', () => stripe.webhooks.constructEvent(payload, 'bad', 'whsec'));
      },
      calls: [],
    },
    'tells its events of requests': {
      async run(stripe, notes) {
        const listener = (event: { method: string; path: string }) => notes.see('event', [event.method, event.path]);
        stripe.on('request', listener);
        await notes.call('retrieve', () => stripe.customers.retrieve('c1'));
        stripe.off('request', listener);
        await notes.call('unheard', () => stripe.customers.retrieve('c1'));
      },
      calls: ['customers.retrieve success', 'customers.retrieve success'],
    },
    'sends raw requests and nested resources': {
      async run(stripe, notes) {
        await notes.call('raw', () => stripe.rawRequest('GET', '/v1/customers/c1'));
        await notes.call('session', () => stripe.checkout.sessions.create({ mode: 'payment' }));
        await notes.call('v2', () => stripe.v2.core.events.retrieve('evt_1'));
      },
      calls: ['rawRequest success', 'checkout.sessions.create success', 'v2.core.events.retrieve success'],
    },
  },
});
