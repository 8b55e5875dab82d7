import type { KeyTest } from './names.ts';
import { mark } from './patterns.ts';

const depthLimit = 8;
/** Texts and objects of one value that are read, and characters of its texts; elements of one array. */
const nodesLimit = 5_000;
const charactersLimit = 262_144;
const elementsLimit = 10_000;

/** What stands for what was not read, because there is too much of it. */
const more = '…';
const flag = /^--?[\w-]+$/;
const hiddenInErrors = ['message', 'stack', 'cause', 'errors'];

/** Reads one value through, once, within bounds. Copies are made only where something changes. */
export class Walk {
  readonly #text: (text: string) => string;
  readonly #isSecret: KeyTest;
  readonly #above = new Set<object>();
  #nodes = nodesLimit;
  #characters = charactersLimit;

  constructor(text: (text: string) => string, isSecret: KeyTest) {
    this.#text = text;
    this.#isSecret = isSecret;
  }

  value(value: unknown): unknown {
    if (typeof value === 'string') return this.#string(value);
    if (typeof value !== 'object' || value === null) return value;
    if (this.#above.has(value)) return '[circular]';
    if ((this.#nodes -= 1) < 0 || this.#above.size >= depthLimit) return more;
    this.#above.add(value);
    try {
      return this.#object(value);
    } catch {
      // A trap of a Proxy, a getter of an array: what cannot be read may not pass.
      return mark;
    } finally {
      this.#above.delete(value);
    }
  }

  /** A value under a key, which may tell that it is a secret. */
  entry(key: string, value: unknown): unknown {
    if (value === null || value === '' || typeof value === 'boolean' || typeof value === 'undefined') return value;
    if (typeof value === 'function' || !this.#isSecret(key)) return this.value(value);
    return Array.isArray(value) ? [mark] : mark;
  }

  #string(text: string): string {
    if ((this.#nodes -= 1) < 0 || (this.#characters -= Math.min(text.length, charactersLimit)) < 0) return more;
    return this.#text(text);
  }

  #object(value: object): unknown {
    if (Array.isArray(value)) return this.#array(value);
    if (ArrayBuffer.isView(value) || value instanceof Date || value instanceof ArrayBuffer) return value;
    if (value instanceof Map) {
      const entries = this.#entries([...value.keys()], (key) => value.get(key));
      return entries === undefined ? value : new Map(entries);
    }
    if (value instanceof Set) {
      const all = [...value];
      const redacted = this.#array(all);
      return redacted === all ? value : new Set(redacted);
    }
    if (value instanceof Error) return this.#error(value);
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') {
      // What it stands for when written: a URL's text, a document's fields.
      const json: unknown = Reflect.apply(toJSON, value, []);
      const redacted = json === value ? json : this.value(json);
      if (redacted !== json) return redacted;
    }
    const read = (key: unknown): unknown => (value as Record<string, unknown>)[key as string];
    const entries = this.#entries(Object.keys(value), read);
    return entries === undefined ? value : Object.fromEntries(entries as [string, unknown][]);
  }

  #array(values: readonly unknown[]): readonly unknown[] {
    const read = values.length > elementsLimit ? [...values.slice(0, elementsLimit), more] : values;
    let copy: unknown[] | undefined;
    for (let index = 0; index < read.length; index += 1) {
      const value = read[index];
      const before = index > 0 ? read[index - 1] : undefined;
      // `--password`, `s3cret`: the arguments of a command
      const redacted =
        typeof value === 'string' && typeof before === 'string' && flag.test(before)
          ? this.entry(before, value)
          : this.value(value);
      if (redacted !== value) (copy ??= [...read])[index] = redacted;
    }
    return copy ?? read;
  }

  /** All entries, redacted; undefined where none changes. */
  #entries(keys: readonly unknown[], read: (key: unknown) => unknown): [unknown, unknown][] | undefined {
    const entries: [unknown, unknown][] = [];
    let changed = false;
    for (const key of keys) {
      if (this.#nodes < 0) return [...entries, [more, more]];
      const shown = typeof key === 'string' ? this.#text(key) : this.value(key);
      let value: unknown;
      let redacted: unknown;
      try {
        value = read(key);
        redacted = typeof key === 'string' ? this.entry(key, value) : this.value(value);
      } catch {
        redacted = mark;
      }
      changed ||= shown !== key || redacted !== value;
      entries.push([shown, redacted]);
    }
    return changed ? entries : undefined;
  }

  /** An error stays one of its class, with its own fields: `config.headers` of axios, `cause`. */
  #error(error: Error): unknown {
    const hidden = hiddenInErrors.filter((key) => Object.hasOwn(error, key));
    const keys = [...new Set([...hidden, ...Object.keys(error)])];
    const entries = this.#entries(keys, (key) => error[key as keyof Error]);
    if (entries === undefined) return error;
    const copy = Object.create(Object.getPrototypeOf(error) as object) as object;
    for (const [key, value] of entries as [string, unknown][]) {
      Object.defineProperty(copy, key, {
        value,
        writable: true,
        configurable: true,
        enumerable: !hidden.includes(key),
      });
    }
    return copy;
  }
}
