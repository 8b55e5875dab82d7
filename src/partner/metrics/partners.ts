import type { Tracer } from '@opentelemetry/api';
import { AttributeSets, instruments, other, partnerNames, retirements } from '../../instruments/index.ts';
import { Judge } from '../../objective/index.ts';
import type { PartnerObjective } from '../../objective/index.ts';
import type { Path } from '../../operation/index.ts';
import { sayOnce, shared } from '../../safety/index.ts';
import { callStatuses, objectiveResults } from '../../signals/index.ts';
import { GonePartners } from './gone.ts';
import { Tally } from './tally.ts';
import { users } from './users.ts';

const pathsLimit = 1_000;

/** What is known of one partner, by name; every client of it refers to this and adds nothing to it. */
export class Partner {
  readonly name: string;
  judge: Judge;
  tally: Tally;
  /** A retired partner's clients go on working, unobserved. */
  retired = false;
  /** The tracer under which it was looked whether the partner receives headers. */
  headersUnder: Tracer | undefined;
  #objective: string | undefined;
  readonly #sets: AttributeSets;
  readonly #paths = new Map<string, Path>();

  constructor(name: string, objective: PartnerObjective | undefined, sets: AttributeSets) {
    this.name = name;
    this.#sets = sets;
    this.judge = new Judge(objective);
    this.#objective = objective && JSON.stringify(objective);
    this.tally = this.#newTally();
  }

  /** The first objective of a name stands. */
  guardedBy(objective: PartnerObjective | undefined): void {
    if (objective === undefined) return;
    const given = JSON.stringify(objective);
    if (this.#objective === undefined) {
      this.#objective = given;
      this.judge = new Judge(objective);
    } else if (given !== this.#objective) {
      sayOnce(
        `objective of ${this.name}`,
        `partner '${this.name}' was wrapped with another objective before; the first stands: ${this.#objective}.`,
      );
    }
  }

  /** What a path answers with is learnt once for all clients of the partner. */
  path(name: string): Path {
    let path = this.#paths.get(name);
    if (path === undefined) {
      path = { answers: 'unknown' };
      if (this.#paths.size < pathsLimit) this.#paths.set(name, path);
    }
    return path;
  }

  begin(): void {
    this.tally = this.#newTally();
  }

  #newTally(): Tally {
    return new Tally(this.name, this.#sets, () => instruments.histogram('partner.api.duration', partners.thresholds()));
  }
}

/** The partners of the process, and the one place where their tallies are read. */
class Partners {
  readonly #byName = new Map<string, Partner>();
  readonly #sets = new AttributeSets((partnerNames.limit + 1) * callStatuses.length);
  // Told once it counts: a process within the bound has no such partner.
  readonly #other = new Partner(other, undefined, this.#sets);
  readonly #gone: GonePartners;
  #beyond = false;

  constructor() {
    instruments.whenSwapped(() => {
      this.#sets.clear();
      for (const partner of this.#all()) partner.begin();
    });
    instruments.observe('partner.api.requests', (report) => {
      for (const { tally } of this.#all()) {
        for (const operation of tally.operations) {
          for (const series of operation.series.values()) report(series.count, series.attributes);
        }
      }
    });
    instruments.observe('partner.api.objective_events', (report) => {
      for (const { name: partner, judge, tally } of this.#all()) {
        for (const result of objectiveResults) {
          report(tally[result].availability, { partner, objective: 'availability', result });
          if (judge.within !== undefined) report(tally[result].latency, { partner, objective: 'latency', result });
        }
      }
    });
    instruments.observe('partner.api.in_flight', (report) => {
      for (const { name: partner, tally } of this.#all()) report(tally.inFlight, { partner });
    });
    instruments.observe('partner.api.consecutive_failures', (report) => {
      for (const { name: partner, tally } of this.#all()) report(tally.consecutiveFailures, { partner });
    });
    instruments.observe('partner.api.objective', (report) => {
      for (const { name: partner, judge } of this.#all()) {
        if (judge.availability !== undefined) report(judge.availability, { partner, objective: 'availability' });
        if (judge.latency !== undefined) report(judge.latency, { partner, objective: 'latency' });
      }
    });
    instruments.observe('partner.api.latency_threshold', (report) => {
      for (const { name: partner, judge } of this.#all()) {
        if (judge.within !== undefined) report(judge.within / 1_000, { partner });
      }
    });
    this.#gone = new GonePartners();
  }

  /** The partner of a name, made known; beyond 100 names it is `other`. */
  of(name: string, objective: PartnerObjective | undefined): Partner {
    let partner = this.#byName.get(name);
    if (partner === undefined) {
      if (partnerNames.labelOf(name) === other) {
        this.#beyond = true;
        return this.#other;
      }
      partner = new Partner(name, objective, this.#sets);
      this.#byName.set(name, partner);
      this.#gone.delete(name);
    } else {
      partner.guardedBy(objective);
    }
    instruments.registered();
    return partner;
  }

  retire(partner: Partner): void {
    if (partner.retired || partner === this.#other) return;
    partner.retired = true;
    this.#byName.delete(partner.name);
    partnerNames.release(partner.name);
    users.retirePartner(partner.name);
    retirements.add({ partner: partner.name });
    const { availability, latency } = partner.judge;
    this.#gone.add(partner.name, { availability: availability !== undefined, latency: latency !== undefined });
  }

  /** An edge of the histogram at each threshold of an objective, in seconds. */
  thresholds(): number[] {
    return [...this.#byName.values()].flatMap(({ judge }) => judge.thresholds);
  }

  #all(): Partner[] {
    return this.#beyond ? [...this.#byName.values(), this.#other] : [...this.#byName.values()];
  }
}

export const partners: Partners = shared('partners', () => new Partners());
