import { EndedSeries } from '../../instruments/index.ts';
import { objectives } from '../../signals/index.ts';
import type { Objective } from '../../signals/index.ts';

/** What retired partners still report where nothing can end: 0, until their last value is forgotten. */
export class GonePartners {
  readonly #each = [
    new EndedSeries('partner.api.in_flight'),
    new EndedSeries('partner.api.consecutive_failures'),
    new EndedSeries('partner.api.latency_threshold'),
  ] as const;
  readonly #objective = new EndedSeries('partner.api.objective');

  add(partner: string, guarded: Readonly<Record<Objective, boolean>>): void {
    const [inFlight, failures, threshold] = this.#each;
    inFlight.add({ partner });
    failures.add({ partner });
    if (guarded.latency) threshold.add({ partner });
    for (const objective of objectives) if (guarded[objective]) this.#objective.add({ partner, objective });
  }

  /** The name is wrapped again. */
  delete(partner: string): void {
    for (const series of this.#each) series.delete({ partner });
    for (const objective of objectives) this.#objective.delete({ partner, objective });
  }
}
