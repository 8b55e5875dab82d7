import type { MetricRecord } from '../record.ts';
import { webhookStatuses } from '../values.ts';
import { waitSeconds } from './boundaries.ts';

/** Metrics of webhooks. */
export const webhookMetrics = {
  'webhook.deliveries': {
    kind: 'counter',
    unit: '{delivery}',
    brief: 'Webhook deliveries received from a partner.',
    attributes: { partner: 'text', event: 'text', status: webhookStatuses },
    planned: true,
  },
  'webhook.delay': {
    kind: 'histogram',
    unit: 's',
    brief: 'Time from a delivery being sent by the partner to it being received.',
    attributes: { partner: 'text', event: 'text' },
    boundaries: waitSeconds,
    planned: true,
  },
  'webhook.last_delivery_timestamp': {
    kind: 'gauge',
    unit: 's',
    brief: 'Unix time of the last delivery.',
    attributes: { partner: 'text', event: 'text' },
    planned: true,
  },
  'webhook.expected_interval': {
    kind: 'gauge',
    unit: 's',
    brief: 'Interval within which a delivery is expected.',
    attributes: { partner: 'text', event: 'text' },
    planned: true,
  },
} as const satisfies Record<string, MetricRecord>;
