import { checkKeys, OptionError } from '../safety/index.ts';
import { mark } from './patterns.ts';
import { PatternError, replacer } from './pattern/index.ts';

/** What is secret beside what is known to be. */
export interface RedactionOptions {
  /**
   * Further names whose values are secrets: of attributes, of fields in nested values, and before `=` and `:` in texts.
   * Letter case does not matter, nor do `-`, `_` and `.` between words; anything may come before (`customer.iban`).
   * At most 100 of up to 64 characters.
   * @default none
   * @example ['iban', 'accountNumber']
   */
  readonly keys?: readonly string[];
  /**
   * Further shapes that are secrets wherever they stand in a text, at most 50. They are matched in a time that grows
   * with the text alone, hence without references (`\1`), and with looks ahead and behind for one character at most.
   * @default none
   * @example [/\bACC-\d{8}\b/]
   */
  readonly patterns?: readonly RegExp[];
}

const keysLimit = 100;
const keyLength = 64;
const patternsLimit = 50;
const example = String.raw`redact: { keys: ['iban'], patterns: [/\bACC-\d{8}\b/] }`;

/** The patterns, made ready. @throws OptionError for options that are wrong. */
export function checkRedactionOptions(option: string, options: unknown): ((text: string) => string)[] {
  checkKeys(option, options, ['keys', 'patterns'], example);
  const { keys, patterns } = options as { keys?: unknown; patterns?: unknown };
  if (keys !== undefined && !(Array.isArray(keys) && keys.length <= keysLimit && keys.every(isKey))) {
    const expected = `an array of at most ${keysLimit} names of 1 to ${keyLength} characters with a letter or digit`;
    throw new OptionError(`${option}.keys`, expected, keys, example);
  }
  if (patterns === undefined) return [];
  if (
    !(Array.isArray(patterns) && patterns.length <= patternsLimit && patterns.every((one) => one instanceof RegExp))
  ) {
    const expected = `an array of at most ${patternsLimit} regular expressions`;
    throw new OptionError(`${option}.patterns`, expected, patterns, example);
  }
  return patterns.map((pattern: RegExp, index) => ready(`${option}.patterns[${index}]`, pattern));
}

function isKey(key: unknown): boolean {
  return typeof key === 'string' && key.length <= keyLength && /[\p{L}\p{N}]/u.test(key);
}

function ready(option: string, pattern: RegExp): (text: string) => string {
  try {
    return replacer(pattern, mark);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const expected = `matched in a time that grows with the text alone, and so without ${error.message}`;
    throw new OptionError(option, expected, String(pattern), example);
  }
}
