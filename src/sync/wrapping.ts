import { callerSignals } from '../outcome/index.ts';
import { other } from '../instruments/index.ts';
import { guard, isName, sayOnce } from '../safety/index.ts';
import { customerId, syncs } from './metrics/index.ts';
import type { Sync } from './metrics/index.ts';
import type { AnySyncOptions } from './options.ts';
import { SyncRun } from './run.ts';

/** One function wrapped as a sync, with the syncs that it turned out to be: one, or one a partner. */
export class SyncWrapping {
  readonly options: AnySyncOptions;
  readonly #syncs = new Map<string, Sync>();
  #disposed = false;

  constructor(options: AnySyncOptions) {
    this.options = options;
    // Known from now on, so that its runs are 0 before the first.
    if (typeof options.partner === 'string') this.#syncOf(options.partner);
  }

  /** How a run of these arguments begins; undefined for one that is not observed. */
  starter(args: readonly unknown[]): (() => SyncRun) | undefined {
    if (this.#disposed) return undefined;
    const { operation, customer, records } = this.options;
    const partner = this.#partnerOf(args);
    const sync = this.#syncOf(partner);
    if (sync.retired) return undefined;
    return () => {
      const title = `sync ${operation}`;
      const id =
        customer &&
        customerId(
          guard(`customer of ${title}`, () => customer(...args)),
          title,
        );
      return new SyncRun({ sync, partner, operation, customer: id, signals: callerSignals(args), records });
    };
  }

  dispose(): void {
    this.#disposed = true;
    for (const sync of this.#syncs.values()) syncs.retire(sync);
  }

  forget(customer: string): void {
    for (const sync of this.#syncs.values()) syncs.forget(sync, customer);
  }

  #syncOf(partner: string): Sync {
    const known = this.#syncs.get(partner);
    if (known !== undefined) return known;
    const sync = syncs.of(partner, this.options);
    // Under the name that it has on metrics, so that their number is bounded.
    const held = this.#syncs.get(sync.partner) ?? sync;
    this.#syncs.set(sync.partner, held);
    return held;
  }

  #partnerOf(args: readonly unknown[]): string {
    const { partner, operation } = this.options;
    if (typeof partner === 'string') return partner;
    const named = guard(`partner of sync ${operation}`, () => partner(...args));
    if (isName(named)) return named;
    sayOnce(
      `partner of sync ${operation} is no name`,
      `partner(...args) of sync '${operation}' gave no name of 1 to 64 characters; such runs are counted as 'other'.`,
    );
    return other;
  }
}
