import { checkDuration, checkFunction, checkKeys, checkName, OptionError } from '../safety/index.ts';

/** A function that is a stage; any arguments, any answer. */
export type AnyFunction = (...args: never[]) => unknown;

/** Records of one run, by direction; what is left out is not counted. */
export interface StageRecords {
  readonly in?: number | undefined;
  readonly out?: number | undefined;
  /** Left out on purpose. */
  readonly dropped?: number | undefined;
}

type Input<F extends AnyFunction> = Parameters<F>[0];
type Item<F extends AnyFunction> = Input<F> extends readonly (infer One)[] ? One : Input<F>;

/** Options of `instrumentStage`. A mistake is told at set-up; what throws in a function later changes nothing for the caller. */
export interface StageOptions<F extends AnyFunction = AnyFunction> {
  /** Name of the stage, 1 to 64 characters, at most 200 a process. The first options of a name stand. */
  readonly stage: string;
  /** Queue that it takes its messages from, by the `queueType` of `observeQueue`. */
  readonly queue?: string;
  /**
   * Where a message has the carrier that `carry()` gave to its sender: the stage continues that trace. The first argument
   * is the message, or an array of them: a batch, which is a trace of its own with a link to each sender.
   * @default none: a stage belongs to the trace that is active
   * @example carrier: (job) => job.data.carrier
   */
  readonly carrier?: (item: Item<F>) => unknown;
  /**
   * `'link'` keeps the trace that is active and only links the sender: for jobs that repeat, or are polled.
   * @default 'parent'
   */
  readonly relation?: 'parent' | 'link';
  /**
   * How many records a result stands for; without it count by `activeRun()`. A stream counts by itself, item by item.
   * @example records: (kept, rows) => ({ in: rows.length, out: kept.length, dropped: rows.length - kept.length })
   */
  readonly records?: (result: Awaited<ReturnType<F>>, input: Input<F>) => StageRecords | undefined;
  /**
   * Milliseconds within which a run should succeed, emitted for the alert rules.
   * @default none
   */
  readonly expectedInterval?: number;
  /**
   * Milliseconds after which a run that has not ended counts as overdue.
   * @default none
   */
  readonly maxRuntime?: number;
}

/** Options without the types of a single function, as they are kept. */
export type AnyStageOptions = Omit<StageOptions, 'carrier' | 'records'> & {
  readonly carrier?: ((item: unknown) => unknown) | undefined;
  readonly records?: ((result: unknown, input: unknown) => unknown) | undefined;
};

const example = "instrumentStage(parse, { stage: 'parse', queue: 'uploads', carrier: (job) => job.data.carrier })";
const keys = ['stage', 'queue', 'carrier', 'relation', 'records', 'expectedInterval', 'maxRuntime'];

/** @throws OptionError that says what was wrong, what is expected, and an example. */
export function checkStageOptions(options: AnyStageOptions): void {
  checkKeys('options', options, keys, example);
  const { stage, queue, carrier, relation, records, expectedInterval, maxRuntime } = options;
  checkName('stage', stage, example);
  if (queue !== undefined) checkName('queue', queue, "queue: 'uploads'");
  checkFunction('carrier', carrier, 'carrier: (job) => job.data.carrier');
  if (relation !== undefined && relation !== 'parent' && relation !== 'link') {
    throw new OptionError('relation', "'parent' or 'link'", relation, "relation: 'link'");
  }
  checkFunction('records', records, 'records: (result, input) => ({ in: input.length, out: result.length })');
  if (expectedInterval !== undefined) {
    checkDuration('expectedInterval', expectedInterval, 'expectedInterval: 15 * 60_000');
  }
  if (maxRuntime !== undefined) checkDuration('maxRuntime', maxRuntime, 'maxRuntime: 600_000');
}
