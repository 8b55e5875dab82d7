import type { Histogram } from '@opentelemetry/api';
import { instruments, other } from '../../instruments/index.ts';
import type { AttributeSets } from '../../instruments/index.ts';
import { sayOnce } from '../../safety/index.ts';
import type { CallStatus, MetricAttributes, Objective } from '../../signals/index.ts';

type Attributes = MetricAttributes<'partner.api.requests'>;

/** One attribute set of `partner.api.requests` and `partner.api.duration`. */
export interface Series {
  readonly attributes: Attributes;
  count: number;
}

const operationsLimit = 200;

/** Calls of one operation, by status. */
export class OperationTally {
  readonly operation: string;
  readonly series: Map<CallStatus, Series> = new Map();

  constructor(operation: string) {
    this.operation = operation;
  }
}

/** What one partner's calls came to under the present meter provider; a new provider gets a new tally. */
export class Tally {
  readonly partner: string;
  readonly good: Record<Objective, number> = { availability: 0, latency: 0 };
  readonly bad: Record<Objective, number> = { availability: 0, latency: 0 };
  inFlight = 0;
  consecutiveFailures = 0;
  readonly #makeHistogram: () => Histogram<Attributes>;
  #duration: Histogram<Attributes> | undefined;
  readonly #operations = new Map<string, OperationTally>();
  readonly #sets: AttributeSets;

  constructor(partner: string, sets: AttributeSets, makeHistogram: () => Histogram<Attributes>) {
    this.partner = partner;
    this.#sets = sets;
    this.#makeHistogram = makeHistogram;
  }

  /** The histogram of the present provider, made late so that most thresholds are known and get an edge. */
  get duration(): Histogram<Attributes> {
    return (this.#duration ??= this.#makeHistogram());
  }

  get operations(): Iterable<OperationTally> {
    return this.#operations.values();
  }

  /** The tally of an operation; beyond 200 of them it is that of `other`. */
  operation(name: string): OperationTally {
    const known = this.#operations.get(name);
    if (known !== undefined) return known;
    if (name !== other && this.#operations.size >= operationsLimit) {
      sayOnce(
        `operations of ${this.partner}`,
        `partner '${this.partner}' has more than ${operationsLimit} operations; further ones are counted as 'other'. ` +
          'Give them names of low cardinality with the option operation(path, args).',
      );
      return this.operation(other);
    }
    const created = new OperationTally(name);
    this.#operations.set(name, created);
    return created;
  }

  /** The series of an operation and a status; of `other` where the instrument has no room left for another name. */
  series(operation: OperationTally, status: CallStatus): Series {
    const known = operation.series.get(status);
    if (known !== undefined) return known;
    const name = operation.operation;
    if (name !== other && !this.#sets.admit(`${this.partner}\n${name}\n${status}`)) {
      sayOnce(
        'attribute sets',
        `there are more than ${instruments.setsLimit} series of partner calls; further operations are counted as 'other'.`,
      );
      return this.series(this.operation(other), status);
    }
    const created: Series = { attributes: { partner: this.partner, operation: name, status }, count: 0 };
    operation.series.set(status, created);
    return created;
  }
}
