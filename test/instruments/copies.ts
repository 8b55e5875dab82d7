// Two copies of the package in one process, as two versions in one dependency tree; prints what came of it.
import { metrics } from '@opentelemetry/api';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';

class Reader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

const [first, second] = (await Promise.all(process.argv.slice(2).map((door) => import(door)))) as [
  typeof import('../../src/index.ts'),
  typeof import('../../src/index.ts'),
];
const reader = new Reader();
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

const client = { get: async () => 1 };
const one = first.instrumentPartner(client, { partner: 'shared', objective: { availability: 0.9 } });
const two = second.instrumentPartner({ get: async () => 2 }, { partner: 'shared' });
await one.get();
await two.get();
const { resourceMetrics, errors } = await reader.collect();
const points = resourceMetrics.scopeMetrics.flatMap((scope) =>
  scope.metrics
    .filter(({ descriptor }) => descriptor.name === 'partner.api.requests')
    .flatMap(({ dataPoints }) => dataPoints.map(({ value }) => value)),
);
console.log(
  JSON.stringify({
    copies: first.instrumentPartner !== second.instrumentPartner,
    givenBack: second.instrumentPartner(one, { partner: 'shared' }) === one,
    unwrapped: second.unwrap(one) === client,
    points,
    errors: errors.length,
  }),
);
