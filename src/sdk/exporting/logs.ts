import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, ConsoleLogRecordExporter, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { LogRecordExporter, LogRecordProcessor } from '@opentelemetry/sdk-logs';
import { exporterNames, positive, present, protocolOf, unknownExporter } from './environment.ts';
import { OTLPLogExporter as GrpcExporter } from './grpc.ts';
import type { TelemetryOptions } from '../options.ts';

/** The user's own, else those of `OTEL_LOGS_EXPORTER`. */
export function logRecordProcessors(options: TelemetryOptions): LogRecordProcessor[] {
  if (options.logRecordProcessors !== undefined) return options.logRecordProcessors;
  return exporterNames('LOGS').flatMap((name): LogRecordProcessor[] => {
    if (name === 'otlp') return [batch(otlp())];
    if (name === 'console') return [new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() })];
    unknownExporter('LOGS', name, 'otlp, console');
    return [];
  });
}

function otlp(): LogRecordExporter {
  const protocol = protocolOf('LOGS');
  if (protocol === 'grpc') return new GrpcExporter();
  return protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
}

function batch(exporter: LogRecordExporter): LogRecordProcessor {
  return new BatchLogRecordProcessor({
    exporter,
    // As for spans: a burst must not be lost.
    maxQueueSize: positive('OTEL_BLRP_MAX_QUEUE_SIZE') ?? 65_536,
    ...present({
      scheduledDelayMillis: positive('OTEL_BLRP_SCHEDULE_DELAY'),
      exportTimeoutMillis: positive('OTEL_BLRP_EXPORT_TIMEOUT'),
      maxExportBatchSize: positive('OTEL_BLRP_MAX_EXPORT_BATCH_SIZE'),
    }),
  });
}
