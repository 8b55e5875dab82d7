import { sayOnce } from '../safety/index.ts';
import { queueStates } from '../signals/index.ts';
import type { QueueState } from '../signals/index.ts';

/** What is known of a queue: jobs by state, and milliseconds that the oldest waiting one has waited; any of them. */
export type QueueReading = { readonly [State in QueueState | 'oldestAge']?: number | undefined };

const fields = [...queueStates, 'oldestAge'] as const;

/** What can be reported of an answer. A value that is no count is left out and told once; an answer that is none, thrown. */
export function acceptReading(queueType: string, answer: unknown): QueueReading {
  if (typeof answer !== 'object' || answer === null) throw new TypeError('the answer is no object of counts');
  const accepted: { -readonly [Field in keyof QueueReading]: QueueReading[Field] } = {};
  for (const field of fields) {
    const value = (answer as Record<string, unknown>)[field];
    if (value === undefined || value === null) continue;
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) accepted[field] = value;
    else {
      sayOnce(
        `${field} of queue ${queueType}`,
        `queue '${queueType}' gave as ${field} something that is no number from 0 on (${typeof value}); it is not reported.`,
      );
    }
  }
  return accepted;
}
