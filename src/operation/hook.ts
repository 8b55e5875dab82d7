import { createStamp } from './stamp.ts';

/** What is told of calls to the hooked methods of one object. */
export interface Watch {
  /** Stands in for `original`, and calls it. */
  called(name: PropertyKey, original: Function, self: object, args: unknown[]): unknown;
}

const watches = createStamp<Watch>();
const slips = new WeakMap<object, Map<readonly PropertyKey[], object>>();

export function watchOf(object: object): Watch | undefined {
  return watches.get(object);
}

/**
 * Watches methods of one object in place, so that it stays the very object. Own methods are redefined as they
 * were; for inherited ones a prototype is slipped under the object, so that its own keys stay what they are.
 * False where the object admits neither (frozen). `names` is told apart by identity: one list a shape.
 */
export function hook(object: object, names: readonly PropertyKey[], watch: Watch): boolean {
  if (!Object.isExtensible(object)) return false;
  watches.set(object, watch);
  const prototype = Object.getPrototypeOf(object) as object | null;
  let inherits = false;
  for (const name of names) {
    const own = Object.getOwnPropertyDescriptor(object, name);
    if (own === undefined) {
      inherits ||= prototype !== null && name in prototype;
    } else if (typeof own.value === 'function' && (own.configurable || own.writable)) {
      const original: Function = own.value;
      Object.defineProperty(object, name, { ...own, value: standIn(name, original, () => original) });
    }
  }
  if (inherits && prototype !== null) Object.setPrototypeOf(object, slipFor(prototype, names));
  return true;
}

function slipFor(prototype: object, names: readonly PropertyKey[]): object {
  let byNames = slips.get(prototype);
  if (byNames === undefined) slips.set(prototype, (byNames = new Map()));
  let slip = byNames.get(names);
  if (slip === undefined) {
    slip = Object.create(prototype) as object;
    for (const name of names) {
      const inherited = inheritedMethod(prototype, name);
      if (inherited === undefined) continue;
      // Looked up at each call: libraries patch their prototypes late.
      const value = standIn(name, inherited, () => Reflect.get(prototype, name) as Function);
      Object.defineProperty(slip, name, { value, configurable: true, writable: true, enumerable: false });
    }
    byNames.set(names, slip);
  }
  return slip;
}

function inheritedMethod(prototype: object, name: PropertyKey): Function | undefined {
  for (let at: object | null = prototype; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const own = Object.getOwnPropertyDescriptor(at, name);
    if (own !== undefined) return typeof own.value === 'function' ? own.value : undefined;
  }
  return undefined;
}

function standIn(name: PropertyKey, like: Function, original: () => Function): Function {
  const value = function (this: object, ...args: unknown[]): unknown {
    const watch = watches.get(this);
    return watch === undefined ? Reflect.apply(original(), this, args) : watch.called(name, original(), this, args);
  };
  Object.defineProperty(value, 'name', { value: like.name, configurable: true });
  Object.defineProperty(value, 'length', { value: like.length, configurable: true });
  return value;
}
