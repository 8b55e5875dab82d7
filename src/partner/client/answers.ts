import { hasCallback, isNativePromise, observePromise } from '../../operation/index.ts';
import { isObject } from '../../safety/index.ts';
import type { Showing } from '../method.ts';
import { wrappedOf } from './wrapped.ts';
import type { Wrapped } from './wrapped.ts';

/** What knows the clients and contexts that one method may answer with. */
export interface Source {
  client(value: object): object | undefined;
  context(value: object, args: readonly unknown[]): object | undefined;
}

/** What one call of a method answers, as its caller sees it. */
export class Answers implements Showing {
  readonly #source: Source;
  readonly #owner: Wrapped | undefined;
  readonly #args: readonly unknown[];

  constructor(source: Source, owner: Wrapped | undefined, args: readonly unknown[]) {
    this.#source = source;
    this.#owner = owner;
    this.#args = args;
  }

  later(value: unknown): unknown {
    if (!isObject(value)) return value;
    if (value === this.#owner?.raw) return this.#owner.proxy;
    try {
      return this.#source.client(value) ?? value;
    } catch {
      // A Proxy that does not bear being looked at.
      return value;
    }
  }

  now(value: unknown): unknown {
    if (!isObject(value) || wrappedOf(value) !== undefined) return value;
    const shown = this.later(value);
    // What the caller gave is given back as it is (`client.query(query) === query`).
    return shown === value && !this.#args.includes(value) ? (this.#source.context(value, this.#args) ?? value) : shown;
  }

  /** With nobody listening, a promise may still resolve to the client. */
  unobserved(value: unknown): unknown {
    if (isObject(value) && isNativePromise(value))
      return observePromise(value, undefined, (resolved) => this.later(resolved), hasCallback(this.#args));
    return this.now(value);
  }
}
