import { types } from 'node:util';
import { context } from '@opentelemetry/api';
import type { Call } from './call.ts';

/** Whether a call is given a callback that may hear how it ends; a function with work for it is async, mostly. */
export function hasCallback(args: readonly unknown[]): boolean {
  const last = args.at(-1);
  return typeof last === 'function' && !types.isAsyncFunction(last);
}

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
