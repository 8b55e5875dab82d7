import { inspect, types } from 'node:util';

// What Node before 24 notes on promises while contexts are followed.
const notes = /^(async_id_symbol|trigger_async_id_symbol|kResourceStore)$/;

export function ownKeys(value: object): PropertyKey[] {
  return Reflect.ownKeys(value).filter((key) => typeof key === 'string' || !notes.test(key.description ?? ''));
}

/** All that can be told of a value from outside, as text; identities are for scripts to compare. */
export function describe(value: unknown): string {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return inspect(value);
  const facts = [shown(value), kindOf(value)];
  const keys = ownKeys(value).map((key) => `${String(key)}${flags(value, key)}`);
  if (keys.length > 0) facts.push(`{${keys.join(' ')}}`);
  if (!Object.isExtensible(value))
    facts.push(Object.isFrozen(value) ? 'frozen' : Object.isSealed(value) ? 'sealed' : 'fixed');
  return facts.join(' ');
}

function shown(value: object): string {
  // Stacks hold frames of ours.
  if (value instanceof Error)
    return `${value.name}: ${value.message}${value.cause === undefined ? '' : ` < ${describe(value.cause)}`}`;
  if (types.isPromise(value) && ownKeys(value).length < Reflect.ownKeys(value).length) return 'a promise';
  const text = inspect(value, { depth: 3, breakLength: Infinity });
  // From Node 26 on a Proxy is marked as one, if nothing stands in for it: one that admits no more properties.
  return unmarked(text);
}

function unmarked(text: string): string {
  const start = text.indexOf('Proxy(');
  let depth = 0;
  for (let at = start + 'Proxy'.length; start >= 0 && at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth === 0)
      return unmarked(text.slice(0, start) + text.slice(start + 'Proxy('.length, at) + text.slice(at + 1));
  }
  return text;
}

function kindOf(value: object): string {
  const prototype = Object.getPrototypeOf(value) as object | null;
  const own = prototype === null ? 'null' : classOf(prototype);
  const named = typeof value === 'function' ? ` ${value.name}/${value.length}` : '';
  return `${typeof value} of ${own}${named} ${Object.prototype.toString.call(value)}`;
}

// Not read from a promise: who reads its `constructor` may be about to subscribe.
function classOf(prototype: object): string {
  for (let at: object | null = prototype; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const made: unknown = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    if (typeof made === 'function') return made.name;
  }
  return 'none';
}

function flags(value: object, key: PropertyKey): string {
  const descriptor = Object.getOwnPropertyDescriptor(value, key);
  if (descriptor === undefined) return '?';
  const { enumerable, configurable, writable, get, set } = descriptor;
  const access = get === undefined && set === undefined ? (writable ? 'w' : '') : `${get ? 'g' : ''}${set ? 's' : ''}`;
  return `:${enumerable ? 'e' : ''}${configurable ? 'c' : ''}${access}`;
}
