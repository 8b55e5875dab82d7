import { types } from 'node:util';

/**
 * Whether `value` is a client of the same kind: of the same class, made by the class, or a function with methods of
 * the same names (`openai.withOptions()`, `new Client()`, `got.extend()`, `axios.create()`, octokit's `defaults()`).
 */
export function isKin(value: object, client: object): boolean {
  if (typeof value === 'function') {
    // With fewer (a client's class had statics besides) or more (a transaction of knex can be committed).
    return typeof client === 'function' && (hasItsMethods(value, client) || hasItsMethods(client, value));
  }
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || prototype === Object.prototype) return false;
  // What a generator function gives inherits from its `prototype` too.
  if (types.isGeneratorFunction(client)) return false;
  return typeof client === 'function' ? prototype === client.prototype : prototype === Object.getPrototypeOf(client);
}

function hasItsMethods(value: Function, client: Function): boolean {
  const methods = methodNames(value);
  return methods.length > 0 && methods.every((name) => typeof Reflect.get(client, name) === 'function');
}

function methodNames(value: Function): string[] {
  return Object.getOwnPropertyNames(value).filter(
    (name) => typeof Object.getOwnPropertyDescriptor(value, name)?.value === 'function',
  );
}

/** False for plain data, which most answers are, without a look at any client. */
export function mayBeKin(value: object): boolean {
  if (typeof value === 'function') return true;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null;
}
