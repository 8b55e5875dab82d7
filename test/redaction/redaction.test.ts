import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactText } from '../../src/redaction/index.ts';

// Put together here, so that scanners of secrets do not take the tests for a leak
const joined = (...parts: string[]): string => parts.join('');
const github = `ghp_${'a1B2'.repeat(9)}`;
const key = (edge: string): string => `-----${edge} RSA PRIVATE KEY-----`;
const pem = (end: string): string => `${key('BEGIN')}\nMIIE+abc/=\nxyz==\n${end}`;

test.each<[string, string, string]>([
  ['credentials of a URL', 'GET https://me:s3cret@partner.test/x', 'GET https://REDACTED:REDACTED@partner.test/x'],
  ['a password with signs in it', 'https://me:p/a#s@s@partner.test/x', 'https://REDACTED:REDACTED@partner.test/x'],
  ['a password without a user', 'redis://:s3cret@cache.test:6379', 'redis://REDACTED:REDACTED@cache.test:6379'],
  ['a token as user', 'https://s3cret@github.com/x.git', 'https://REDACTED@github.com/x.git'],
  ['a connection string', 'mongodb+srv://me:s3cret@db.test/x?w=1', 'mongodb+srv://REDACTED:REDACTED@db.test/x?w=1'],
  ['query parameters', '/x?id=1&api_key=s3cret&b=2', '/x?id=1&api_key=REDACTED&b=2'],
  ['query parameters', '/x?key=s3cret', '/x?key=REDACTED'],
  ['a signed URL', '/x?X-Amz-Signature=abc&X-Amz-Date=1', '/x?X-Amz-Signature=REDACTED&X-Amz-Date=1'],
  ['a shared access signature', '/x?sv=1&sig=a%2Bb%3D', '/x?sv=1&sig=REDACTED'],
  ['headers', 'Authorization: Bearer s3cret', 'Authorization: Bearer REDACTED'],
  ['headers', 'authorization: s3cret', 'authorization: REDACTED'],
  ['headers as JSON', '{"Authorization":"Basic dXNlcjpwYXNz"}', '{"Authorization":"Basic REDACTED"}'],
  ['headers', 'x-api-key: s3cret, accept: */*', 'x-api-key: REDACTED, accept: */*'],
  ['headers', 'Set-Cookie: sid=s3cret; Path=/', 'Set-Cookie: REDACTED'],
  ['a scheme alone', 'sent Bearer abc.def-123', 'sent Bearer REDACTED'],
  ['a scheme alone', 'sent Basic dXNlcjpwYXNz', 'sent Basic REDACTED'],
  ['fields of JSON', '{"password":"a b","id":1}', '{"password":REDACTED,"id":1}'],
  ['fields in camel case', 'clientSecret: "s3cret"', 'clientSecret: REDACTED'],
  ['fields', 'client_secret=s3cret', 'client_secret=REDACTED'],
  [
    'a connection string in pairs',
    'Endpoint=sb://x;SharedAccessKey=abc=;A=b',
    'Endpoint=sb://x;SharedAccessKey=REDACTED;A=b',
  ],
  ['a JWT', 'got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln today', 'got REDACTED today'],
  ['stripe', joined('no such key: sk_', 'live_abc123'), 'no such key: REDACTED'],
  ['stripe', joined('sk_', 'test_abc123.'), 'REDACTED.'],
  ['openai', 'Incorrect: sk-proj-abcdefghijklmnop', 'Incorrect: REDACTED'],
  ['github', `with ${github}`, 'with REDACTED'],
  ['github', joined('with github_', 'pat_11ABCDEFG0123456789'), 'with REDACTED'],
  ['slack', joined('xox', 'b-123-456-abc'), 'REDACTED'],
  ['AWS', 'id AKIAIOSFODNN7EXAMPLE.', 'id REDACTED.'],
  ['a private key', `a ${pem(key('END'))} b`, 'a REDACTED b'],
  ['a private key cut short', `a ${pem('')}`, 'a REDACTED'],
])('%s: %s', (_, text, expected) => {
  expect(redactText(text)).toBe(expected);
});

test.each([
  'connect ECONNREFUSED 127.0.0.1:5432',
  'GET https://partner.test:8080/jobs/42?page=2&sort=name failed with 404',
  'mail to jane@partner.test from http://partner.test:80/a@b',
  'basic authentication failed: bearer token is missing',
  'Unexpected token < in JSON at position 0',
  'signature: does not match',
  '    at Client.upload (file:///app/src/client.ts:12:34)',
  'max_tokens: 500',
])('ordinary text stays: %s', (text) => {
  expect(redactText(text)).toBe(text);
});

test('what lies beyond 8,192 characters is dropped, and no half secret is left', () => {
  const long = `${'word '.repeat(1_637)}https://me:s3cretpassword@partner.test`;
  const redacted = redactText(long);
  expect(redacted.length).toBeLessThanOrEqual(8_192);
  expect(redacted).not.toContain('s3c');
  expect(redactText('x'.repeat(10_000))).toBe('…');
});

test('what is redacted stays so', () => {
  const pieces = fc.constantFrom(
    '://',
    'me',
    ':',
    '@',
    'token',
    '=',
    ' ',
    '"',
    '?',
    '&',
    'key',
    'Bearer ',
    'abc1',
    '\n',
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(pieces).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(redactText(redactText(text))).toBe(redactText(text));
    }),
  );
});

test('no text makes it throw, and no value that is none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 9_000 }), (text) => {
      expect(redactText(text).length).toBeLessThanOrEqual(8_192);
    }),
  );
  for (const value of [undefined, null, 1, {}, Symbol('x')]) expect(redactText(value as never)).toBe('REDACTED');
});

test.each([
  'a',
  ':',
  '://',
  '://a:',
  'token=',
  'eyJ',
  'eyJaaaaa.',
  '-',
  '-----BEGIN PRIVATE KEY',
  '"',
  '&key',
  ' ',
  'sk-',
  'Basic ',
  'a.',
  'a_',
  'authorization: x ',
])('a long run of %j costs no more than its length', (unit) => {
  const text = unit.repeat(8_192 / unit.length);
  // A pattern of quadratic time takes seconds here, and a linear one a few milliseconds
  const start = process.cpuUsage().user;
  redactText(`${text} x`);
  redactText(text.slice(0, 8_000));
  expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(400);
});
