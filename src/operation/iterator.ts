import { context } from '@opentelemetry/api';
import type { Ending } from '../outcome/index.ts';
import { whenCollected } from './call.ts';
import type { Call, Invocation } from './call.ts';
import { accessorSlips, hook, methodOf, watchOf } from './hook.ts';
import type { Watch } from './hook.ts';
import { isNativePromise, observePromise } from './promise.ts';

const noop = (): void => {};
// `byPage`: the same list read in another way (every list of Azure's SDKs).
const steps = ['next', 'return', 'throw', 'byPage'] as const;

/** An async iterator or generator: steps that answer with promises. */
export function isAsyncIterator(value: object): boolean {
  return isAsyncIterable(value) && methodOf(value, 'next') !== undefined;
}

export function isAsyncIterable(value: object): boolean {
  return methodOf(value, Symbol.asyncIterator) !== undefined;
}

/** Observes an iterator, the very object: from the first `next` until it is done, fails, or its reader leaves. */
export function observeIterator(iterator: object, invocation: Invocation, open?: Call): void {
  if (watchOf(iterator) !== undefined || !hook(iterator, steps, new Steps(invocation, open))) {
    open?.drop();
    return;
  }
  const prototype = Object.getPrototypeOf(iterator) as object | null;
  if (prototype !== null && !('return' in iterator)) Object.setPrototypeOf(iterator, exitSlip(prototype));
  if (open !== undefined) whenCollected(iterator, open);
}

/**
 * An iterator without `return` (octokit's pages) is not told that its reader leaves; but a reader that leaves looks
 * for one, and only then (https://tc39.es/ecma262/#sec-asynciteratorclose). On a slipped prototype, as own keys show.
 */
const exitSlip = accessorSlips('return', (iterator) => {
  const watch = watchOf(iterator);
  if (watch instanceof Steps) watch.leave();
  return undefined;
});

class Steps implements Watch {
  readonly #invocation: Invocation;
  #call: Call | undefined;
  #over = false;

  constructor(invocation: Invocation, open: Call | undefined) {
    this.#invocation = invocation;
    this.#call = open;
  }

  called(name: PropertyKey, original: Function, self: object, args: unknown[]): unknown {
    if (name === 'byPage') return this.#pages(Reflect.apply(original, self, args));
    // Left before the first step: nothing was ever asked of the partner.
    if (this.#over || (this.#call === undefined && name !== 'next')) {
      this.#over = true;
      return Reflect.apply(original, self, args);
    }
    const call = this.#call ?? this.#begin(self);
    let answer: unknown;
    try {
      answer = context.with(call.context, () => Reflect.apply(original, self, args));
    } catch (error) {
      this.#end(call, { kind: 'threw', error });
      throw error;
    }
    if (typeof answer !== 'object' || answer === null || !isNativePromise(answer)) return answer;
    return observePromise(answer, { end: (ending) => this.#stepped(call, name, ending), drop: noop }, (value) => value);
  }

  leave(): void {
    if (this.#call === undefined) this.#over = true;
    else this.#end(this.#call, { kind: 'returned', value: undefined });
  }

  #pages(pages: unknown): unknown {
    if (!this.#over && typeof pages === 'object' && pages !== null && isAsyncIterator(pages)) {
      observeIterator(pages, this.#invocation);
    }
    return pages;
  }

  #begin(self: object): Call {
    const call = this.#invocation.begin();
    whenCollected(self, call);
    return (this.#call = call);
  }

  #stepped(call: Call, name: PropertyKey, ending: Ending): void {
    if (ending.kind === 'threw') this.#end(call, ending);
    else if (isDone(ending.value, name === 'return')) this.#end(call, { kind: 'returned', value: undefined });
  }

  #end(call: Call, ending: Ending): void {
    this.#over = true;
    call.end(ending);
  }
}

// A generator may go on after `return`; an iterator that is none need not say that it does not.
export function isDone(result: unknown, left: boolean): boolean {
  if (typeof result !== 'object' || result === null) return left;
  return Boolean((result as { done?: unknown }).done ?? left);
}
