import { AttributeSets, EndedSeries, instruments, other, partnerNames, retirements } from '../../instruments/index.ts';
import { processStop } from '../../outcome/index.ts';
import { sayFirstStand, sayOnce, shared } from '../../safety/index.ts';
import { recordResults, runStatuses } from '../../signals/index.ts';
import type { SyncObjective } from '../options.ts';
import type { SyncName } from './customer.ts';
import { Sync } from './sync.ts';

const operationsLimit = 200;

/** The syncs of the process, and the one place where their tallies are read. */
class Syncs {
  readonly #byPartner = new Map<string, Map<string, Sync>>();
  readonly #sets = new AttributeSets((partnerNames.limit + 1) * runStatuses.length);
  readonly #customers = {
    successes: new AttributeSets(0),
    failures: new AttributeSets(0),
    endedSuccesses: new EndedSeries('sync.last_success_timestamp'),
    endedFailures: new EndedSeries('sync.consecutive_failures'),
  };
  readonly #ended = [new EndedSeries('sync.overdue'), new EndedSeries('sync.untracked_last_success_timestamp')];

  constructor() {
    processStop.whenEnding(() => {
      for (const { open } of this.#all()) open.cancelAll();
    });
    instruments.whenSwapped(() => {
      this.#sets.clear();
      this.#customers.successes.clear();
      this.#customers.failures.clear();
      for (const sync of this.#all()) {
        sync.begin();
        sync.label = this.#labelOf(sync);
      }
    });
    instruments.observe('sync.runs', (report) => {
      for (const [name, syncs] of this.#labelled()) {
        for (const status of runStatuses)
          report(
            total(syncs, ({ runs }) => runs[status]),
            { ...name, status },
          );
      }
    });
    instruments.observe('sync.records', (report) => {
      for (const [name, syncs] of this.#labelled()) {
        for (const result of recordResults) {
          const count = total(syncs, ({ records }) => records[result]);
          if (count > 0) report(count, { ...name, result });
        }
      }
    });
    instruments.observe('sync.overdue', (report) => {
      for (const sync of this.#named()) {
        const { maxRuntime } = sync.objective;
        if (maxRuntime !== undefined) report(sync.open.overdue(maxRuntime), nameOf(sync));
      }
    });
    instruments.observe('sync.staleness_limit', (report) => {
      for (const sync of this.#named()) {
        const { staleness } = sync.objective;
        if (staleness !== undefined) report(staleness / 1_000, nameOf(sync));
      }
    });
    instruments.observe('sync.last_success_timestamp', (report) =>
      this.#refreshed(({ successes }) => successes.report(report)),
    );
    instruments.observe('sync.consecutive_failures', (report) =>
      this.#refreshed(({ failures }) => failures.report(report)),
    );
    instruments.observe('sync.untracked_customers', (report) =>
      this.#refreshed((sync) => report(sync.successes.untracked, nameOf(sync))),
    );
    instruments.observe('sync.untracked_last_success_timestamp', (report) =>
      this.#refreshed((sync) => {
        const { oldestUntracked } = sync.successes;
        if (oldestUntracked !== undefined) report(oldestUntracked / 1_000, nameOf(sync));
      }),
    );
  }

  /** The sync of a partner and an operation, made known. The first objective of it stands. */
  of(partner: string, objective: SyncObjective): Sync {
    const name = partnerNames.labelOf(partner);
    let operations = this.#byPartner.get(name);
    if (operations === undefined) this.#byPartner.set(name, (operations = new Map()));
    const { operation } = objective;
    let sync = operations.get(operation);
    if (sync === undefined) {
      if (operation !== other && operations.size >= operationsLimit) {
        sayOnce(
          `syncs of ${name}`,
          `partner '${name}' has more than ${operationsLimit} syncs; further ones are counted as 'other'. ` +
            'The operation says what is synced, never for whom: that is the option customer.',
        );
        return this.of(partner, { operation: other });
      }
      sync = new Sync(name, operation, objective, this.#customers);
      sync.label = this.#labelOf(sync);
      operations.set(operation, sync);
      for (const ended of this.#ended) ended.delete(nameOf(sync));
    } else {
      sayFirstStand(sync.title, sync.objective, objective, ['staleness', 'maxCustomers', 'maxRuntime']);
    }
    instruments.registered();
    return sync;
  }

  retire(sync: Sync): void {
    if (sync.retired) return;
    sync.retired = true;
    this.#byPartner.get(sync.partner)?.delete(sync.operation);
    sync.successes.forgetAll();
    sync.failures.forgetAll();
    for (const ended of this.#ended) ended.add(nameOf(sync));
    retirements.add({ partner: sync.partner, operation: sync.operation });
  }

  forget(sync: Sync, customer: string): void {
    sync.forget(customer);
    retirements.add({ partner: sync.partner, operation: sync.operation, customer });
  }

  #labelOf({ partner, operation }: SyncName): string {
    if (operation === other) return other;
    // All of them, so that none is short of a place.
    if (runStatuses.map((status) => this.#sets.admit(`${partner}\n${operation}\n${status}`)).every(Boolean)) {
      return operation;
    }
    sayOnce(
      'syncs',
      `there are more than ${instruments.setsLimit} series of syncs; further ones are counted as 'other'.`,
    );
    return other;
  }

  *#all(): Iterable<Sync> {
    for (const operations of this.#byPartner.values()) yield* operations.values();
  }

  /** Those with a name of their own. */
  *#named(): Iterable<Sync> {
    for (const sync of this.#all()) if (sync.label === sync.operation) yield sync;
  }

  /** All of them by what they are called on metrics: two observations of one attribute set would overwrite each other. */
  #labelled(): Iterable<[SyncName, Sync[]]> {
    const labelled = new Map<string, [SyncName, Sync[]]>();
    for (const sync of this.#all()) {
      const key = `${sync.partner}\n${sync.label}`;
      const known = labelled.get(key);
      if (known === undefined) labelled.set(key, [{ partner: sync.partner, operation: sync.label }, [sync]]);
      else known[1].push(sync);
    }
    return labelled.values();
  }

  async #refreshed(tell: (sync: Sync) => void): Promise<void> {
    const telling = [...this.#named()].map(async (sync) => {
      await sync.refresh();
      if (!sync.retired) tell(sync);
    });
    await Promise.all(telling);
  }
}

export const syncs: Syncs = shared('syncs', () => new Syncs());

function nameOf({ partner, operation }: SyncName): SyncName {
  return { partner, operation };
}

function total(all: readonly Sync[], pick: (sync: Sync) => number): number {
  return all.reduce((sum, sync) => sum + pick(sync), 0);
}
