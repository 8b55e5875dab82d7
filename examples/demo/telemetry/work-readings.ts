import type { DataPoint, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { entry, text } from './readings.ts';

/** What the metrics say of one customer's sync. */
export interface SyncReading {
  readonly customer: string;
  /** Unix time in seconds; undefined where it never succeeded. */
  lastSuccess: number | undefined;
  failuresInRow: number;
}

export interface StageReading {
  readonly stage: string;
  succeeded: number;
  failed: number;
  /** Unix time in seconds. */
  lastCompletion: number | undefined;
  expectedInterval: number | undefined;
}

export interface QueueReading {
  readonly queue: string;
  waiting: number;
  active: number;
  oldestAge: number | undefined;
  depthLimit: number | undefined;
  oldestAgeLimit: number | undefined;
}

/** What the metrics say of the work behind the calls. */
export interface WorkReadings {
  readonly syncs: Map<string, SyncReading>;
  /** Of all customers. */
  readonly syncRuns: { succeeded: number; failed: number; records: number };
  /** Seconds. */
  stalenessLimit: number | undefined;
  readonly stages: Map<string, StageReading>;
  readonly queues: Map<string, QueueReading>;
  readonly assignments: { succeeded: number; failed: number };
  readonly users: { active: number; error: number };
}

type Point = DataPoint<number>;

/** One metric each: where its value belongs. */
const readers: Readonly<Record<string, (work: WorkReadings, point: Point) => void>> = {
  'sync.last_success_timestamp': (work, point) => (syncOf(work, point).lastSuccess = point.value),
  'sync.consecutive_failures': (work, point) => (syncOf(work, point).failuresInRow = point.value),
  'sync.staleness_limit': (work, point) => (work.stalenessLimit = point.value),
  'sync.runs': ({ syncRuns }, point) => (syncRuns[endOf(point)] += point.value),
  'sync.records': ({ syncRuns }, point) => (syncRuns.records += text(point, 'result') === 'synced' ? point.value : 0),
  'data_processing.runs': (work, point) => (stageOf(work, point)[endOf(point)] += point.value),
  'data_processing.last_completion_timestamp': (work, point) => (stageOf(work, point).lastCompletion = point.value),
  'data_processing.expected_interval': (work, point) => (stageOf(work, point).expectedInterval = point.value),
  'queue.depth'(work, point) {
    const state = text(point, 'state');
    if (state === 'waiting' || state === 'active') queueOf(work, point)[state] = point.value;
  },
  'queue.oldest_age': (work, point) => (queueOf(work, point).oldestAge = point.value),
  'queue.depth_limit': (work, point) => (queueOf(work, point).depthLimit = point.value),
  'queue.oldest_age_limit': (work, point) => (queueOf(work, point).oldestAgeLimit = point.value),
  'job.assignments': ({ assignments }, point) => (assignments[endOf(point)] += point.value),
  'partner.system_users'({ users }, point) {
    const state = text(point, 'state');
    if (state === 'active' || state === 'error') users[state] = point.value;
  },
};

export const noWork = (): WorkReadings => ({
  syncs: new Map(),
  syncRuns: { succeeded: 0, failed: 0, records: 0 },
  stalenessLimit: undefined,
  stages: new Map(),
  queues: new Map(),
  assignments: { succeeded: 0, failed: 0 },
  users: { active: 0, error: 0 },
});

/** One collection of metrics, as what it says of syncs, stages and queues. */
export function readWork({ scopeMetrics }: ResourceMetrics): WorkReadings {
  const work = noWork();
  for (const { descriptor, dataPoints } of scopeMetrics.flatMap(({ metrics }) => metrics)) {
    const read = readers[descriptor.name];
    if (read !== undefined) for (const point of dataPoints) read(work, point as Point);
  }
  return work;
}

const endOf = (point: Point): 'succeeded' | 'failed' => (text(point, 'status') === 'success' ? 'succeeded' : 'failed');

const syncOf = ({ syncs }: WorkReadings, point: Point): SyncReading =>
  entry(syncs, text(point, 'customer'), (customer) => ({ customer, lastSuccess: undefined, failuresInRow: 0 }));

const stageOf = ({ stages }: WorkReadings, point: Point): StageReading =>
  entry(stages, text(point, 'stage'), (stage) => ({
    stage,
    succeeded: 0,
    failed: 0,
    lastCompletion: undefined,
    expectedInterval: undefined,
  }));

const queueOf = ({ queues }: WorkReadings, point: Point): QueueReading =>
  entry(queues, text(point, 'queue_type'), (queue) => ({
    queue,
    waiting: 0,
    active: 0,
    oldestAge: undefined,
    depthLimit: undefined,
    oldestAgeLimit: undefined,
  }));
