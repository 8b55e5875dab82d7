import type { MetricRecord } from '../record.ts';
import { callStatuses, objectiveResults, objectives, runStatuses, userStates } from '../values.ts';
import { callSeconds } from './boundaries.ts';

/** Metrics of calls to partners, and of what is known of a partner besides. */
export const partnerMetrics = {
  'partner.api.requests': {
    kind: 'counter',
    unit: '{request}',
    brief: 'Calls to a partner that have ended.',
    attributes: { partner: 'text', operation: 'text', status: callStatuses },
  },
  'partner.api.duration': {
    kind: 'histogram',
    unit: 's',
    brief: 'Duration of calls to a partner.',
    attributes: { partner: 'text', operation: 'text', status: callStatuses },
    boundaries: callSeconds,
  },
  'partner.api.attempts': {
    kind: 'counter',
    unit: '{attempt}',
    brief: 'Requests really sent to a partner, retries included.',
    attributes: { partner: 'text', operation: 'text', status: callStatuses },
    planned: true,
  },
  'partner.api.objective_events': {
    kind: 'counter',
    unit: '{event}',
    brief: 'Calls that count for an objective of a partner, good or bad.',
    attributes: { partner: 'text', objective: objectives, result: objectiveResults },
  },
  'partner.api.in_flight': {
    kind: 'up-down counter',
    unit: '{request}',
    brief: 'Calls to a partner that have begun and not ended.',
    attributes: { partner: 'text' },
  },
  'partner.api.consecutive_failures': {
    kind: 'gauge',
    unit: '{failure}',
    brief: 'Calls in a row that found the partner down: server_error, timeout, network_error or error.',
    attributes: { partner: 'text' },
  },
  'partner.api.overdue': {
    kind: 'gauge',
    unit: '{request}',
    brief: 'Calls in flight for longer than their maxRuntime.',
    attributes: { partner: 'text' },
    planned: true,
  },
  'partner.api.objective': {
    kind: 'gauge',
    unit: '1',
    brief: 'Objective of a partner: the share of calls that should be good.',
    attributes: { partner: 'text', objective: objectives },
  },
  'partner.api.latency_threshold': {
    kind: 'gauge',
    unit: 's',
    brief: 'Duration within which a call to the partner is good for its latency objective.',
    attributes: { partner: 'text' },
  },
  'partner.api.rate_limit.remaining': {
    kind: 'gauge',
    unit: '{request}',
    brief: 'Requests that the partner still admits.',
    attributes: { partner: 'text', bucket: 'text' },
    planned: true,
  },
  'partner.api.rate_limit.limit': {
    kind: 'gauge',
    unit: '{request}',
    brief: 'Requests that the partner admits in one period.',
    attributes: { partner: 'text', bucket: 'text' },
    planned: true,
  },
  'partner.api.rate_limit.reset_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: 'Unix time at which the rate limit is reset.',
    attributes: { partner: 'text', bucket: 'text' },
    planned: true,
  },
  'partner.circuit.state': {
    kind: 'gauge',
    unit: '{state}',
    brief: 'Circuit breaker in front of the partner: 0 closed, 0.5 half open, 1 open.',
    attributes: { partner: 'text' },
    planned: true,
  },
  'partner.credential.expiry_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: 'Unix time at which a credential for the partner expires.',
    attributes: { partner: 'text', credential: 'text' },
    planned: true,
  },
  'job.assignments': {
    kind: 'counter',
    unit: '{assignment}',
    brief: 'Jobs assigned through a partner.',
    attributes: { partner: 'text', status: runStatuses },
  },
  'partner.system_users': {
    kind: 'gauge',
    unit: '{user}',
    brief: 'Users of a partner, by state.',
    attributes: { partner: 'text', state: userStates },
  },
} as const satisfies Record<string, MetricRecord>;
