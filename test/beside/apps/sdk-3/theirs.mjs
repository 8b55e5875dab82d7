import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { BatchLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

const { THEIR_ENDPOINT, THEIR_SIGNALS } = process.env;
const url = (signal) => `${THEIR_ENDPOINT}/v1/${signal}`;
const spans = new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: url('traces') }) });
const parts = [spans];

if (THEIR_SIGNALS === 'traces') {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [spans] }));
} else {
  const logs = new BatchLogRecordProcessor({ exporter: new OTLPLogExporter({ url: url('logs') }) });
  const reader = new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter({ url: url('metrics') }) });
  parts.push(logs, reader);
  new NodeSDK({
    serviceName: 'theirs',
    spanProcessors: [spans],
    logRecordProcessors: [logs],
    metricReaders: [reader],
    instrumentations: [new UndiciInstrumentation()],
  }).start();
}

export const theirs = {
  flush: async () => {
    await Promise.all(parts.map((part) => part.forceFlush()));
  },
};
