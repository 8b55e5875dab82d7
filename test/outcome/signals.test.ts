import { expect, test, vi } from 'vitest';
import { callerSignals } from '../../src/outcome/index.ts';

const { signal } = new AbortController();

test.each<[string, readonly unknown[]]>([
  ['an argument', ['path', signal]],
  ['signal', ['path', { signal }]],
  ['abortSignal', [{}, { abortSignal: signal }]],
  [
    'an inherited getter',
    [
      Object.create({
        get signal() {
          return signal;
        },
      }),
    ],
  ],
  ['request.signal, as octokit has it', [{ owner: 'o', request: { signal } }]],
  ['fetchOptions.signal', [{ fetchOptions: { signal } }]],
])('a signal is found in %s', (_, args) => {
  expect(callerSignals(args)).toEqual([signal]);
});

test("a Request's signal follows the caller's", () => {
  const controller = new AbortController();
  const found = callerSignals([new Request('http://partner.test', { signal: controller.signal })]);
  controller.abort('why');
  expect(found).toMatchObject([{ aborted: true, reason: 'why' }]);
});

test('several are all found', () => {
  expect(callerSignals([{ signal }, { signal: AbortSignal.abort() }])).toHaveLength(2);
});

test.each<[string, readonly unknown[]]>([
  ['no arguments', []],
  ['plain values', [1, 'a', null, undefined, [], new Map()]],
  ['a signal of another kind', [{ signal: 'SIGTERM' }, { signal: null }, { signal: { aborted: 'no' } }]],
  ['deeper data', [{ body: { signal } }]],
])('%s give none', (_, args) => {
  expect(callerSignals(args)).toBeUndefined();
});

test('no other getter runs', () => {
  const get = vi.fn();
  callerSignals([Object.defineProperties({}, { body: { get }, aborted: { get }, timeout: { get } })]);
  expect(get).not.toHaveBeenCalled();
});

test('a signal of a polyfill counts', () => {
  const polyfill = { aborted: true, reason: undefined, addEventListener() {} };
  expect(callerSignals([{ signal: polyfill }])).toEqual([polyfill]);
});
