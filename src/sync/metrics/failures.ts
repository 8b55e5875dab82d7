import type { AttributeSets, EndedSeries } from '../../instruments/index.ts';
import { sayOnce } from '../../safety/index.ts';
import type { MetricAttributes } from '../../signals/index.ts';
import { customerKey, customerLabels } from './customer.ts';
import type { SyncName } from './customer.ts';

const mostAtOnce = 500;
// Told as 0 for so long, in ms: what only ends would linger in Prometheus at its last value.
const toldFor = 5 * 60_000;

interface InARow {
  count: number;
  /** By the monotonic clock; undefined while it fails. */
  recoveredAt: number | undefined;
}

/** Failures in a row of the customers of one sync: of those that fail now, whether tracked or not. */
export class Failures {
  readonly #sync: SyncName;
  readonly #sets: AttributeSets;
  readonly #ended: EndedSeries<'sync.consecutive_failures'>;
  readonly #inARow = new Map<string, InARow>();
  #failing = 0;

  constructor(sync: SyncName, sets: AttributeSets, ended: EndedSeries<'sync.consecutive_failures'>) {
    this.#sync = sync;
    this.#sets = sets;
    this.#ended = ended;
  }

  add(customer: string): void {
    this.set(customer, (this.#inARow.get(customer)?.count ?? 0) + 1);
  }

  /** As a source counts them. */
  set(customer: string, count: number): void {
    if (count === 0) return this.recovered(customer);
    const known = this.#inARow.get(customer);
    if (known !== undefined && known.recoveredAt === undefined) known.count = count;
    else if (this.#admit(customer)) {
      this.#failing += 1;
      this.#ended.delete(customerLabels(this.#sync, customer));
      this.#inARow.set(customer, { count, recoveredAt: undefined });
    }
  }

  recovered(customer: string): void {
    const known = this.#inARow.get(customer);
    if (known === undefined || known.recoveredAt !== undefined) return;
    this.#failing -= 1;
    known.count = 0;
    known.recoveredAt = performance.now();
  }

  /** Those whom a source that counts failures knows no longer have recovered. */
  keep(known: { has(customer: string): boolean }): void {
    for (const customer of this.#inARow.keys()) if (!known.has(customer)) this.recovered(customer);
  }

  forget(customer: string): void {
    const known = this.#inARow.get(customer);
    if (known === undefined) return;
    if (known.recoveredAt === undefined) this.#failing -= 1;
    this.#inARow.delete(customer);
    this.#sets.release(customerKey(this.#sync, customer));
    this.#ended.add(customerLabels(this.#sync, customer));
  }

  forgetAll(): void {
    for (const customer of this.#inARow.keys()) this.forget(customer);
  }

  /** Begins anew, without telling that anything ended. */
  clear(): void {
    this.#inARow.clear();
    this.#failing = 0;
  }

  report(report: (value: number, attributes: MetricAttributes<'sync.consecutive_failures'>) => void): void {
    this.#dropRecovered(performance.now() - toldFor);
    for (const [customer, { count }] of this.#inARow) report(count, customerLabels(this.#sync, customer));
  }

  #admit(customer: string): boolean {
    if (this.#inARow.size >= 2 * mostAtOnce) this.#dropRecovered(Infinity);
    const { partner, operation } = this.#sync;
    if (this.#failing < mostAtOnce && this.#sets.admit(customerKey(this.#sync, customer))) return true;
    sayOnce(
      `failing customers of sync ${operation} of ${partner}`,
      `more than ${this.#failing} customers of sync '${operation}' of partner '${partner}' fail at once; further ones are not told one by one.`,
    );
    return false;
  }

  #dropRecovered(before: number): void {
    for (const [customer, { recoveredAt }] of this.#inARow) {
      if (recoveredAt === undefined || recoveredAt >= before) continue;
      this.#inARow.delete(customer);
      this.#sets.release(customerKey(this.#sync, customer));
    }
  }
}
