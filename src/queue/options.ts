import { checkDuration, checkKeys, checkName, OptionError } from '../safety/index.ts';

/** Options of `observeQueue`. */
export interface QueueOptions {
  /**
   * Name of the queue on metrics, 1 to 64 characters, at most 200 a process; of pg-boss, the queue's name there.
   * @default the queue's own name
   */
  readonly queueType?: string;
  /** The partner whose work waits in it: while that partner is down, alerts of the queue are silent. */
  readonly partner?: string;
  /**
   * Waiting and active jobs above which it is too deep, emitted for the alert rules.
   * @default none: the rules have 1,000
   */
  readonly depthLimit?: number;
  /**
   * Milliseconds from which on its oldest waiting job makes it late, emitted for the alert rules.
   * @default none: the rules have 15 minutes
   */
  readonly oldestAgeLimit?: number;
  /**
   * Milliseconds that a reading may take, at most 10,000: a collection of metrics waits for it.
   * @default 2_000
   */
  readonly timeout?: number;
  /**
   * Milliseconds for which metrics and health share a reading.
   * @default 10_000
   */
  readonly every?: number;
}

const example = "observeQueue(queue, { partner: 'satloc', depthLimit: 500 })";
const keys = ['queueType', 'partner', 'depthLimit', 'oldestAgeLimit', 'timeout', 'every'];
const timeoutLimit = 10_000;

/** @throws OptionError that says what was wrong, what is expected, and an example. */
export function checkQueueOptions(options: QueueOptions): void {
  checkKeys('options', options, keys, example);
  const { queueType, partner, depthLimit, oldestAgeLimit, timeout, every } = options;
  if (queueType !== undefined) checkName('queueType', queueType, "queueType: 'uploads'");
  if (partner !== undefined) checkName('partner', partner, "partner: 'satloc'");
  if (depthLimit !== undefined && !(Number.isFinite(depthLimit) && depthLimit > 0)) {
    throw new OptionError('depthLimit', 'a number of jobs above 0', depthLimit, 'depthLimit: 500');
  }
  if (oldestAgeLimit !== undefined) checkDuration('oldestAgeLimit', oldestAgeLimit, 'oldestAgeLimit: 15 * 60_000');
  if (every !== undefined) checkDuration('every', every, 'every: 10_000');
  if (timeout === undefined) return;
  checkDuration('timeout', timeout, 'timeout: 2_000');
  if (timeout > timeoutLimit) {
    throw new OptionError('timeout', `at most ${timeoutLimit} ms`, timeout, 'timeout: 2_000');
  }
}
