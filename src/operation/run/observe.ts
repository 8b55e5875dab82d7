import { types } from 'node:util';
import { guard } from '../../safety/index.ts';
import type { Call, Invocation, Path } from '../call.ts';
import { isAsyncIterable } from '../iterator.ts';
import { observe } from '../observe.ts';
import { isStream, observeStream } from '../stream.ts';
import type { Run } from './run.ts';
import { observeSteps } from './steps.ts';

/**
 * Runs a function as a run, whatever the shape of its answer, which is what the bare one would be: a value ends the
 * run, a promise when it settles, a generator when it is done, a readable stream when it ends, a throw at once.
 */
export function observeRun(target: Function, self: unknown, args: readonly unknown[], begin: () => Run): unknown {
  const begun = (): Run | undefined => guard('beginning a run', begin);
  // Its body runs by its steps, and so does the run.
  if (types.isGeneratorFunction(target)) {
    const iterator: unknown = applied(target, self, args, begun);
    observeSteps(iterator as object, begun);
    return iterator;
  }
  const run = begun();
  if (run === undefined) return Reflect.apply(target, self, args);
  const invocation = new RunInvocation(run);
  return observe(invocation, args, (given) => invocation.answered(Reflect.apply(target, self, given)));
}

/** What a generator function throws before it gives its generator (a default of its arguments) fails a run too. */
function applied(target: Function, self: unknown, args: readonly unknown[], begun: () => Run | undefined): unknown {
  try {
    return Reflect.apply(target, self, args);
  } catch (error) {
    begun()?.end({ kind: 'threw', error });
    throw error;
  }
}

class RunInvocation implements Invocation {
  /** Known from the start: every invocation is a run. */
  readonly path: Path = { answers: 'promises' };
  readonly #call: Call;
  /** Whether something else than the answer itself ends the run. */
  #handed = false;
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
    this.#call = {
      context: run.context,
      end: (ending) => this.#handed || run.end(ending),
      cancel: () => run.cancel(),
      drop: () => this.#handed || run.drop(),
    };
  }

  begin(): Call {
    return this.#call;
  }

  show(value: unknown): unknown {
    return value;
  }

  showNow(value: unknown): unknown {
    return value;
  }

  answered(answer: unknown): unknown {
    if (typeof answer !== 'object' || answer === null) return answer;
    const run = this.#run;
    if (types.isGeneratorObject(answer)) this.#handed = observeSteps(answer, () => run, run);
    else if (isAsyncIterable(answer) && isStream(answer)) {
      run.answers = false;
      observeStream(answer, run);
      this.#handed = true;
    }
    return answer;
  }
}
