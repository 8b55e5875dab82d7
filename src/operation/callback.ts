import { context } from '@opentelemetry/api';
import type { Call } from './call.ts';

/**
 * The arguments with a last one that is a function observed: `(error, result)` ends the call. A Proxy keeps its
 * name, length and extras; it runs in its caller's context, as it would without us.
 */
export function observeCallback(args: readonly unknown[], call: Call): unknown[] | undefined {
  const callback = args.at(-1);
  if (typeof callback !== 'function') return undefined;
  const outside = context.active();
  const observed = new Proxy(callback, {
    apply(target, self, given: unknown[]) {
      const [error, value] = given;
      call.end(error == null ? { kind: 'returned', value } : { kind: 'threw', error });
      return context.with(outside, () => Reflect.apply(target, self, given));
    },
  });
  return [...args.slice(0, -1), observed];
}
