import { expect, test } from 'vitest';
import { describeError } from '../../src/outcome/index.ts';

test.each<[unknown, string, string]>([
  [undefined, 'undefined', 'undefined'],
  [0, 'number', '0'],
  ['', 'string', ''],
  [null, 'null', 'null'],
  ['no', 'string', 'no'],
  [{ message: 'no' }, 'Object', 'no'],
  [{ id: 1 }, 'Object', 'a thrown object without a message'],
  [new Error('no'), 'Error', 'no'],
  [new RangeError('no'), 'RangeError', 'no'],
  [new DOMException('no', 'AbortError'), 'AbortError', 'no'],
  [new (class SatlocError extends Error {})('no'), 'SatlocError', 'no'],
])('%o is described', (error, type, message) => {
  expect(describeError(error)).toMatchObject({ type, message, firstLine: message });
});

test('the first line alone goes to the span, without secrets', () => {
  const { firstLine, message } = describeError(
    new Error('\n get https://me:pw@partner.test failed\nBearer abc123def\n'),
  );
  expect(firstLine).toBe('get https://REDACTED:REDACTED@partner.test failed');
  expect(message).toContain('Bearer REDACTED');
});

test('the stack goes on with its causes, without secrets', () => {
  const root = new Error('connect mongodb://me:pw@db.test/x');
  const { stacktrace } = describeError(new Error('upload', { cause: new Error('request', { cause: root }) }));
  expect(stacktrace).toMatch(
    /^Error: upload\n +at [^]*\nCaused by: Error: request\n +at [^]*\nCaused by: Error: connect mongodb:\/\/REDACTED/,
  );
  expect(stacktrace).not.toContain('pw');
});

test('a cause without a stack is told in words', () => {
  expect(describeError(new Error('stopped', { cause: 'token=abc' })).stacktrace).toMatch(
    /\nCaused by: token=REDACTED$/,
  );
  expect(describeError({ message: 'password=a', cause: new Error('no') }).stacktrace).toMatch(
    /^password=REDACTED\nCaused by: Error: no/,
  );
  expect(describeError('no').stacktrace).toBeUndefined();
});
