import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Redactor } from '../../src/redaction/index.ts';
import { replacer } from '../../src/redaction/pattern/index.ts';

test('names of the user are secrets by key and in texts, whatever stands between their words', () => {
  const redactor = new Redactor({ keys: ['accountNumber', 'licence_plate', 'IBAN'] });
  const attributes = {
    account_number: 'x1',
    'customer.iban': 'x1',
    customerIban: 'x1',
    LicencePlate: 'x1',
    urban: 'x1',
  };
  expect(redactor.attributes(attributes)).toEqual({
    account_number: 'REDACTED',
    'customer.iban': 'REDACTED',
    customerIban: 'REDACTED',
    LicencePlate: 'REDACTED',
    urban: 'x1',
  });
  expect(redactor.text('iban=DE00 1, {"accountNumber": "a b"}, licence-plate: KA-1, urban=1')).toBe(
    'iban=REDACTED 1, {"accountNumber": REDACTED}, licence-plate: REDACTED, urban=1',
  );
  expect(new Redactor().text('iban=DE00')).toBe('iban=DE00');
});

test('shapes of the user are secrets wherever they stand', () => {
  const redactor = new Redactor({ patterns: [/\bACC-\d{4,8}\b/, /(?<![\w-])[a-z]{2}\d{6}(?!\d)/i, /\p{Lu}{2}§\d+/u] });
  expect(redactor.value({ text: 'for ACC-123456, ab123456 and ÄÖ§7', list: ['xACC-1', 'ab1234567'] })).toEqual({
    text: 'for REDACTED, REDACTED and REDACTED',
    list: ['xACC-1', 'ab1234567'],
  });
});

test.each<[string, string]>([
  ['(a+)+$', 'a'.repeat(5_000) + '!'],
  ['(a|aa)+$', 'a'.repeat(5_000) + '!'],
  ['(.*)*x', 'y'.repeat(5_000)],
  ['\\s+$', ' '.repeat(30_000) + 'x'],
  ['a*a*a*a*a*b', 'a'.repeat(5_000)],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(5_000)],
  ['(?:a?){200}a{200}', 'a'.repeat(3_000)],
  ['a|a.*z', 'a'.repeat(32_000)],
])('a pattern that makes the engine go back for ever does not hang: %s', (source, text) => {
  const redactor = new Redactor({ patterns: [new RegExp(source)] });
  const start = process.cpuUsage().user;
  redactor.text(text);
  redactor.value([text, text, text]);
  // The engine takes hours for most of them.
  expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(2_000);
});

test('a text that costs too much is replaced as a whole', () => {
  expect(new Redactor({ patterns: [/a|a.*z/] }).text('a'.repeat(32_000))).toBe('REDACTED');
});

test.each([
  ['a(b|c)*d', 'xabcbcd abd ad a'],
  ['[^\\s,]+@corp\\.test', 'mail jo.e@corp.test, x'],
  ['^x.*?y$', 'xaay'],
  ['a{2}b{1,2}', 'aab aabbb ab'],
  ['\\bcat\\B', 'cat cats concat'],
  ['(?<name>x)(?:y|z)', 'xy xz x'],
  ['[\\]\\-a]{2}', 'x]-a'],
  ['\\x41\\u0042\\t', 'AB\t'],
  ['a{,2}', 'a{,2} aa'],
  ['[\\d-]+|\\.', '12-3.x'],
  ['\\/\\*', 'a/*b'],
])('a pattern means what it means to the engine: %s', (source, text) => {
  for (const flags of ['', 'i', 'm', 's', 'g']) {
    const native = new RegExp(source, flags.replace('g', '') + 'g');
    expect(replacer(new RegExp(source, flags), '#')(text)).toBe(text.replace(native, '#'));
  }
});

test('random patterns find something exactly where the engine does, and no less of it', () => {
  const atom = fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', '\\w', '\\b', '^', '$', '(?=a)', '(?<!b)');
  const source = fc.letrec<{ part: string }>((tie) => ({
    part: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      atom,
      fc.tuple(tie('part'), tie('part')).map(([one, other]) => one + other),
      fc.tuple(tie('part'), tie('part')).map(([one, other]) => `(?:${one}|${other})`),
      fc
        .tuple(tie('part'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}'))
        .map(([part, times]) => `(?:${part})${times}`),
    ),
  })).part;
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n'), maxLength: 10 });
  fc.assert(
    fc.property(source, text, (one, given) => {
      const ours = replacer(new RegExp(one), '\u0000')(given);
      const native = [...given.matchAll(new RegExp(one, 'g'))];
      const first = native.find(([found]) => found !== '');
      const found = ours.includes('\u0000');
      if (first === undefined) expect(found && !longerExists(one, given)).toBe(false);
      else expect(found && ours.indexOf('\u0000') <= first.index).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

/** Whether some part of the text matches as a whole: an engine that prefers nothing passes by what could be longer. */
function longerExists(source: string, text: string): boolean {
  const whole = new RegExp(`(?:${source})`, 'y');
  for (let at = 0; at < text.length; at += 1) {
    for (let end = at + 1; end <= text.length; end += 1) {
      const exact = new RegExp(`(?:${source})(?<=^[^]{${end}})`, 'y');
      whole.lastIndex = exact.lastIndex = at;
      if (exact.test(text)) return true;
    }
  }
  return false;
}

test.each<[object, RegExp]>([
  [
    { patterns: [/(a)\1/] },
    /redact\.patterns\[0\] must be matched in .* without a reference to what a group matched; received "\/\(a\)/,
  ],
  [{ patterns: [/(?<n>a)\k<n>/] }, /without a reference/],
  [
    { patterns: [/x/, /(?=ab)c/] },
    /redact\.patterns\[1\] .* without looking ahead or behind for more than one character/,
  ],
  [{ patterns: [/(?:a{100}){100}/] }, /without counts that multiply to more than 1000 steps/],
  [{ patterns: ['x'] }, /redact\.patterns must be an array of at most 50 regular expressions; received an array/],
  [{ patterns: Array.from({ length: 51 }, () => /x/) }, /at most 50/],
  [{ keys: 'iban' }, /redact\.keys must be an array of at most 100 names of 1 to 64 characters/],
  [{ keys: ['--'] }, /with a letter or digit/],
  [{ words: [] }, /redact\.words must be one of keys, patterns/],
])('a mistake in the options is an error at set-up: %o', (options, message) => {
  expect(() => new Redactor(options)).toThrow(message);
});
