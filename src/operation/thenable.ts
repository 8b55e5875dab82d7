import { context } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { whenCollected } from './call.ts';
import type { Call, Invocation } from './call.ts';
import { hook, methodOf, watchOf } from './hook.ts';
import type { Watch } from './hook.ts';
import { isNativePromise, observePromise } from './promise.ts';

// What starts the work of a lazy, or asks an SDK's promise for its answer, in the clients there are.
const starters = [
  'then',
  'catch',
  'finally',
  'exec',
  'execute',
  'run',
  'toPromise',
  'asResponse',
  'withResponse',
  'withRawResponse',
  'parse',
  'json',
  'text',
] as const;

export function isThenable(value: object): boolean {
  return methodOf(value, 'then') !== undefined;
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
    const given = this.#given(name, call, args);
    let answer: unknown;
    try {
      answer = context.with(call.context, () => Reflect.apply(original, self, given));
    } catch (error) {
      call.end({ kind: 'threw', error });
      throw error;
    }
    // Its handlers tell how a `then` ends, so that nobody but its user subscribes.
    if (name === 'then') return answer;
    return this.#observe(answer, self, call);
  }

  #observe(answer: unknown, self: object, call: Call): unknown {
    if (typeof answer === 'object' && answer !== null && answer !== self) {
      if (isNativePromise(answer)) return observePromise(answer, call, (value) => this.#invocation.show(value));
      if (isThenable(answer)) {
        observeThenable(answer, this.#invocation, call);
        return answer;
      }
    }
    // Nothing tells when it is done: started with a callback, or by a method that gives the lazy itself back
    // (postgres's `execute()`). Whoever asks for the answer later begins the call.
    call.drop();
    this.#call = undefined;
    this.#started = false;
    return answer;
  }

  // The caller's own functions, to run in the caller's context.
  #given(name: PropertyKey, call: Call, args: unknown[]): unknown[] {
    const outside = context.active();
    const [first, second, ...rest] = args;
    if (name === 'then')
      return [this.#resolution(call, first, outside), this.#rejection(call, second, outside), ...rest];
    // The last: Bluebird takes the classes to catch before the handler.
    if (name === 'catch') return [...args.slice(0, -1), this.#rejection(call, args.at(-1), outside)];
    return args.map((each) => (name === 'finally' && typeof each === 'function' ? context.bind(outside, each) : each));
  }

  #resolution(call: Call, resolved: unknown, outside: Context): Handler {
    return (value) => {
      call.end({ kind: 'returned', value });
      const shown = this.#invocation.show(value);
      return typeof resolved === 'function' ? context.with(outside, () => (resolved as Handler)(shown)) : shown;
    };
  }

  #rejection(call: Call, rejected: unknown, outside: Context): Handler {
    return (error) => {
      call.end({ kind: 'threw', error });
      if (typeof rejected === 'function') return context.with(outside, () => (rejected as Handler)(error));
      throw error;
    };
  }
}

type Handler = (value: unknown) => unknown;
