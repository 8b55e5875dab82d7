import { checkDuration, checkKeys, checkShare, OptionError } from '../safety/index.ts';
import { callStatuses, objectiveResults } from '../signals/index.ts';
import type { CallStatus, ObjectiveResult } from '../signals/index.ts';

/** What a call says about an objective. Neutral calls are counted nowhere. */
export type Weight = ObjectiveResult | 'neutral';

/** How fast calls to a partner should be. */
export interface LatencyObjective {
  /** Duration in milliseconds within which a call is good. */
  readonly within: number;
  /**
   * Share of calls that should be good, between 0 and 1.
   * @default 0.95
   */
  readonly ratio?: number;
  /** Thresholds in milliseconds of operations that differ, by operation: `{ 'jobs.upload': 30_000 }`. */
  readonly operations?: Readonly<Record<string, number>>;
}

/**
 * What users of a partner may expect of it, kept beside the code that calls it.
 * https://sre.google/workbook/alerting-on-slos/
 */
export interface PartnerObjective {
  /** Share of calls that should be good, between 0 and 1: `0.995`. Without it the alert rules hold 0.99. */
  readonly availability?: number;
  /** How fast calls should be. Counts the calls that were good for availability. */
  readonly latency?: LatencyObjective;
  /** What a status counts as, where it differs from the defaults: `{ rate_limited: 'neutral' }`. */
  readonly counts?: Readonly<Partial<Record<CallStatus, Weight>>>;
}

const example = "objective: { availability: 0.995, latency: { within: 2_000 }, counts: { rate_limited: 'neutral' } }";
const weights: readonly unknown[] = [...objectiveResults, 'neutral'];
const statuses: readonly string[] = callStatuses;

export function checkObjective(objective: PartnerObjective): void {
  checkKeys('objective', objective, ['availability', 'latency', 'counts'], example);
  const { availability, latency, counts } = objective;
  if (availability !== undefined) checkShare('objective.availability', availability, example);
  if (latency !== undefined) {
    checkKeys('objective.latency', latency, ['within', 'ratio', 'operations'], example);
    checkDuration('objective.latency.within', latency.within, example);
    if (latency.ratio !== undefined) checkShare('objective.latency.ratio', latency.ratio, example);
    for (const [operation, within] of Object.entries(latency.operations ?? {})) {
      checkDuration(`objective.latency.operations['${operation}']`, within, example);
    }
  }
  for (const [status, weight] of Object.entries(counts ?? {})) {
    if (!statuses.includes(status)) {
      throw new OptionError('objective.counts', `keyed by a status, one of ${statuses.join(', ')}`, status, example);
    }
    if (!weights.includes(weight)) {
      throw new OptionError(`objective.counts.${status}`, "'good', 'bad' or 'neutral'", weight, example);
    }
  }
}
