import { queueStates } from '../signals/index.ts';
import type { QueueState } from '../signals/index.ts';

/** What is known of a queue: jobs by state, and milliseconds that the oldest waiting one has waited; any of them. */
export type QueueReading = { readonly [State in QueueState | 'oldestAge']?: number | undefined };

export const readingFields: readonly (keyof QueueReading)[] = [...queueStates, 'oldestAge'];
