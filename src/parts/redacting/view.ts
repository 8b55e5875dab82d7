import { sayFault } from '../../safety/index.ts';

/** An object as it is but for a few fields, which it shows changed; it works for those with private fields, too. */
export function viewOf<T extends object>(object: T, changes: object): T {
  return new Proxy(object, {
    get(target, key) {
      if (Object.hasOwn(changes, key)) return (changes as Record<PropertyKey, unknown>)[key];
      const value: unknown = Reflect.get(target, key, target);
      // By symbols and `toJSON` it is printed: as it is shown here.
      const printed = typeof key === 'symbol' || key === 'toJSON';
      return typeof value === 'function' && !printed ? (value.bind(target) as unknown) : value;
    },
  });
}

/** The object, or a view of it where something changes; undefined where it cannot be read: then it may not leave. */
export function withChanges<T extends object>(
  topic: string,
  object: T,
  changesOf: (object: T) => object | undefined,
): T | undefined {
  try {
    const changes = changesOf(object);
    return changes === undefined ? object : viewOf(object, changes);
  } catch (error) {
    sayFault(topic, error);
    return undefined;
  }
}
