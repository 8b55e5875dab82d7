import { inspect } from 'node:util';
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
      Reflect.defineProperty(object, name, { ...own, value: watched(name, original, () => original) });
    }
  }
  if (inherits && prototype !== null) Reflect.setPrototypeOf(object, slipFor(prototype, names));
  return true;
}

function slipFor(prototype: object, names: readonly PropertyKey[]): object {
  let byNames = slips.get(prototype);
  if (byNames === undefined) slips.set(prototype, (byNames = new Map()));
  let slip = byNames.get(names);
  if (slip === undefined) {
    slip = Object.create(prototype) as object;
    for (const name of names) {
      const inherited = methodOf(prototype, name);
      if (inherited === undefined) continue;
      // Looked up at each call: libraries patch their prototypes late.
      const value = watched(name, inherited, () => Reflect.get(prototype, name) as Function);
      Object.defineProperty(slip, name, { value, configurable: true, writable: true, enumerable: false });
    }
    byNames.set(names, slip);
  }
  return slip;
}

/**
 * Prototypes to slip under foreign objects, one for each of theirs, on which `read` answers whoever reads `name`. What is
 * set by that name becomes the object's own, as it would without us.
 */
export function accessorSlips(
  name: PropertyKey,
  read: (self: object, prototype: object) => unknown,
): (prototype: object) => object {
  const known = new WeakMap<object, object>();
  return (prototype) => {
    let slip = known.get(prototype);
    if (slip === undefined) {
      slip = Object.create(prototype, {
        [name]: {
          configurable: true,
          get(this: object): unknown {
            return read(this, prototype);
          },
          set(this: object, value: unknown) {
            Object.defineProperty(this, name, { value, configurable: true, writable: true, enumerable: true });
          },
        },
      }) as object;
      known.set(prototype, slip);
    }
    return slip;
  };
}

/** A method of a foreign object, own or inherited, found without running accessors; a hostile Proxy has none. */
export function methodOf(object: object, name: PropertyKey): Function | undefined {
  try {
    if (!(name in object)) return undefined;
    for (let at: object | null = object; at !== null; at = Object.getPrototypeOf(at) as object | null) {
      const own = Object.getOwnPropertyDescriptor(at, name);
      if (own !== undefined) return typeof own.value === 'function' ? own.value : undefined;
    }
  } catch {
    // What cannot be looked at is handed on as it is.
  }
  return undefined;
}

function watched(name: PropertyKey, like: Function, original: () => Function): Function {
  return standIn(like, (self, args) => {
    const watch = watches.get(self);
    if (watch === undefined) return Reflect.apply(original(), self, args);
    return watch.called(name, original(), self as object, args);
  });
}

/**
 * A function in the place of another, called by way of `apply`: the same kind, name, length and extras. No Proxy: V8
 * refuses one for disposal up to Node 24, and `inspect` marks it from Node 26 on.
 */
export function standIn(method: Function, apply: (self: unknown, args: unknown[]) => unknown): Function {
  const { plain } = {
    plain(this: unknown, ...args: unknown[]): unknown {
      return apply(this, args);
    },
  };
  Object.defineProperties(plain, Object.getOwnPropertyDescriptors(method));
  const face = Object.create(Object.getPrototypeOf(method) as object | null, {
    [inspect.custom]: { value: () => method },
  });
  return Object.setPrototypeOf(plain, face) as Function;
}
