/** Whether it can have properties; `typeof` is safe even with a revoked Proxy. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
