import type { MetricRecord } from '../record.ts';
import { healthMetrics } from './health.ts';
import { partnerMetrics } from './partner.ts';
import { processMetrics } from './process.ts';
import { queueMetrics } from './queue.ts';
import { stageMetrics } from './stage.ts';
import { syncMetrics } from './sync.ts';
import { webhookMetrics } from './webhook.ts';

/** Every metric, once: instruments, reference, dashboards, rules and tests read these records. */
export const metrics = {
  ...partnerMetrics,
  ...syncMetrics,
  ...stageMetrics,
  ...queueMetrics,
  ...webhookMetrics,
  ...healthMetrics,
  ...processMetrics,
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
