import { inspect } from 'node:util';

/**
 * Target of a member's Proxy. A Proxy may not contradict its target, so the target is an empty look-alike that
 * takes over only what the raw client has fixed for good: frozen and non-configurable members can then be shown
 * wrapped, at whatever time they were fixed.
 * https://tc39.es/ecma262/#sec-invariants-of-the-essential-internal-methods
 */
export function createShadow(raw: object): object {
  // `inspect` looks behind a Proxy, at its target.
  const face = Object.create(typeof raw === 'function' ? Function.prototype : null, {
    [inspect.custom]: { value: () => raw },
  }) as object;
  // A bound function can be called and constructed and, unlike others, has no `prototype` of its own that is fixed.
  return typeof raw === 'function' ? Object.setPrototypeOf(function () {}.bind(undefined), face) : Object.create(face);
}

/** Takes over one fixed property, in its place among the others: `inspect` shows the order, once all are fixed. */
export function fixProperty(shadow: object, raw: object, key: PropertyKey, descriptor: PropertyDescriptor): void {
  if (descriptor.configurable !== false) return;
  if (Object.isExtensible(shadow)) {
    for (const each of Reflect.ownKeys(raw)) {
      if (!Object.hasOwn(shadow, each)) Object.defineProperty(shadow, each, { configurable: true });
    }
  }
  Object.defineProperty(shadow, key, descriptor);
}

/** Lets go of what the raw client has lost since; a target that admits no more properties may not keep one more. */
export function loosen(shadow: object, raw: object): void {
  if (!Object.isExtensible(shadow)) dropLost(shadow, raw);
}

/** Takes over the whole raw client, which admits no further properties. */
export function fixAll(
  shadow: object,
  raw: object,
  describe: (key: PropertyKey) => PropertyDescriptor | undefined,
): void {
  if (!Object.isExtensible(shadow)) return;
  dropLost(shadow, raw);
  for (const key of Reflect.ownKeys(raw)) {
    const descriptor = describe(key);
    if (descriptor !== undefined) Object.defineProperty(shadow, key, descriptor);
  }
  Object.setPrototypeOf(shadow, Object.getPrototypeOf(raw) as object | null);
  Object.preventExtensions(shadow);
}

function dropLost(shadow: object, raw: object): void {
  for (const key of Reflect.ownKeys(shadow)) {
    if (!Object.hasOwn(raw, key)) Reflect.deleteProperty(shadow, key);
  }
}
