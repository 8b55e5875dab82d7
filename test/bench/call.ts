import { context, metrics, trace, TraceFlags } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { measure } from './measure.ts';
import { variants } from './variants.ts';

/** Price of one call under one condition; prints the figures as one line of JSON. */
const condition = process.argv[2] as 'sdk' | 'none' | 'unsampled' | 'failing';
const rounds = Number(process.argv[3] ?? 60);

class Reader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

if (condition !== 'none') {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = {
    export: (_spans: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
    shutdown: async () => {},
  };
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: 65_536 })] }),
  );
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [new Reader()] }));
}

const operations = variants(condition === 'failing');
const parent = trace.setSpanContext(context.active(), {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: TraceFlags.NONE,
});
const run = () => measure(operations, rounds);
console.log(JSON.stringify(await (condition === 'unsampled' ? context.with(parent, run) : run())));
