/** How a partner call can end. One set for span, metric, log record and listener. */
export const callStatuses = [
  'success',
  'timeout',
  'auth_error',
  'rate_limited',
  'network_error',
  'client_error',
  'server_error',
  'cancelled',
  'rejected',
  'error',
] as const;
/** How a call to a partner ended: one of ten, the same on span, metric, log record and listener. */
export type CallStatus = (typeof callStatuses)[number];

/** How a sync, a stage or an assignment can end. A run cut short is `cancelled` on its span and counted nowhere. */
export const runStatuses = ['success', 'failed'] as const;
/** How a sync, a stage or an assignment ended. */
export type RunStatus = (typeof runStatuses)[number];
/** How a run of a sync or a stage ended; `cancelled` is neutral. */
export type RunEnd = RunStatus | 'cancelled';

export const webhookStatuses = ['success', 'bad_signature', 'duplicate', 'failed'] as const;

export const objectives = ['availability', 'latency'] as const;
export type Objective = (typeof objectives)[number];

export const objectiveResults = ['good', 'bad'] as const;
export type ObjectiveResult = (typeof objectiveResults)[number];

export const recordResults = ['synced', 'failed'] as const;
export type RecordResult = (typeof recordResults)[number];

export const recordDirections = ['in', 'out', 'dropped'] as const;
export type RecordDirection = (typeof recordDirections)[number];

export const queueStates = ['waiting', 'active', 'delayed', 'failed', 'completed', 'paused'] as const;
export type QueueState = (typeof queueStates)[number];

export const userStates = ['active', 'error'] as const;
export type UserState = (typeof userStates)[number];

export const booleans = ['true', 'false'] as const;
