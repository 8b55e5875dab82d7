import { metrics } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import * as Sentry from '@sentry/node';

Sentry.init({ dsn: process.env.SENTRY_DSN, tracesSampleRate: 1 });

// Sentry leaves the meter provider free.
const exporter = new OTLPMetricExporter({ url: `${process.env.THEIR_ENDPOINT}/v1/metrics` });
const reader = new PeriodicExportingMetricReader({ exporter });
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

export const theirs = {
  flush: async () => {
    await reader.forceFlush();
    await Sentry.flush(5_000);
  },
};
