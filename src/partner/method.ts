import { observe, observeNamed } from '../operation/index.ts';
import type { Call, Invocation, Path } from '../operation/index.ts';
import { callerSignals } from '../outcome/index.ts';
import { PartnerCall } from './call/index.ts';
import { namer, names } from './naming.ts';
import type { Callable } from './naming.ts';
import type { Surface } from './surface.ts';

/** How what comes back is shown: at once, or when a promise resolves. */
export interface Showing {
  now(value: unknown): unknown;
  later(value: unknown): unknown;
}

/** An object that stands for one call (a stream of messages): the first that is asked of it begins the call. */
export interface Once {
  readonly method: Method;
  readonly args: readonly unknown[];
  taken: boolean;
}

/** A method whose calls are observed: all that can be known of them before any is made. */
export class Method {
  readonly surface: Surface;
  /** The method with its client's class, as `code.function.name`. */
  readonly functionName: string;
  readonly path: Path;
  readonly #name: (args: readonly unknown[]) => string;
  readonly #observe: typeof observe;

  constructor(surface: Surface, path: string, callable: Callable, clientClass: string) {
    this.surface = surface;
    this.functionName = path === '' ? callable.name : `${clientClass}.${path}`;
    // With the class: clients of one partner may answer differently under one path.
    this.path = surface.partner.path(this.functionName);
    this.#name = namer(path, callable, surface.options);
    const { callbacks, streams } = surface.options.operations ?? {};
    this.#observe = names(callbacks, path) || names(streams, path) ? observeNamed : observe;
  }

  invoke(
    args: readonly unknown[],
    work: (args: readonly unknown[]) => unknown,
    showing: Showing,
    once?: Once,
  ): unknown {
    if (once?.taken) return showing.now(work(args));
    return this.#observe(new MethodInvocation(this, args, showing, once), args, work);
  }

  begin(args: readonly unknown[], startedAt: number | undefined): Call {
    return new PartnerCall(this.surface, this.functionName, this.#name(args), args, callerSignals(args), startedAt);
  }
}

export class MethodInvocation implements Invocation {
  readonly #method: Method;
  readonly #args: readonly unknown[];
  readonly #showing: Showing;
  readonly #once: Once | undefined;

  constructor(method: Method, args: readonly unknown[], showing: Showing, once: Once | undefined) {
    this.#method = method;
    this.#args = args;
    this.#showing = showing;
    this.#once = once;
  }

  get path(): Path {
    return this.#method.path;
  }

  begin(startedAt?: number): Call {
    return this.#once === undefined ? this.#method.begin(this.#args, startedAt) : beginOnce(this.#once, startedAt);
  }

  show(value: unknown): unknown {
    return this.#showing.later(value);
  }

  showNow(value: unknown): unknown {
    return this.#showing.now(value);
  }
}

function beginOnce(once: Once, startedAt: number | undefined): Call {
  const call = once.method.begin(once.args, startedAt);
  once.taken = true;
  return {
    context: call.context,
    end: (ending) => call.end(ending),
    cancel: () => call.cancel(),
    drop() {
      once.taken = false;
      call.drop();
    },
  };
}
