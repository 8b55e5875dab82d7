import type { MetricRecord } from '../record.ts';
import { recordResults, runStatuses } from '../values.ts';
import { runSeconds } from './boundaries.ts';

/** Metrics of syncs. */
export const syncMetrics = {
  'sync.runs': {
    kind: 'counter',
    unit: '{run}',
    brief: 'Runs of a sync that have ended.',
    attributes: { partner: 'text', operation: 'text', status: runStatuses },
  },
  'sync.duration': {
    kind: 'histogram',
    unit: 's',
    brief: 'Duration of the runs of a sync.',
    attributes: { partner: 'text', operation: 'text', status: runStatuses },
    boundaries: runSeconds,
  },
  'sync.records': {
    kind: 'counter',
    unit: '{record}',
    brief: 'Records that a sync carried over, or failed to.',
    attributes: { partner: 'text', operation: 'text', result: recordResults },
  },
  'sync.overdue': {
    kind: 'gauge',
    unit: '{sync}',
    brief: 'Syncs that run for longer than their maxRuntime.',
    attributes: { partner: 'text', operation: 'text' },
  },
  'sync.last_success_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: "Unix time of the last success of a customer's sync.",
    attributes: { partner: 'text', operation: 'text', customer: 'text' },
  },
  'sync.consecutive_failures': {
    kind: 'gauge',
    unit: '{failure}',
    brief: "Failures in a row of a customer's sync.",
    attributes: { partner: 'text', operation: 'text', customer: 'text' },
  },
  'sync.untracked_customers': {
    kind: 'gauge',
    unit: '{customer}',
    brief: 'Customers beyond the bound, without a series of their own.',
    attributes: { partner: 'text', operation: 'text' },
  },
  'sync.untracked_last_success_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: 'Unix time of the oldest last success among the untracked customers.',
    attributes: { partner: 'text', operation: 'text' },
  },
  'sync.staleness_limit': {
    kind: 'gauge',
    unit: 's',
    brief: "Age of a customer's last success from which on it is stale.",
    attributes: { partner: 'text', operation: 'text' },
  },
} as const satisfies Record<string, MetricRecord>;
