import type { Observation } from '../instruments/index.ts';
import { checkDuration, checkKeys, checkName, OptionError } from '../safety/index.ts';
import { users } from './metrics/index.ts';
import type { UserReading } from './metrics/index.ts';

/** Options of `observeUsers`. */
export interface UserOptions {
  /** Name of the partner whose users are counted. */
  readonly partner: string;
  /**
   * Milliseconds for which metrics and health share a reading.
   * @default 60_000
   */
  readonly every?: number;
}

const example = "observeUsers(countUsers, { partner: 'satloc' })";

/**
 * Tells how many users of a partner are active and how many are in error, read whenever metrics are collected, though not
 * more often than `every`. A source that fails or takes longer than 2 s reports nothing, which is said once. A second
 * source of a partner joins the first.
 *
 * @example
 * observeUsers(
 *   async () => ({
 *     active: await User.countDocuments({ partner: 'satloc', active: true }),
 *     error: await User.countDocuments({ partner: 'satloc', syncStatus: 'error' }),
 *   }),
 *   { partner: 'satloc' },
 * );
 * @throws OptionError at set-up; never when it is read for metrics.
 */
export function observeUsers(
  read: () => UserReading | PromiseLike<UserReading>,
  options: UserOptions,
): Observation<UserReading> {
  if (typeof read !== 'function') throw new OptionError('read', 'a function', read, example);
  checkKeys('options', options, ['partner', 'every'], example);
  checkName('partner', options.partner, example);
  if (options.every !== undefined) checkDuration('every', options.every, 'every: 60_000');
  const source = users.of(options.partner, read, options.every ?? 60_000);
  return {
    read: () => source.reading.fresh(),
    dispose: () => users.retire(source),
  };
}
