import type { MetricRecord } from '../record.ts';
import { queueStates } from '../values.ts';
import { waitSeconds } from './boundaries.ts';

/** Metrics of queues. */
export const queueMetrics = {
  'queue.depth': {
    kind: 'gauge',
    unit: '{job}',
    brief: 'Jobs in a queue, by state.',
    attributes: { queue_type: 'text', partner: 'text?', state: queueStates },
  },
  'queue.oldest_age': {
    kind: 'gauge',
    unit: 's',
    brief: 'Age of the oldest waiting job of a queue.',
    attributes: { queue_type: 'text', partner: 'text?' },
  },
  'queue.oldest_age_limit': {
    kind: 'gauge',
    unit: 's',
    brief: 'Age of the oldest waiting job from which on the queue is behind.',
    attributes: { queue_type: 'text', partner: 'text?' },
  },
  'queue.wait.duration': {
    kind: 'histogram',
    unit: 's',
    brief: 'Time from a job being enqueued to it being taken.',
    attributes: { queue_type: 'text', partner: 'text?' },
    boundaries: waitSeconds,
  },
  'queue.depth_limit': {
    kind: 'gauge',
    unit: '{job}',
    brief: 'Waiting and active jobs above which the queue is too deep.',
    attributes: { queue_type: 'text', partner: 'text?' },
  },
} as const satisfies Record<string, MetricRecord>;
