import { context } from '@opentelemetry/api';
import type { Ending } from '../outcome/index.ts';
import { whenCollected } from './call.ts';
import type { Call, Invocation } from './call.ts';
import { hook, watchOf } from './hook.ts';
import type { Watch } from './hook.ts';
import { isNativePromise, observePromise } from './promise.ts';

const noop = (): void => {};
const steps = ['next', 'return', 'throw'] as const;

/** An async iterator or generator: steps that answer with promises. */
export function isAsyncIterator(value: object): boolean {
  return isAsyncIterable(value) && typeof (value as { next?: unknown }).next === 'function';
}

export function isAsyncIterable(value: object): boolean {
  return typeof (value as { [Symbol.asyncIterator]?: unknown })[Symbol.asyncIterator] === 'function';
}

/** Observes an iterator, the very object: from the first `next` until it is done, fails, or its reader leaves. */
export function observeIterator(iterator: object, invocation: Invocation, open?: Call): void {
  if (watchOf(iterator) !== undefined || !hook(iterator, steps, new Steps(invocation, open))) {
    open?.drop();
    return;
  }
  if (open !== undefined) whenCollected(iterator, open);
}

class Steps implements Watch {
  readonly #invocation: Invocation;
  #call: Call | undefined;
  #over = false;

  constructor(invocation: Invocation, open: Call | undefined) {
    this.#invocation = invocation;
    this.#call = open;
  }

  called(name: PropertyKey, original: Function, self: object, args: unknown[]): unknown {
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

  #begin(self: object): Call {
    const call = this.#invocation.begin();
    whenCollected(self, call);
    return (this.#call = call);
  }

  #stepped(call: Call, name: PropertyKey, ending: Ending): void {
    if (ending.kind === 'threw') this.#end(call, ending);
    else if (name === 'return' || isDone(ending.value)) this.#end(call, { kind: 'returned', value: undefined });
  }

  #end(call: Call, ending: Ending): void {
    this.#over = true;
    call.end(ending);
  }
}

function isDone(result: unknown): boolean {
  return typeof result === 'object' && result !== null && (result as { done?: unknown }).done === true;
}
