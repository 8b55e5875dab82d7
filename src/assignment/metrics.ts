import { AttributeSets, instruments, other, partnerNames } from '../instruments/index.ts';
import { shared } from '../safety/index.ts';
import { runStatuses } from '../signals/index.ts';
import type { RunStatus } from '../signals/index.ts';

/** Assignments by partner and status, both told from the first one of a partner on. */
class Assignments {
  readonly #byPartner = new Map<string, Record<RunStatus, number>>();
  // Names of partners come and go, series of a counter stay.
  readonly #sets = new AttributeSets(runStatuses.length);

  constructor() {
    instruments.whenSwapped(() => {
      this.#sets.clear();
      // A new provider is told nothing of those retired since.
      const known = [...this.#byPartner.keys()].filter((name) => partnerNames.has(name));
      this.#byPartner.clear();
      for (const partner of known) this.#tallyOf(partner);
    });
    instruments.observe('job.assignments', (report) => {
      for (const [partner, tally] of this.#byPartner) {
        for (const status of runStatuses) report(tally[status], { partner, status });
      }
    });
  }

  ended(partner: string, status: RunStatus): void {
    const name = partnerNames.labelOf(partner);
    if (this.#byPartner.has(name)) instruments.refresh();
    else instruments.registered();
    const tally = this.#byPartner.get(name) ?? this.#tallyOf(name);
    tally[status] += 1;
  }

  /** A tally of its own, or that of `other` where the instrument has no room left. */
  #tallyOf(partner: string): Record<RunStatus, number> {
    const named = partner === other || runStatuses.every((status) => this.#sets.admit(`${partner}\n${status}`));
    const name = named ? partner : other;
    let tally = this.#byPartner.get(name);
    if (tally === undefined) {
      tally = { success: 0, failed: 0 };
      this.#byPartner.set(name, tally);
    }
    return tally;
  }
}

export const assignments: Assignments = shared('assignments', () => new Assignments());
