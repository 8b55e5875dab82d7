import type { AttributeSets, EndedSeries } from '../../instruments/index.ts';
import { sayOnce } from '../../safety/index.ts';
import type { MetricAttributes } from '../../signals/index.ts';
import { customerKey, customerLabels } from './customer.ts';
import type { SyncName } from './customer.ts';

// Of those without a series of their own one number each is kept, to tell the oldest.
const knownLimit = 100_000;

/** When the customers of one sync last succeeded: those with a series of their own, first come, and the rest. */
export class Successes {
  readonly #sync: SyncName;
  readonly #most: number;
  readonly #sets: AttributeSets;
  readonly #ended: EndedSeries<'sync.last_success_timestamp'>;
  readonly #tracked = new Map<string, number>();
  readonly #untracked = new Map<string, number>();

  constructor(sync: SyncName, most: number, sets: AttributeSets, ended: EndedSeries<'sync.last_success_timestamp'>) {
    this.#sync = sync;
    this.#most = most;
    this.#sets = sets;
    this.#ended = ended;
  }

  /** At a Unix time in ms. One that the clock, set back, says is earlier than the last stands: it is what is known now. */
  add(customer: string, at: number): void {
    if (this.#tracked.has(customer) || this.#admit(customer)) {
      this.#untracked.delete(customer);
      this.#tracked.set(customer, at);
    } else if (this.#untracked.has(customer) || this.#untracked.size < knownLimit) {
      this.#untracked.set(customer, at);
    }
  }

  /** What a source knows, in place of what was known. */
  replace(known: ReadonlyMap<string, number>): void {
    for (const customer of this.#tracked.keys()) if (!known.has(customer)) this.forget(customer);
    this.#untracked.clear();
    for (const [customer, at] of known) this.add(customer, at);
  }

  forget(customer: string): void {
    this.#untracked.delete(customer);
    if (!this.#tracked.delete(customer)) return;
    this.#sets.release(customerKey(this.#sync, customer));
    this.#ended.add(customerLabels(this.#sync, customer));
  }

  forgetAll(): void {
    for (const customer of this.#tracked.keys()) this.forget(customer);
    this.#untracked.clear();
  }

  /** Begins anew, without telling that anything ended. */
  clear(): void {
    this.#tracked.clear();
    this.#untracked.clear();
  }

  report(report: (value: number, attributes: MetricAttributes<'sync.last_success_timestamp'>) => void): void {
    for (const [customer, at] of this.#tracked) report(at / 1_000, customerLabels(this.#sync, customer));
  }

  get untracked(): number {
    return this.#untracked.size;
  }

  /** In Unix ms; undefined where nobody is left out. */
  get oldestUntracked(): number | undefined {
    let oldest: number | undefined;
    for (const at of this.#untracked.values()) if (oldest === undefined || at < oldest) oldest = at;
    return oldest;
  }

  #admit(customer: string): boolean {
    const { partner, operation } = this.#sync;
    if (this.#tracked.size >= this.#most || !this.#sets.admit(customerKey(this.#sync, customer))) {
      sayOnce(
        `customers of sync ${operation} of ${partner}`,
        `sync '${operation}' of partner '${partner}' has more customers than have a last success of their own ` +
          `(${this.#tracked.size}); the others are told together, by sync.untracked_customers. The option maxCustomers sets how many.`,
      );
      return false;
    }
    this.#ended.delete(customerLabels(this.#sync, customer));
    return true;
  }
}
