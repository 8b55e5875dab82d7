import { keyTest } from './names.ts';
import type { KeyTest } from './names.ts';
import { checkRedactionOptions } from './options.ts';
import type { RedactionOptions } from './options.ts';
import { groupOf, mark } from './patterns.ts';
import type { SecretGroup } from './patterns.ts';
import { withoutSecrets } from './text.ts';
import { Walk } from './walk.ts';

/** Characters of one text that are read; what lies beyond is dropped. */
const textLimit = 32_768;

/**
 * Takes secrets out of texts, attributes and values of any kind. What holds none comes back as it is, the very object;
 * else a copy. Never throws, and never changes what it is given.
 */
export class Redactor {
  readonly #patterns: readonly ((text: string) => string)[];
  readonly #names: SecretGroup | undefined;
  readonly #isSecret: KeyTest;
  readonly #text = (text: string): string => this.text(text);

  /** @throws OptionError for options that are wrong; `option` is how they are called. */
  constructor(options: RedactionOptions = {}, option = 'redact') {
    this.#patterns = checkRedactionOptions(option, options);
    const keys = options.keys ?? [];
    this.#names = keys.length === 0 ? undefined : groupOf(keys);
    this.#isSecret = keyTest(keys);
  }

  text(text: string): string {
    try {
      let redacted = withoutSecrets(text, textLimit, this.#names);
      for (const replace of this.#patterns) redacted = replace(redacted);
      return redacted;
    } catch {
      // Nothing may pass unread.
      return mark;
    }
  }

  /** A value of any kind: nested objects, arrays, Maps, Sets, errors, up to bounds of depth and size. */
  value(value: unknown): unknown {
    return typeof value === 'string' ? this.text(value) : new Walk(this.#text, this.#isSecret).value(value);
  }

  /** Attributes, whose values are texts and numbers mostly. */
  attributes<A extends object>(attributes: A): A {
    try {
      let copy: Record<string, unknown> | undefined;
      for (const key of Object.keys(attributes)) {
        const value = (attributes as Record<string, unknown>)[key];
        const redacted = this.#attribute(key, value);
        if (redacted !== value) (copy ??= { ...attributes } as Record<string, unknown>)[key] = redacted;
      }
      return (copy as A | undefined) ?? attributes;
    } catch {
      return {} as A;
    }
  }

  #attribute(key: string, value: unknown): unknown {
    if (typeof value === 'boolean') return value;
    if (typeof value === 'string' && !this.#isSecret(key)) {
      // It has no `?` of its own, by which a parameter is told from a word.
      return key === 'url.query' ? this.text(`?${value}`).slice(1) : this.text(value);
    }
    if (typeof value === 'number') return this.#isSecret(key) ? mark : value;
    return new Walk(this.#text, this.#isSecret).entry(key, value);
  }
}
