import { checkDuration, checkFunction, checkKeys, checkName, OptionError } from '../safety/index.ts';

/** A function that syncs; any arguments, any answer. */
export type AnyFunction = (...args: never[]) => unknown;

/** What a run came to, in records. */
export type SyncedRecords = number | { readonly synced?: number | undefined; readonly failed?: number | undefined };

/** What a source knows of one customer, as `lastSuccess` gives it. */
export interface LastSuccess {
  /** Left out for a sync that has no customers. */
  readonly customer?: string | number | undefined;
  /** When it last succeeded: a Date or Unix ms. Left out where it never has. */
  readonly at?: Date | number | null | undefined;
  /** Failures in a row since; left out, this process counts its own. */
  readonly failures?: number | null | undefined;
}

type Some<T> = Iterable<T> | PromiseLike<Iterable<T>>;

/** Options of a sync, however it is observed. */
export interface SyncObjective {
  /** Name of the sync, 1 to 64 characters, of low cardinality: `jobs`. */
  readonly operation: string;
  /**
   * Milliseconds after which a customer's last success is too long ago, emitted for the alert rules. The first of a
   * sync stands, as of all of these.
   * @default none
   */
  readonly staleness?: number;
  /**
   * When each customer last succeeded, from a source that all replicas share (a database): replaces what this process
   * remembers. Read at most once a minute, for at most 2 s; needs a partner by name.
   * @example lastSuccess: async () => (await Sync.find().lean()).map((s) => ({ customer: s.customer, at: s.syncedAt }))
   */
  readonly lastSuccess?: () => Some<LastSuccess>;
  /**
   * Customers with a last success of their own on metrics, first come; how many are left out is told.
   * @default 500
   */
  readonly maxCustomers?: number;
  /**
   * Milliseconds after which a run that has not ended counts as overdue.
   * @default none
   */
  readonly maxRuntime?: number;
}

/** Options of `instrumentSync`. A mistake is told at set-up; what throws in a function later changes nothing for the caller. */
export interface SyncOptions<F extends AnyFunction = AnyFunction> extends SyncObjective {
  /** Name of the partner synced with, 1 to 64 characters, or a function of the arguments. */
  readonly partner: string | ((...args: Parameters<F>) => string);
  /** Whose data is synced: an id, of the arguments. */
  readonly customer?: (...args: Parameters<F>) => string | number | undefined;
  /** How many records a result stands for; without it count by `activeRun()`. */
  readonly records?: (result: Awaited<ReturnType<F>>) => SyncedRecords | undefined;
}

/** Options of `beginSync`: the same as values. */
export interface BeginSyncOptions extends SyncObjective {
  readonly partner: string;
  readonly customer?: string | number | undefined;
}

/** Options without the types of a single function, as they are kept. */
export type AnySyncOptions = SyncObjective & {
  readonly partner: string | ((...args: unknown[]) => unknown);
  readonly customer?: ((...args: unknown[]) => unknown) | undefined;
  readonly records?: ((result: unknown) => unknown) | undefined;
};

const example = "instrumentSync(pullJobs, { partner: 'satloc', operation: 'jobs', staleness: 3_600_000 })";
const beginExample = "beginSync({ partner: 'satloc', operation: 'jobs', customer: 'acme' })";
const objectiveKeys = ['operation', 'staleness', 'lastSuccess', 'maxCustomers', 'maxRuntime'];
// Beyond it the attribute sets of one instrument are used up by one sync.
const mostCustomers = 20_000;

/** @throws OptionError that says what was wrong, what is expected, and an example. */
export function checkSyncOptions(options: AnySyncOptions): void {
  checkKeys('options', options, ['partner', ...objectiveKeys, 'customer', 'records'], example);
  const byArguments = typeof options.partner === 'function';
  if (!byArguments) checkName('partner', options.partner, "partner: 'satloc', or partner: (job) => job.partner");
  checkObjective(options, example);
  checkFunction('customer', options.customer, 'customer: (assignment) => assignment.customer');
  checkFunction('records', options.records, 'records: (result) => result.length');
  if (byArguments && options.lastSuccess !== undefined) {
    const shown = "partner: 'satloc', lastSuccess: readLastSuccess";
    throw new OptionError('partner', 'a name where there is a source of lastSuccess', options.partner, shown);
  }
}

/** @throws OptionError as above. */
export function checkBeginOptions(options: BeginSyncOptions): void {
  checkKeys('options', options, ['partner', ...objectiveKeys, 'customer'], beginExample);
  checkName('partner', options.partner, beginExample);
  checkObjective(options, beginExample);
  const { customer } = options;
  if (customer !== undefined && typeof customer !== 'string' && typeof customer !== 'number') {
    throw new OptionError('customer', 'a string or a number', customer, beginExample);
  }
}

function checkObjective(options: SyncObjective, shown: string): void {
  const { operation, staleness, lastSuccess, maxCustomers, maxRuntime } = options;
  checkName('operation', operation, shown);
  if (staleness !== undefined) checkDuration('staleness', staleness, 'staleness: 3_600_000');
  if (maxRuntime !== undefined) checkDuration('maxRuntime', maxRuntime, 'maxRuntime: 600_000');
  checkFunction('lastSuccess', lastSuccess, "lastSuccess: () => [{ customer: 'acme', at: new Date() }]");
  if (maxCustomers === undefined) return;
  if (!Number.isInteger(maxCustomers) || maxCustomers < 0 || maxCustomers > mostCustomers) {
    throw new OptionError(
      'maxCustomers',
      `a whole number from 0 to ${mostCustomers}`,
      maxCustomers,
      'maxCustomers: 500',
    );
  }
}
