import { isObject } from '../safety/index.ts';

/** A property of a stranger's value: a getter or Proxy trap that throws reads as absent, and loses nothing else. */
export function read(value: unknown, key: string): unknown {
  if (!isObject(value)) return undefined;
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

/** Whether the property exists, own or inherited; runs no getter. */
export function has(value: object, key: string): boolean {
  try {
    return key in value;
  } catch {
    return false;
  }
}

export function readText(value: unknown, key: string): string | undefined {
  const text = read(value, key);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** The first elements of an array; nothing of what is none. `Array.isArray` throws for a revoked Proxy. */
export function readArray(value: unknown, key: string, most: number): readonly unknown[] {
  const array = read(value, key);
  try {
    return Array.isArray(array) ? array.slice(0, most) : [];
  } catch {
    return [];
  }
}

/** Errors of other realms and polyfills are no `instanceof Error`; they all have a stack. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || typeof readText(value, 'stack') === 'string';
  } catch {
    return false;
  }
}
