import 'dd-trace/initialize.mjs';
import { metrics } from '@opentelemetry/api';
import tracer from 'dd-trace';

// Datadog traces every request, those of exporters too, whoever's they are.
tracer.use('http', { client: { blocklist: [/\/v1\/(traces|metrics|logs)$/] } });
const provider = new tracer.TracerProvider();
provider.register();

export const theirs = {
  flush: async () => {
    await provider.forceFlush();
    // Only with DD_METRICS_OTEL_ENABLED is the meter provider theirs.
    const { reader } = metrics.getMeterProvider();
    if (reader !== undefined) await new Promise((resolve) => reader.forceFlush(resolve));
  },
};
