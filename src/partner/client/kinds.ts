import { EventEmitter } from 'node:events';
import { types } from 'node:util';

const nesting = 4;
const keysLimit = 1_000;
const settingsNames = /^_*(config(uration)?|defaults|options|opts|settings)$/i;

/**
 * Whether a property of a client leads to functions, so that calls may be found behind it. Data, built-ins,
 * emitters, streams and globals come out as they are. Accessors are never run for this: SDKs build their trees lazily.
 */
export function leadsToFunctions(value: object): boolean {
  return leads(value, nesting, new Set());
}

/**
 * What a client was set up with, handed about by its users: plain, with data beside its functions (`s3.config.region()`,
 * `got.defaults.options`). An API under such a name has methods and nothing else.
 */
export function isSettings(key: string, value: object): boolean {
  if (!settingsNames.test(key) || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return someProperty(value, ({ value: data }) => data !== undefined && typeof data !== 'function' && !isNested(data));
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/**
 * Whether what a synchronous call returned carries the path on: an object with methods, as `db().collection()`, also
 * where it tells of events besides (Google Cloud's `bucket()`), or one that is read by iteration, as `messages.stream()`.
 */
export function isContext(value: object): boolean {
  if (types.isProxy(value) || isData(value) || isStream(value)) return false;
  if (Symbol.asyncIterator in value) return true;
  // A generator is read, at once.
  if (Symbol.iterator in value && 'next' in value) return false;
  return someProperty(value, (descriptor, key) => typeof descriptor.value === 'function' && key !== 'constructor');
}

/** A function that takes a URL: by its name, or with methods named as HTTP's (axios, got, ky); `knex('jobs')` is none. */
export function isFetch(callable: Function): boolean {
  return (
    /fetch|request/i.test(nameOf(callable) ?? '') || (Object.hasOwn(callable, 'get') && Object.hasOwn(callable, 'post'))
  );
}

/** A function that is not the client's own: a global, or an error class, whose identity people compare. */
export function isForeignFunction(value: Function): boolean {
  return !types.isProxy(value) && (isGlobal(nameOf(value), value) || value.prototype instanceof Error);
}

/** Name of a function, not read from it: a Proxy may answer any key with another function, or with a call. */
export function nameOf(value: Function): string | undefined {
  const name: unknown = Object.getOwnPropertyDescriptor(value, 'name')?.value;
  return typeof name === 'string' ? name : undefined;
}

/** Name of the class of a client, found in the same way. */
export function classNameOf(client: object): string {
  if (typeof client === 'function') return nameOf(client) ?? 'client';
  for (let at: object | null = client; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const made: unknown = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    if (typeof made === 'function') return nameOf(made) ?? 'client';
  }
  return 'client';
}

/**
 * A method of the language's or Node's own classes, inherited: `this` must be the raw client, and no call is counted.
 * What every object or function has needs no help at all.
 */
export function inheritedFrom(client: object, key: PropertyKey): 'client' | 'built-in' | 'everything' {
  for (let at: object | null = client; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (!Object.hasOwn(at, key)) continue;
    if (at === client) return 'client';
    if (at === Object.prototype || at === Function.prototype) return 'everything';
    return isBuiltInPrototype(at) || at === EventEmitter.prototype ? 'built-in' : 'client';
  }
  return 'client';
}

function leads(value: object, depth: number, seen: Set<object>): boolean {
  // Another library's Proxy tells little of what is behind it (octokit's `rest.repos`).
  if (types.isProxy(value)) return !Array.isArray(value);
  if (seen.has(value) || isLeaf(value)) return false;
  seen.add(value);
  return someProperty(value, (descriptor, key) => {
    if (key === 'constructor') return false;
    if (descriptor.get !== undefined || typeof descriptor.value === 'function') return true;
    const nested: unknown = descriptor.value;
    return depth > 0 && typeof nested === 'object' && nested !== null && leads(nested, depth - 1, seen);
  });
}

/** Own properties and those of the classes above, save what every object or emitter has. */
function someProperty(value: object, test: (descriptor: PropertyDescriptor, key: string) => boolean): boolean {
  let looked = 0;
  for (
    let at: object | null = value;
    at !== null && at !== Object.prototype && at !== EventEmitter.prototype;
    at = Object.getPrototypeOf(at) as object
  ) {
    for (const key of Object.getOwnPropertyNames(at)) {
      if ((looked += 1) > keysLimit) return false;
      const descriptor = Object.getOwnPropertyDescriptor(at, key);
      if (descriptor !== undefined && test(descriptor, key)) return true;
    }
  }
  return false;
}

function isLeaf(value: object): boolean {
  return isData(value) || isStream(value) || ('emit' in value && 'on' in value && !(Symbol.asyncIterator in value));
}

function isStream(value: object): boolean {
  return ('pipe' in value && 'on' in value) || 'getReader' in value || 'getWriter' in value;
}

function isData(value: object): boolean {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return true;
  for (let at = Object.getPrototypeOf(value) as object | null; at !== null; at = Object.getPrototypeOf(at) as object) {
    if (isBuiltInPrototype(at)) return true;
  }
  const tag: unknown = Object.getOwnPropertyDescriptor(value, Symbol.toStringTag)?.value;
  return typeof tag === 'string' && isGlobal(tag, value);
}

/** The prototype of a class that is a global: Map, Date, Error, URL, Headers and their like. */
function isBuiltInPrototype(prototype: object): boolean {
  if (prototype === Object.prototype) return false;
  const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return (
    typeof constructor === 'function' &&
    constructor.prototype === prototype &&
    isGlobal(nameOf(constructor), constructor)
  );
}

// By name, so that no lazy global (fetch, crypto, localStorage) is loaded to compare with.
function isGlobal(name: string | undefined, value: unknown): boolean {
  return (
    name !== undefined && name !== '' && name in globalThis && (globalThis as Record<string, unknown>)[name] === value
  );
}
