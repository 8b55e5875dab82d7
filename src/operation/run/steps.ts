import { context } from '@opentelemetry/api';
import type { Ending } from '../../outcome/index.ts';
import { whenCollected } from '../call.ts';
import { hook, watchOf } from '../hook.ts';
import type { Watch } from '../hook.ts';
import { isDone } from '../iterator.ts';
import { isNativePromise, observePromise } from '../promise.ts';
import type { Run } from './run.ts';

const names = ['next', 'return', 'throw'] as const;
const noop = (): void => {};

/**
 * Observes a generator or iterator, sync or async, the very object: the run lasts until it is done, fails, or its
 * reader leaves. A run that is not open yet begins with the first step. False where the object is watched already.
 */
export function observeSteps(iterator: object, begin: () => Run | undefined, open?: Run): boolean {
  const steps = new Steps(begin, open);
  const before = watchOf(iterator);
  // A sync that is a stage as well: each has its run.
  if (before instanceof Steps) before.within(steps);
  else if (before !== undefined || !hook(iterator, names, steps)) return false;
  if (open !== undefined) whenCollected(iterator, open);
  return true;
}

class Steps implements Watch {
  readonly #begin: () => Run | undefined;
  #run: Run | undefined;
  #over = false;
  #outer: Steps | undefined;

  constructor(begin: () => Run | undefined, open: Run | undefined) {
    this.#begin = begin;
    this.#run = open;
  }

  within(outer: Steps): void {
    if (this.#outer === undefined) this.#outer = outer;
    else this.#outer.within(outer);
  }

  called(name: PropertyKey, original: Function, self: object, args: unknown[]): unknown {
    if (this.#outer === undefined) return this.#step(name, original, self, args);
    const step = (...given: unknown[]): unknown => this.#step(name, original, self, given);
    return this.#outer.called(name, step, self, args);
  }

  #step(name: PropertyKey, original: Function, self: object, args: unknown[]): unknown {
    // Left before the first step: nothing of it ever ran.
    if (this.#run === undefined && name !== 'next') this.#over = true;
    const run = this.#over ? undefined : (this.#run ?? this.#started(self));
    if (run === undefined) return Reflect.apply(original, self, args);
    let answer: unknown;
    try {
      answer = context.with(run.context, () => Reflect.apply(original, self, args));
    } catch (error) {
      this.#end(run, { kind: 'threw', error });
      throw error;
    }
    if (typeof answer === 'object' && answer !== null && isNativePromise(answer)) {
      const ends = { end: (ending: Ending) => this.#stepped(run, name, ending), drop: noop };
      return observePromise(answer, ends, (value) => value);
    }
    this.#stepped(run, name, { kind: 'returned', value: answer });
    return answer;
  }

  #started(self: object): Run | undefined {
    this.#run = this.#begin();
    if (this.#run === undefined) this.#over = true;
    else whenCollected(self, this.#run);
    return this.#run;
  }

  #stepped(run: Run, name: PropertyKey, ending: Ending): void {
    if (ending.kind === 'threw') return this.#end(run, ending);
    const left = name === 'return';
    const { value: result } = ending;
    if (!isDone(result, left)) return run.yielded();
    const value = left ? undefined : (result as { value?: unknown }).value;
    run.answers = value !== undefined;
    this.#end(run, { kind: 'returned', value });
  }

  #end(run: Run, ending: Ending): void {
    this.#over = true;
    run.end(ending);
  }
}
