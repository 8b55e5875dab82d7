import { context } from '@opentelemetry/api';
import { whenCollected } from './call.ts';
import type { Call, Invocation } from './call.ts';
import { hook, watchOf } from './hook.ts';
import type { Watch } from './hook.ts';
import { isNativePromise, observePromise } from './promise.ts';

// What starts the work of a lazy, or asks an SDK's promise for its answer, in the clients there are.
const starters = [
  'then',
  'catch',
  'finally',
  'exec',
  'execute',
  'asResponse',
  'withResponse',
  'parse',
  'json',
  'text',
] as const;

export function isThenable(value: object): boolean {
  return typeof (value as { then?: unknown }).then === 'function';
}

/**
 * Observes a thenable with a `then` of its own: the very object, never started, awaited or read by us. The first
 * starter that its user calls opens the call; an SDK's promise that is under way already brings its open call.
 */
export function observeThenable(thenable: object, invocation: Invocation, open: Call | undefined): void {
  // A builder that returns itself, or an answer handed out twice: the first observation stands.
  if (watchOf(thenable) !== undefined || !hook(thenable, starters, new Starters(invocation, open))) {
    open?.drop();
    return;
  }
  if (open !== undefined) whenCollected(thenable, open);
}

class Starters implements Watch {
  readonly #invocation: Invocation;
  #call: Call | undefined;
  #started = false;

  constructor(invocation: Invocation, open: Call | undefined) {
    this.#invocation = invocation;
    this.#call = open;
  }

  called(name: PropertyKey, original: Function, self: object, args: unknown[]): unknown {
    if (this.#started) return Reflect.apply(original, self, args);
    this.#started = true;
    const call = (this.#call ??= this.#invocation.begin());
    const given = name === 'then' ? this.#handlers(call, args) : name === 'catch' ? this.#catcher(call, args) : args;
    let answer: unknown;
    try {
      answer = context.with(call.context, () => Reflect.apply(original, self, given));
    } catch (error) {
      call.end({ kind: 'threw', error });
      throw error;
    }
    // Its handlers tell how a `then` ends, so that nobody but its user subscribes.
    if (name === 'then') return answer;
    return this.#observe(answer, call);
  }

  #observe(answer: unknown, call: Call): unknown {
    if (typeof answer === 'object' && answer !== null) {
      if (isNativePromise(answer)) return observePromise(answer, call, (value) => this.#invocation.show(value));
      if (isThenable(answer)) {
        observeThenable(answer, this.#invocation, call);
        return answer;
      }
    }
    // Started with a callback, for instance: nothing tells when it is done.
    call.drop();
    return answer;
  }

  #handlers(call: Call, args: unknown[]): unknown[] {
    const [resolved, rejected, ...rest] = args;
    const outside = context.active();
    return [
      (value: unknown) => {
        call.end({ kind: 'returned', value });
        const shown = this.#invocation.show(value);
        return typeof resolved === 'function' ? context.with(outside, () => (resolved as Handler)(shown)) : shown;
      },
      this.#rejection(call, rejected, outside),
      ...rest,
    ];
  }

  #catcher(call: Call, args: unknown[]): unknown[] {
    const [rejected, ...rest] = args;
    return [this.#rejection(call, rejected, context.active()), ...rest];
  }

  #rejection(call: Call, rejected: unknown, outside: ReturnType<typeof context.active>): Handler {
    return (error) => {
      call.end({ kind: 'threw', error });
      if (typeof rejected === 'function') return context.with(outside, () => (rejected as Handler)(error));
      throw error;
    };
  }
}

type Handler = (value: unknown) => unknown;
