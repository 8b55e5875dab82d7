import { setControls } from '../instruments/index.ts';
import { observeRun, somebodyListens } from '../operation/index.ts';
import { OptionError, shared } from '../safety/index.ts';
import { stages } from './metrics.ts';
import { checkStageOptions } from './options.ts';
import type { AnyFunction, AnyStageOptions, StageOptions } from './options.ts';
import { StageRun } from './run.ts';

const example = "instrumentStage(parse, { stage: 'parse' })";
const names = shared('wrapped stages', () => new WeakMap<object, string>());

/**
 * Wraps a function that processes data: the same function, with its arguments, `this`, answer and errors; each call is
 * a run with a span, counted by how it ended, with the records that went in, came out and were dropped.
 *
 * One message from a queue continues the trace of its sender (`carrier`); an array of them is a batch, a trace of its own
 * with a link to each. A generator over an async iterable is a stream: one run, which counts item by item, in the order
 * and at the pace of whoever reads it.
 *
 * @throws OptionError for options that are wrong, for more than 200 stages, and for a function that is another stage.
 *
 * @example
 * const parse = instrumentStage(async (job: Job) => { ... }, {
 *   stage: 'parse',
 *   queue: 'uploads',
 *   carrier: (job) => job.data.carrier,
 *   expectedInterval: 15 * 60_000,
 * });
 */
export function instrumentStage<F extends AnyFunction>(fn: F, options: StageOptions<F>): F {
  const given = options as unknown as AnyStageOptions;
  checkStageOptions(given);
  if (typeof fn !== 'function') throw new OptionError('fn', 'a function', fn, example);
  const before = names.get(fn);
  if (before === given.stage) return fn;
  if (before !== undefined) {
    throw new OptionError('fn', `a function that is not stage '${before}' already`, fn, 'wrap the bare function twice');
  }
  const stage = stages.of(given);
  const proxy = new Proxy(fn, {
    apply(target, self, args: unknown[]) {
      return !stage.retired && somebodyListens()
        ? observeRun(target, self, args, () => new StageRun(stage, given, args))
        : Reflect.apply(target as Function, self, args);
    },
  });
  names.set(proxy, given.stage);
  setControls(proxy, { dispose: () => stages.retire(stage), forget() {} });
  return proxy;
}
