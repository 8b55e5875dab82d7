// Runs in a process of its own, under either line of the SDK; prints what the readers saw as one line of JSON.
import { metrics } from '@opentelemetry/api';
import { AggregationTemporality, InstrumentType, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { controls, instrumentPartner } from 'partner-otel';

interface Point {
  readonly labels: Record<string, string>;
  readonly value: number;
}

class Reader extends MetricReader {
  constructor() {
    super({
      aggregationTemporalitySelector: (type) =>
        type === InstrumentType.OBSERVABLE_GAUGE ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE,
    });
  }

  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}

  /** All points of a metric, with their attributes; of a histogram the count. */
  async read(name: string): Promise<Point[]> {
    const { resourceMetrics } = await this.collect();
    const points: Point[] = [];
    for (const { descriptor, dataPoints } of resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics)) {
      if (descriptor.name !== name) continue;
      for (const { attributes, value } of dataPoints) {
        points.push({
          labels: attributes as Record<string, string>,
          value: typeof value === 'number' ? value : value.count,
        });
      }
    }
    return points;
  }

  async requests(partner: string): Promise<number> {
    return sum((await this.read('partner.api.requests')).filter((point) => point.labels.partner === partner));
  }
}

const sum = (points: readonly Point[]): number => points.reduce((total, { value }) => total + value, 0);
const client = () => ({ get: async () => 1 });
const register = (): Reader => {
  const reader = new Reader();
  metrics.disable();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  return reader;
};
const seen: Record<string, unknown> = {};

// Wrapped and called before any provider, and never called at all.
const early = instrumentPartner(client(), { partner: 'early' });
instrumentPartner(client(), { partner: 'never-called', objective: { availability: 0.9 } });
await early.get();
const first = register();
await new Promise((resolve) => setTimeout(resolve, 20));
seen.neverCalled = await first.read('partner.api.objective');
await early.get();
seen.early = await first.requests('early');

// Wrapped after the provider.
const late = instrumentPartner(client(), { partner: 'late' });
await late.get();
seen.late = await first.requests('late');

// Another provider takes over while a call is under way.
let arrive = (): void => {};
const slow = instrumentPartner({ get: () => new Promise<void>((resolve) => (arrive = resolve)) }, { partner: 'slow' });
const underWay = slow.get();
seen.inFlightBefore = sum(
  (await first.read('partner.api.in_flight')).filter(({ labels }) => labels.partner === 'slow'),
);
const second = register();
await early.get();
arrive();
await underWay;
seen.secondAfterSwap = await second.requests('early');
seen.slowAfterSwap = await second.requests('slow');
seen.inFlightAfter = sum(await second.read('partner.api.in_flight'));
seen.firstAfterSwap = await first.requests('early');

// Retired: its gauges end, its counters stay, and it is told.
const retired = instrumentPartner(client(), { partner: 'retired', objective: { availability: 0.9 } });
await retired.get();
const gaugesOf = async (partner: string) =>
  (await second.read('partner.api.objective'))
    .filter((point) => point.labels.partner === partner)
    .map(({ value }) => value);
seen.gaugesBefore = await gaugesOf('retired');
controls(retired).dispose();
await retired.get();
seen.gaugesAfter = await gaugesOf('retired');
seen.requestsAfter = await second.requests('retired');
seen.retired = (await second.read('telemetry.retired_timestamp')).map(({ labels }) => labels);

// Far more names than the bounds admit: every call is still counted, none of them nameless.
const third = register();
const anything = instrumentPartner(new Proxy<Record<string, () => Promise<number>>>({}, { get: () => async () => 1 }), {
  partner: 'anything',
});
for (let operation = 0; operation < 10_000; operation += 1) await anything[`operation${operation}`]?.();
for (let partner = 0; partner < 1_000; partner += 1) {
  const one = instrumentPartner(
    { a: async () => 1, b: async () => 1, c: async () => Promise.reject(new Error('c')), d: async () => 1 },
    { partner: `partner${partner}` },
  );
  await Promise.allSettled([one.a(), one.b(), one.c(), one.d()]);
}
const points = await third.read('partner.api.requests');
seen.bounds = {
  total: sum(points),
  sets: points.length,
  partners: new Set(points.map((point) => point.labels.partner)).size,
  operations: points.filter((point) => point.labels.partner === 'anything').length,
  nameless: points.filter((point) => 'otel.metric.overflow' in point.labels || point.labels.partner === undefined)
    .length,
  durations: sum(await third.read('partner.api.duration')),
};

console.log(JSON.stringify(seen));
