import type { MetricRecord } from '../record.ts';
import { recordDirections, runStatuses } from '../values.ts';
import { runSeconds } from './boundaries.ts';

/** Metrics of data-processing stages. */
export const stageMetrics = {
  'data_processing.runs': {
    kind: 'counter',
    unit: '{run}',
    brief: 'Runs of a stage that have ended.',
    attributes: { stage: 'text', status: runStatuses },
  },
  'data_processing.duration': {
    kind: 'histogram',
    unit: 's',
    brief: 'Duration of the runs of a stage.',
    attributes: { stage: 'text', status: runStatuses },
    boundaries: runSeconds,
  },
  'data_processing.records': {
    kind: 'counter',
    unit: '{record}',
    brief: 'Records that entered, left or were dropped by a stage.',
    attributes: { stage: 'text', direction: recordDirections },
  },
  'data_processing.last_completion_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: 'Unix time of the last successful run of a stage.',
    attributes: { stage: 'text' },
  },
  'data_processing.registered_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: 'Unix time at which a stage was registered, with the queue it takes from.',
    attributes: { stage: 'text', queue_type: 'text?' },
  },
  'data_processing.overdue': {
    kind: 'gauge',
    unit: '{stage}',
    brief: 'Runs of a stage that last longer than its maxRuntime.',
    attributes: { stage: 'text' },
  },
  'data_processing.expected_interval': {
    kind: 'gauge',
    unit: 's',
    brief: 'Interval within which a run of the stage is expected to succeed.',
    attributes: { stage: 'text' },
  },
} as const satisfies Record<string, MetricRecord>;
