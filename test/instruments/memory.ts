// A client a request, made and dropped; prints how much of them stays.
import { metrics } from '@opentelemetry/api';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { instrumentPartner } from '../../src/index.ts';

class Reader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

const reader = new Reader();
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

class Client {
  readonly jobs = { upload: async () => 1 };
  readonly #secret = Buffer.alloc(16);

  async close(): Promise<number> {
    return this.#secret.length;
  }
}

async function useClients(many: number): Promise<void> {
  for (let one = 0; one < many; one += 1) {
    const client = instrumentPartner(new Client(), { partner: 'satloc', objective: { availability: 0.9 } });
    if (one % 10 === 0) await client.jobs.upload();
  }
}

async function settled(): Promise<{ heap: number; series: number }> {
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { resourceMetrics } = await reader.collect();
  const counts = resourceMetrics.scopeMetrics.flatMap(({ metrics: all }) =>
    all.map(({ dataPoints }) => dataPoints.length),
  );
  return { heap: process.memoryUsage().heapUsed, series: counts.reduce((total, count) => total + count, 0) };
}

// Tables of WeakMaps keep the size that they once had.
await useClients(100_000);
const before = await settled();
await useClients(100_000);
const after = await settled();
console.log(JSON.stringify({ grown: after.heap - before.heap, series: after.series - before.series }));
