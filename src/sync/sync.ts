import { setControls } from '../instruments/index.ts';
import { observeRun, somebodyListens } from '../operation/index.ts';
import { OptionError, shared } from '../safety/index.ts';
import { checkSyncOptions } from './options.ts';
import type { AnyFunction, AnySyncOptions, SyncOptions } from './options.ts';
import { SyncWrapping } from './wrapping.ts';

const example = "instrumentSync(pullJobs, { partner: 'satloc', operation: 'jobs' })";
const wrappings = shared('wrapped syncs', () => new WeakMap<object, SyncWrapping>());

/**
 * Wraps a function that pulls or pushes data of a partner: the same function, with its arguments, `this`, answer and
 * errors; each call is a run with a span, counted by how it ended, and the last success of each customer is told. What it
 * does inside, calls of wrapped clients above all, is beneath it in the trace. Async, sync and generator functions alike.
 *
 * A run that carried nothing over where something failed has failed, whatever it returned; one that its caller aborted,
 * or that a stop of the process cut short, counts as neither. Count records by the option `records` or by `activeRun()`.
 *
 * @throws OptionError for options that are wrong, and for a function that is wrapped as another sync.
 *
 * @example
 * const pullJobs = instrumentSync(async (customer: Customer) => { ... }, {
 *   partner: 'satloc',
 *   operation: 'jobs',
 *   customer: ({ id }) => id,
 *   records: (jobs) => jobs.length,
 *   staleness: 3_600_000,
 * });
 */
export function instrumentSync<F extends AnyFunction>(fn: F, options: SyncOptions<F>): F {
  const given = options as unknown as AnySyncOptions;
  checkSyncOptions(given);
  if (typeof fn !== 'function') throw new OptionError('fn', 'a function', fn, example);
  const before = wrappings.get(fn);
  if (before !== undefined) return again(fn, before, given);
  const wrapping = new SyncWrapping(given);
  const proxy = new Proxy(fn, {
    apply(target, self, args: unknown[]) {
      const begin = somebodyListens() ? wrapping.starter(args) : undefined;
      return begin === undefined
        ? Reflect.apply(target as Function, self, args)
        : observeRun(target, self, args, begin);
    },
  });
  wrappings.set(proxy, wrapping);
  setControls(proxy, { dispose: () => wrapping.dispose(), forget: (customer) => wrapping.forget(customer) });
  return proxy;
}

function again<F extends AnyFunction>(fn: F, { options }: SyncWrapping, given: AnySyncOptions): F {
  // Functions of the arguments cannot be told apart.
  const isSamePartner =
    options.partner === given.partner || (typeof options.partner === 'function' && typeof given.partner === 'function');
  if (options.operation === given.operation && isSamePartner) return fn;
  throw new OptionError(
    'fn',
    `a function that is not wrapped already, as sync '${options.operation}'`,
    fn,
    'wrap the bare function twice, under two names',
  );
}
