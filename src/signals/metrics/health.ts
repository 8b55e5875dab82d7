import type { MetricRecord } from '../record.ts';
import { booleans } from '../values.ts';
import { callSeconds } from './boundaries.ts';

/** Metrics of health, and of what was retired. */
export const healthMetrics = {
  'health.status': {
    kind: 'gauge',
    unit: '{status}',
    brief: 'Health of a component: 1 healthy, 0.5 degraded, 0 unhealthy.',
    attributes: { component: 'text', required: booleans },
    planned: true,
  },
  'health.check.duration': {
    kind: 'histogram',
    unit: 's',
    brief: 'Duration of health checks.',
    attributes: { component: 'text' },
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
