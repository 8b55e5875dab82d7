import type { Attributes, HrTime, ObservableCallback } from '@opentelemetry/api';
import { hrTime } from '@opentelemetry/core';
import type { MetricData, MetricReader, ResourceMetrics, ScopeMetrics } from '@opentelemetry/sdk-metrics';

// What is read of the metrics SDK of 3.1: bundled, hence of this version; a test notices where it changes.
interface Measurements {
  entries(): Iterable<[Attributes, number]>;
}
interface Instrument {
  readonly _metricStorages: Iterable<{ record(values: Measurements, at: HrTime): void }>;
}
type BatchResult = { observe(instrument: Instrument, value: number, attributes?: Attributes): void };
interface MeterState {
  readonly _instrumentationScope: ScopeMetrics['scope'];
  readonly observableRegistry: {
    readonly _callbacks: readonly { readonly callback: ObservableCallback; readonly instrument: Instrument }[];
    readonly _batchCallbacks: readonly { readonly callback: (result: BatchResult) => unknown }[];
  };
  readonly metricStorageRegistry: {
    getStorages(collector: Collector): readonly { collect(collector: Collector, at: HrTime): MetricData | undefined }[];
  };
}
interface Collector {
  readonly _sharedState: {
    readonly resource: ResourceMetrics['resource'];
    readonly meterSharedStates: ReadonlyMap<string, MeterState>;
  };
}

/**
 * What a reader would collect, within this call: at an `exit` no promise settles any more. A callback that has to wait
 * tells nothing. Undefined where the reader belongs to no provider.
 */
export function collectNow(reader: MetricReader): ResourceMetrics | undefined {
  const collector = (reader as unknown as { _sdkMetricProducer?: Collector })._sdkMetricProducer;
  if (collector?._sharedState === undefined) return undefined;
  const at = hrTime();
  const scopeMetrics = [...collector._sharedState.meterSharedStates.values()].map((meter): ScopeMetrics => {
    observeAll(meter, at);
    const metrics = meter.metricStorageRegistry
      .getStorages(collector)
      .flatMap((one) => one.collect(collector, at) ?? []);
    return { scope: meter._instrumentationScope, metrics };
  });
  return {
    resource: collector._sharedState.resource,
    scopeMetrics: scopeMetrics.filter(({ metrics }) => metrics.length),
  };
}

function observeAll({ observableRegistry }: MeterState, at: HrTime): void {
  for (const { callback, instrument } of observableRegistry._callbacks) {
    const values: [Attributes, number][] = [];
    begin(() => callback({ observe: (value, attributes = {}) => void values.push([attributes, value]) }));
    record(instrument, values, at);
  }
  for (const { callback } of observableRegistry._batchCallbacks) {
    const byInstrument = new Map<Instrument, [Attributes, number][]>();
    const observe: BatchResult['observe'] = (instrument, value, attributes = {}) => {
      const values = byInstrument.get(instrument) ?? [];
      values.push([attributes, value]);
      byInstrument.set(instrument, values);
    };
    begin(() => callback({ observe }));
    for (const [instrument, values] of byInstrument) record(instrument, values, at);
  }
}

/** Runs a callback as far as it goes at once. */
function begin(callback: () => unknown): void {
  try {
    const result = callback();
    if (result instanceof Promise) result.catch(() => {});
  } catch {
    // As in any collection: one that throws tells nothing.
  }
}

function record(instrument: Instrument, values: [Attributes, number][], at: HrTime): void {
  // The last value of an attribute set stands, as in the SDK's own map; `batchCumulate` would take each.
  const last = new Map(values.map((one) => [JSON.stringify(Object.entries(one[0]).sort(byKey)), one]));
  for (const storage of instrument._metricStorages) storage.record({ entries: () => last.values() }, at);
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
