import { describe, expect, test } from 'vitest';
import { instrumentPartner, unwrap } from '../../src/index.ts';
import type { PartnerOptions } from '../../src/index.ts';

const wrap = (options: unknown, client: unknown = {}) => instrumentPartner(client as object, options as PartnerOptions);
const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
};

describe('a mistake in the options says what was wrong, what is expected, and an example', () => {
  test.each([
    ['no options', undefined],
    ['a misspelt option', { partner: 'a', objectives: {} }],
    ['no name', {}],
    ['an empty name', { partner: '' }],
    ['a long name', { partner: 'a'.repeat(65) }],
    ['a control character', { partner: 'a\nb' }],
    ['an availability of 1', { partner: 'a', objective: { availability: 1 } }],
    ['an availability of 99.5', { partner: 'a', objective: { availability: 99.5 } }],
    ['NaN', { partner: 'a', objective: { latency: { within: Number.NaN } } }],
    ['a negative threshold', { partner: 'a', objective: { latency: { within: 1, operations: { get: -1 } } } }],
    ['an unknown status', { partner: 'a', objective: { counts: { down: 'bad' } } }],
    ['an unknown weight', { partner: 'a', objective: { counts: { timeout: 'fine' } } }],
    ['no list', { partner: 'a', operations: { only: 'get' } }],
    ['an unknown list', { partner: 'a', operations: { include: [] } }],
    ['a name that is too long', { partner: 'a', operations: { rename: { get: 'b'.repeat(65) } } }],
    ['no function', { partner: 'a', classify: 'error' }],
    ['no status code', { partner: 'a', expected: [40] }],
    ['no list of status codes', { partner: 'a', expected: { get: 404 } }],
    ['no boolean', { partner: 'a', propagate: 'yes' }],
    ['no link', { partner: 'a', links: { status: 'javascript:alert(1)' } }],
  ])('%s', (_what, options) => {
    const message = messageOf(() => wrap(options));
    expect(message).toMatch(/^partner-otel: \S+.* must be .+; received .+\. Example: .+/);
    expect(message).toMatchSnapshot();
  });

  test.each([
    ['a string', 'client'],
    ['nothing', null],
    ['a promise', Promise.resolve({})],
  ])('a client that is %s', (_what, client) => {
    expect(messageOf(() => wrap({ partner: 'a' }, client))).toMatchSnapshot();
  });
});

test('a wrapped client is given back under its name, and refused under another', () => {
  const client = { get: async () => 1 };
  const wrapped = wrap({ partner: 'a' }, client);
  expect(wrap({ partner: 'a' }, wrapped)).toBe(wrapped);
  expect(unwrap(wrapped)).toBe(client);
  expect(messageOf(() => wrap({ partner: 'b' }, wrapped))).toMatchInlineSnapshot(
    `"partner-otel: partner must be 'a', under which this client is wrapped already (unwrap(client) gives the bare one); received "b". Example: instrumentPartner(new SatlocClient(), { partner: 'satloc' })"`,
  );
  expect(wrap({ partner: 'b' }, client)).not.toBe(wrapped);
});
