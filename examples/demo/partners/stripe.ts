import type { Answer, Partner } from './server.ts';

const fault = (status: number, type: string, message: string, more: object = {}): Answer => ({
  status,
  body: { error: { type, message, ...more } },
  headers: { 'request-id': 'req_demo' },
});

/** As much of Stripe as an invoice needs. */
export function createPartner(): Partner {
  let made = 0;
  const customer = (number: number): object => ({
    id: `cus_${number}`,
    object: 'customer',
    email: `farm${number}@example.com`,
  });
  return {
    latency: [15, 60],
    answer({ method, path, query }) {
      const resource = path[1];
      if (method === 'POST') {
        made += 1;
        if (resource === 'customers') return { status: 200, body: customer(made) };
        if (resource === 'payment_intents') {
          return {
            status: 200,
            body: { id: `pi_${made}`, object: 'payment_intent', status: 'succeeded', currency: 'aud' },
          };
        }
      }
      if (method === 'GET' && resource === 'customers') {
        // Two pages, however often the list is asked for.
        const second = query.has('starting_after');
        const data = [1, 2, 3].map((number) => customer(number + (second ? 3 : 0)));
        return { status: 200, body: { object: 'list', url: '/v1/customers', has_more: !second, data } };
      }
      return fault(404, 'invalid_request_error', `Unrecognized request URL (${method}: /${path.join('/')}).`);
    },
    refuse: (refusal) =>
      ({
        unauthorised: fault(401, 'invalid_request_error', 'Invalid API Key provided: sk_test_****demo'),
        limited: fault(429, 'rate_limit_error', 'Too many requests in a short time.', { code: 'rate_limit' }),
        failing: fault(500, 'api_error', 'An unexpected error occurred on our side.'),
        rejecting: fault(402, 'card_error', 'Your card was declined.', {
          code: 'card_declined',
          decline_code: 'generic_decline',
        }),
        garbled: { status: 200, body: '{"id": "cus_1", "object": "cust' },
      })[refusal],
  };
}
