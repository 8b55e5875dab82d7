import { Reading } from '../../instruments/index.ts';
import type { AttributeSets, EndedSeries } from '../../instruments/index.ts';
import { OpenRuns } from '../../operation/index.ts';
import type { RecordResult, RunStatus } from '../../signals/index.ts';
import type { LastSuccess, SyncObjective } from '../options.ts';
import { customerId, nobody } from './customer.ts';
import type { SyncName } from './customer.ts';
import { Failures } from './failures.ts';
import { Successes } from './successes.ts';

const defaultCustomers = 500;
const every = 60_000;
const limit = 2_000;
const rowsLimit = 100_000;

/** The sets of the gauges by customer, which all syncs share. */
export interface CustomerSets {
  readonly successes: AttributeSets;
  readonly failures: AttributeSets;
  readonly endedSuccesses: EndedSeries<'sync.last_success_timestamp'>;
  readonly endedFailures: EndedSeries<'sync.consecutive_failures'>;
}

/** What is known of one sync, by the names of its partner and itself. */
export class Sync implements SyncName {
  readonly partner: string;
  readonly operation: string;
  readonly objective: SyncObjective;
  /** Its operation on metrics: `other` where the instruments have no room for another name. */
  label: string;
  runs: Record<RunStatus, number> = { success: 0, failed: 0 };
  records: Record<RecordResult, number> = { synced: 0, failed: 0 };
  readonly successes: Successes;
  readonly failures: Failures;
  readonly open: OpenRuns = new OpenRuns();
  retired = false;
  readonly #source: Reading<number> | undefined;
  /** Customers forgotten since the source was read, with when that was. */
  readonly #forgotten = new Map<string, number>();

  constructor(partner: string, operation: string, objective: SyncObjective, sets: CustomerSets) {
    this.partner = partner;
    this.operation = operation;
    this.label = operation;
    this.objective = objective;
    this.successes = new Successes(
      this,
      objective.maxCustomers ?? defaultCustomers,
      sets.successes,
      sets.endedSuccesses,
    );
    this.failures = new Failures(this, sets.failures, sets.endedFailures);
    const { lastSuccess } = objective;
    if (lastSuccess !== undefined) {
      const source = async (): Promise<number> => this.#take(await lastSuccess());
      this.#source = new Reading({ of: `lastSuccess of ${this.title}`, source, every, limit });
    }
  }

  get title(): string {
    return `sync ${this.operation} of ${this.partner}`;
  }

  succeeded(customer: string): void {
    this.runs.success += 1;
    this.failures.recovered(customer);
    // Replicas share a source; what this one process remembers is less.
    if (this.#source === undefined) this.successes.add(customer, Date.now());
  }

  failed(customer: string): void {
    this.runs.failed += 1;
    this.failures.add(customer);
  }

  forget(customer: string): void {
    this.successes.forget(customer);
    this.failures.forget(customer);
    if (this.#source !== undefined) this.#forgotten.set(customer, Date.now());
  }

  /** Asks the source where there is one. Where it cannot be read, what it last said still holds. */
  async refresh(): Promise<void> {
    await this.#source?.shared();
  }

  /** A new provider begins at zero. */
  begin(): void {
    this.runs = { success: 0, failed: 0 };
    this.records = { synced: 0, failed: 0 };
    this.successes.clear();
    this.failures.clear();
    this.#source?.expire();
  }

  #take(rows: Iterable<LastSuccess>): number {
    const known = new Map<string, number>();
    const failures = new Map<string, number>();
    let read = 0;
    for (const { customer, at, failures: inARow } of rows) {
      if ((read += 1) > rowsLimit) break;
      const id = customer === undefined ? nobody : customerId(customer, this.title);
      if (id === undefined) continue;
      const time = at === undefined || at === null ? Number.NaN : Number(at);
      const forgottenAt = this.#forgotten.get(id);
      // Forgotten on purpose; it comes back when it succeeds again.
      if (forgottenAt !== undefined && !(time > forgottenAt)) continue;
      this.#forgotten.delete(id);
      if (Number.isFinite(time)) known.set(id, time);
      if (typeof inARow === 'number' && Number.isSafeInteger(inARow) && inARow >= 0) failures.set(id, inARow);
    }
    this.successes.replace(known);
    if (failures.size > 0) this.failures.keep(failures);
    for (const [customer, count] of failures) this.failures.set(customer, count);
    return read;
  }
}
