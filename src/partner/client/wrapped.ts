import { isObject, shared } from '../../safety/index.ts';

/** What is known of a Proxy of ours, whichever copy of this package made it. */
export interface Wrapped {
  readonly raw: object;
  readonly proxy: object;
  readonly partnerName: string;
}

const all = shared('wrapped', () => new WeakMap<object, Wrapped>());

export function rememberWrapped(proxy: object, wrapped: Wrapped): void {
  all.set(proxy, wrapped);
}

export function wrappedOf(value: unknown): Wrapped | undefined {
  return isObject(value) ? all.get(value) : undefined;
}

/**
 * The client as it was before it was wrapped; anything else as it is. For what no Proxy can answer: brand checks
 * (`#x in client`), `structuredClone`, `===` with the bare client.
 *
 * @example structuredClone(unwrap(client).settings)
 */
export function unwrap<T>(value: T): T {
  return (wrappedOf(value)?.raw as T | undefined) ?? value;
}

/** A value as the raw client of a partner knows it; a wrapped client of another partner is given as it is. */
export function bareFor(value: unknown, partnerName: string): unknown {
  const wrapped = wrappedOf(value);
  return wrapped?.partnerName === partnerName ? wrapped.raw : value;
}

/** The same for arguments; the very array where none of them is wrapped. */
export function bareForAll(values: unknown[], partnerName: string): unknown[] {
  for (const value of values) {
    if (wrappedOf(value) !== undefined) return values.map((each) => bareFor(each, partnerName));
  }
  return values;
}
