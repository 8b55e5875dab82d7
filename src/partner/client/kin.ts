/**
 * Whether `value` is a client of the same kind: of the same class, made by the class, or a function with methods of
 * the same names (`openai.withOptions()`, `new Client()`, `got.extend()`, `axios.create()`, octokit's `defaults()`).
 */
export function isKin(value: object, client: object): boolean {
  if (typeof value === 'function') return typeof client === 'function' && hasItsMethods(value, client);
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || prototype === Object.prototype) return false;
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
