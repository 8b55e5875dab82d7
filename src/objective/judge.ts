import type { CallStatus } from '../signals/index.ts';
import type { PartnerObjective, Weight } from './options.ts';

// A partner that refuses our payload has answered: client_error has a rule of its own.
const defaults: Readonly<Record<CallStatus, Weight>> = {
  success: 'good',
  client_error: 'good',
  server_error: 'bad',
  timeout: 'bad',
  network_error: 'bad',
  rate_limited: 'bad',
  auth_error: 'bad',
  error: 'bad',
  cancelled: 'neutral',
  rejected: 'neutral',
};

/** Says what a call counts as. Everything is looked up; nothing is computed at a call. */
export class Judge {
  /** Target shares, as they are emitted; undefined where none was set. */
  readonly availability: number | undefined;
  readonly latency: number | undefined;
  /** General threshold in milliseconds. */
  readonly within: number | undefined;
  readonly #weights: Readonly<Record<CallStatus, Weight>>;
  readonly #operations: ReadonlyMap<string, number>;

  constructor(objective: PartnerObjective | undefined) {
    this.availability = objective?.availability;
    this.within = objective?.latency?.within;
    this.latency = this.within === undefined ? undefined : (objective?.latency?.ratio ?? 0.95);
    this.#weights = { ...defaults, ...objective?.counts };
    this.#operations = new Map(Object.entries(objective?.latency?.operations ?? {}));
  }

  /** Every threshold in seconds, for an edge of the histogram at each. */
  get thresholds(): number[] {
    const all = [...this.#operations.values()];
    if (this.within !== undefined) all.push(this.within);
    return all.map((ms) => ms / 1_000);
  }

  availabilityOf(status: CallStatus): Weight {
    return this.#weights[status];
  }

  /** A latency objective counts the calls that were good for availability; `duration` in milliseconds. */
  latencyOf(operation: string, status: CallStatus, duration: number): Weight {
    if (this.within === undefined || this.#weights[status] !== 'good') return 'neutral';
    return duration <= (this.#operations.get(operation) ?? this.within) ? 'good' : 'bad';
  }
}
