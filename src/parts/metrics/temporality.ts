import { cumulative, delta } from './shapes.ts';

/**
 * The temporality in which metrics are to be asked for: delta for observable gauges, and for these alone, so that what
 * is no longer observed ends; with cumulative ones the SDK repeats the last value for ever. Gauges carry no temporality
 * on the wire. `partnerMetricExporter` has it in it; a reader of one's own takes it as `aggregationTemporalitySelector`.
 *
 * @param instrumentType a member of the SDK's `InstrumentType`.
 * @returns a member of its `AggregationTemporality`.
 *
 * @example class OwnReader extends MetricReader { constructor() { super({ aggregationTemporalitySelector: partnerTemporality }) } }
 */
export function partnerTemporality(instrumentType: string): number {
  return instrumentType === 'OBSERVABLE_GAUGE' ? delta : cumulative;
}
