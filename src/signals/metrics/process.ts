import type { MetricRecord } from '../record.ts';

/** Of the process itself, by OpenTelemetry's own name: what the runtime and host instrumentations do not tell. */
export const processMetrics = {
  'process.uptime': {
    kind: 'gauge',
    unit: 's',
    brief: 'The time the process has been running.',
    attributes: {},
  },
} as const satisfies Record<string, MetricRecord>;
