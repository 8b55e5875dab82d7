import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { BatchLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

const url = (signal) => `${process.env.THEIR_ENDPOINT}/v1/${signal}`;
const spans = new BatchSpanProcessor(new OTLPTraceExporter({ url: url('traces') }));
const logs = new BatchLogRecordProcessor({ exporter: new OTLPLogExporter({ url: url('logs') }) });
const reader = new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter({ url: url('metrics') }) });
new NodeSDK({
  serviceName: 'theirs',
  spanProcessors: [spans],
  logRecordProcessors: [logs],
  metricReaders: [reader],
  instrumentations: [new UndiciInstrumentation()],
}).start();

export const theirs = {
  flush: async () => {
    await Promise.all([spans, logs, reader].map((part) => part.forceFlush()));
  },
};
