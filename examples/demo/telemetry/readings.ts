import { DataPointType } from '@opentelemetry/sdk-metrics';
import type { DataPoint, Histogram, ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** What the metrics say of one operation of a partner, from the start on. */
export interface OperationReading {
  readonly partner: string;
  readonly operation: string;
  calls: number;
  readonly byStatus: Map<string, number>;
  readonly durations: Durations;
}

/** The histogram of durations, all statuses together. */
export interface Durations {
  /** Upper edges of the buckets, in seconds; the last bucket has none. */
  edges: readonly number[];
  counts: number[];
}

/** What the metrics say of one partner. */
export interface PartnerReading {
  readonly partner: string;
  inFlight: number;
  failuresInRow: number;
  good: number;
  bad: number;
  /** The availability objective: a share of 1. */
  target: number | undefined;
  readonly operations: Map<string, OperationReading>;
}

export type Readings = ReadonlyMap<string, PartnerReading>;

/** One collection of metrics, as a table by partner and operation. */
export function readMetrics({ scopeMetrics }: ResourceMetrics): Readings {
  const partners = new Map<string, PartnerReading>();
  for (const { descriptor, dataPointType, dataPoints } of scopeMetrics.flatMap(({ metrics }) => metrics)) {
    if (!descriptor.name.startsWith('partner.api.')) continue;
    for (const point of dataPoints) {
      const partner = entry(partners, text(point, 'partner'), newPartner);
      if (dataPointType === DataPointType.HISTOGRAM) addDurations(partner, point as DataPoint<Histogram>);
      else addValue(partner, descriptor.name, point as DataPoint<number>);
    }
  }
  return partners;
}

function addValue(partner: PartnerReading, name: string, point: DataPoint<number>): void {
  switch (name) {
    case 'partner.api.requests': {
      const operation = operationOf(partner, point);
      const status = text(point, 'status');
      operation.calls += point.value;
      operation.byStatus.set(status, (operation.byStatus.get(status) ?? 0) + point.value);
      break;
    }
    case 'partner.api.in_flight':
      partner.inFlight = point.value;
      break;
    case 'partner.api.consecutive_failures':
      partner.failuresInRow = point.value;
      break;
    case 'partner.api.objective':
      if (text(point, 'objective') === 'availability') partner.target = point.value;
      break;
    case 'partner.api.objective_events':
      if (text(point, 'objective') !== 'availability') break;
      if (text(point, 'result') === 'good') partner.good = point.value;
      else partner.bad = point.value;
      break;
    default:
  }
}

function addDurations(partner: PartnerReading, point: DataPoint<Histogram>): void {
  const { durations } = operationOf(partner, point);
  const { boundaries, counts } = point.value.buckets;
  durations.edges = boundaries;
  durations.counts = counts.map((count, index) => count + (durations.counts[index] ?? 0));
}

const operationOf = (partner: PartnerReading, point: DataPoint<unknown>): OperationReading =>
  entry(partner.operations, text(point, 'operation'), (operation) => ({
    partner: partner.partner,
    operation,
    calls: 0,
    byStatus: new Map(),
    durations: { edges: [], counts: [] },
  }));

const newPartner = (partner: string): PartnerReading => ({
  partner,
  inFlight: 0,
  failuresInRow: 0,
  good: 0,
  bad: 0,
  target: undefined,
  operations: new Map(),
});

export const text = ({ attributes }: DataPoint<unknown>, key: string): string => String(attributes[key] ?? '');

export function entry<Value>(map: Map<string, Value>, key: string, make: (key: string) => Value): Value {
  const found = map.get(key) ?? make(key);
  map.set(key, found);
  return found;
}
