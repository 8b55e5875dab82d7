import type { MetricRecord } from './record.ts';
import {
  booleans,
  callStatuses,
  objectiveResults,
  objectives,
  queueStates,
  recordDirections,
  recordResults,
  runStatuses,
  userStates,
  webhookStatuses,
} from './values.ts';

const text = 'text';

// An edge stands at every threshold that people ask about: 2, 5, 10, 30 and 60 s.
const callSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60] as const;
const runSeconds = [...callSeconds, 120, 300, 600, 1_800, 3_600] as const;
const waitSeconds = [...runSeconds, 21_600, 86_400] as const;

/** Every metric, once: instruments, reference, dashboards, rules and tests read these records. */
export const metrics = {
  'partner.api.requests': {
    kind: 'counter',
    unit: '{request}',
    brief: 'Calls to a partner that have ended.',
    attributes: { partner: text, operation: text, status: callStatuses },
  },
  'partner.api.duration': {
    kind: 'histogram',
    unit: 's',
    brief: 'Duration of calls to a partner.',
    attributes: { partner: text, operation: text, status: callStatuses },
    boundaries: callSeconds,
  },
  'partner.api.attempts': {
    kind: 'counter',
    unit: '{attempt}',
    brief: 'Requests really sent to a partner, retries included.',
    attributes: { partner: text, operation: text, status: callStatuses },
    planned: true,
  },
  'partner.api.objective_events': {
    kind: 'counter',
    unit: '{event}',
    brief: 'Calls that count for an objective of a partner, good or bad.',
    attributes: { partner: text, objective: objectives, result: objectiveResults },
  },
  'partner.api.in_flight': {
    kind: 'up-down counter',
    unit: '{request}',
    brief: 'Calls to a partner that have begun and not ended.',
    attributes: { partner: text },
  },
  'partner.api.consecutive_failures': {
    kind: 'gauge',
    unit: '{failure}',
    brief: 'Calls in a row that found the partner down: server_error, timeout, network_error or error.',
    attributes: { partner: text },
  },
  'partner.api.overdue': {
    kind: 'gauge',
    unit: '{request}',
    brief: 'Calls in flight for longer than their maxRuntime.',
    attributes: { partner: text },
    planned: true,
  },
  'partner.api.objective': {
    kind: 'gauge',
    unit: '1',
    brief: 'Objective of a partner: the share of calls that should be good.',
    attributes: { partner: text, objective: objectives },
  },
  'partner.api.latency_threshold': {
    kind: 'gauge',
    unit: 's',
    brief: 'Duration within which a call to the partner is good for its latency objective.',
    attributes: { partner: text },
  },
  'partner.api.rate_limit.remaining': {
    kind: 'gauge',
    unit: '{request}',
    brief: 'Requests that the partner still admits.',
    attributes: { partner: text, bucket: text },
    planned: true,
  },
  'partner.api.rate_limit.limit': {
    kind: 'gauge',
    unit: '{request}',
    brief: 'Requests that the partner admits in one period.',
    attributes: { partner: text, bucket: text },
    planned: true,
  },
  'partner.api.rate_limit.reset_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: 'Unix time at which the rate limit is reset.',
    attributes: { partner: text, bucket: text },
    planned: true,
  },
  'partner.circuit.state': {
    kind: 'gauge',
    unit: '{state}',
    brief: 'Circuit breaker in front of the partner: 0 closed, 0.5 half open, 1 open.',
    attributes: { partner: text },
    planned: true,
  },
  'partner.credential.expiry_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: 'Unix time at which a credential for the partner expires.',
    attributes: { partner: text, credential: text },
    planned: true,
  },
  'sync.runs': {
    kind: 'counter',
    unit: '{run}',
    brief: 'Runs of a sync that have ended.',
    attributes: { partner: text, operation: text, status: runStatuses },
    planned: true,
  },
  'sync.duration': {
    kind: 'histogram',
    unit: 's',
    brief: 'Duration of the runs of a sync.',
    attributes: { partner: text, operation: text, status: runStatuses },
    boundaries: runSeconds,
    planned: true,
  },
  'sync.records': {
    kind: 'counter',
    unit: '{record}',
    brief: 'Records that a sync carried over, or failed to.',
    attributes: { partner: text, operation: text, result: recordResults },
    planned: true,
  },
  'sync.overdue': {
    kind: 'gauge',
    unit: '{sync}',
    brief: 'Syncs that run for longer than their maxRuntime.',
    attributes: { partner: text, operation: text },
    planned: true,
  },
  'sync.last_success_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: "Unix time of the last success of a customer's sync.",
    attributes: { partner: text, operation: text, customer: text },
    planned: true,
  },
  'sync.consecutive_failures': {
    kind: 'gauge',
    unit: '{failure}',
    brief: "Failures in a row of a customer's sync.",
    attributes: { partner: text, operation: text, customer: text },
    planned: true,
  },
  'sync.untracked_customers': {
    kind: 'gauge',
    unit: '{customer}',
    brief: 'Customers beyond the bound, without a series of their own.',
    attributes: { partner: text, operation: text },
    planned: true,
  },
  'sync.untracked_last_success_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: 'Unix time of the oldest last success among the untracked customers.',
    attributes: { partner: text, operation: text },
    planned: true,
  },
  'sync.staleness_limit': {
    kind: 'gauge',
    unit: 's',
    brief: "Age of a customer's last success from which on it is stale.",
    attributes: { partner: text, operation: text },
    planned: true,
  },
  'data_processing.runs': {
    kind: 'counter',
    unit: '{run}',
    brief: 'Runs of a stage that have ended.',
    attributes: { stage: text, status: runStatuses },
    planned: true,
  },
  'data_processing.duration': {
    kind: 'histogram',
    unit: 's',
    brief: 'Duration of the runs of a stage.',
    attributes: { stage: text, status: runStatuses },
    boundaries: runSeconds,
    planned: true,
  },
  'data_processing.records': {
    kind: 'counter',
    unit: '{record}',
    brief: 'Records that entered, left or were dropped by a stage.',
    attributes: { stage: text, direction: recordDirections },
    planned: true,
  },
  'data_processing.last_completion_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: 'Unix time of the last successful run of a stage.',
    attributes: { stage: text },
    planned: true,
  },
  'data_processing.registered_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: 'Unix time at which a stage was registered, with the queue it takes from.',
    attributes: { stage: text, queue_type: 'text?' },
    planned: true,
  },
  'data_processing.overdue': {
    kind: 'gauge',
    unit: '{stage}',
    brief: 'Runs of a stage that last longer than its maxRuntime.',
    attributes: { stage: text },
    planned: true,
  },
  'data_processing.expected_interval': {
    kind: 'gauge',
    unit: 's',
    brief: 'Interval within which a run of the stage is expected to succeed.',
    attributes: { stage: text },
    planned: true,
  },
  'queue.depth': {
    kind: 'gauge',
    unit: '{job}',
    brief: 'Jobs in a queue, by state.',
    attributes: { queue_type: text, partner: 'text?', state: queueStates },
    planned: true,
  },
  'queue.oldest_age': {
    kind: 'gauge',
    unit: 's',
    brief: 'Age of the oldest waiting job of a queue.',
    attributes: { queue_type: text, partner: 'text?' },
    planned: true,
  },
  'queue.oldest_age_limit': {
    kind: 'gauge',
    unit: 's',
    brief: 'Age of the oldest waiting job from which on the queue is behind.',
    attributes: { queue_type: text, partner: 'text?' },
    planned: true,
  },
  'queue.wait.duration': {
    kind: 'histogram',
    unit: 's',
    brief: 'Time from a job being enqueued to it being taken.',
    attributes: { queue_type: text, partner: 'text?' },
    boundaries: waitSeconds,
    planned: true,
  },
  'queue.depth_limit': {
    kind: 'gauge',
    unit: '{job}',
    brief: 'Waiting and active jobs above which the queue is too deep.',
    attributes: { queue_type: text, partner: 'text?' },
    planned: true,
  },
  'job.assignments': {
    kind: 'counter',
    unit: '{assignment}',
    brief: 'Jobs assigned through a partner.',
    attributes: { partner: text, status: runStatuses },
    planned: true,
  },
  'partner.system_users': {
    kind: 'gauge',
    unit: '{user}',
    brief: 'Users of a partner, by state.',
    attributes: { partner: text, state: userStates },
    planned: true,
  },
  'webhook.deliveries': {
    kind: 'counter',
    unit: '{delivery}',
    brief: 'Webhook deliveries received from a partner.',
    attributes: { partner: text, event: text, status: webhookStatuses },
    planned: true,
  },
  'webhook.delay': {
    kind: 'histogram',
    unit: 's',
    brief: 'Time from a delivery being sent by the partner to it being received.',
    attributes: { partner: text, event: text },
    boundaries: waitSeconds,
    planned: true,
  },
  'webhook.last_delivery_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: 'Unix time of the last delivery.',
    attributes: { partner: text, event: text },
    planned: true,
  },
  'webhook.expected_interval': {
    kind: 'gauge',
    unit: 's',
    brief: 'Interval within which a delivery is expected.',
    attributes: { partner: text, event: text },
    planned: true,
  },
  'health.status': {
    kind: 'gauge',
    unit: '{status}',
    brief: 'Health of a component: 1 healthy, 0.5 degraded, 0 unhealthy.',
    attributes: { component: text, required: booleans },
    planned: true,
  },
  'health.check.duration': {
    kind: 'histogram',
    unit: 's',
    brief: 'Duration of health checks.',
    attributes: { component: text },
    boundaries: callSeconds,
    planned: true,
  },
  'telemetry.retired_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: 'Unix time at which something was retired on purpose; told for five minutes.',
    attributes: { partner: 'text?', operation: 'text?', customer: 'text?', stage: 'text?', queue_type: 'text?' },
  },
} as const satisfies Record<string, MetricRecord>;

export type Metrics = typeof metrics;
export type MetricName = keyof Metrics;

/** Names of the metrics of one kind, planned ones left out: those cannot be emitted. */
export type MetricOf<Kind extends MetricRecord['kind']> = {
  [N in MetricName]: Metrics[N] extends { kind: Kind } ? (Metrics[N] extends { planned: true } ? never : N) : never;
}[MetricName];

type ValueOf<V> = V extends readonly (infer One)[] ? One : string;

/** The attributes a metric is recorded with: all of its keys, each a value of its set, and nothing else. */
export type MetricAttributes<N extends MetricName> = {
  readonly [K in keyof Metrics[N]['attributes'] as Metrics[N]['attributes'][K] extends 'text?' ? never : K]: ValueOf<
    Metrics[N]['attributes'][K]
  >;
} & {
  readonly [K in keyof Metrics[N]['attributes'] as Metrics[N]['attributes'][K] extends 'text?' ? K : never]?: string;
};
