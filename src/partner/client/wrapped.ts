import { shared } from '../../safety/index.ts';

/** What is known of a Proxy of ours, whichever copy of this package made it. */
export interface Wrapped {
  readonly raw: object;
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

/** Arguments as the raw client expects them; the very array where none of them is wrapped. */
export function unwrapAll(values: unknown[]): unknown[] {
  return values.some((value) => wrappedOf(value) !== undefined) ? values.map(unwrap) : values;
}

export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
