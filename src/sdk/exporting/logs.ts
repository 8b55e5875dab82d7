import { metrics } from '@opentelemetry/api';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { ConsoleLogRecordExporter, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { LogRecordExporter, LogRecordProcessor } from '@opentelemetry/sdk-logs';
import { redactingLogProcessor } from '../../parts/index.ts';
import { exporterNames, protocolOf, unknownExporter } from '../variables/index.ts';
import { OTLPLogExporter as GrpcExporter } from './grpc.ts';
import { LogQueue } from './log-queue.ts';
import type { TelemetryOptions } from '../options.ts';
import type { Outgoing } from '../leaving/index.ts';

/** The user's own, else those of `OTEL_LOGS_EXPORTER`; and those beside. */
export function logRecordProcessors(options: TelemetryOptions, outgoing: Outgoing): LogRecordProcessor[] {
  const processors = [...instead(options, outgoing), ...(options.also?.logRecordProcessors ?? [])];
  return processors.map((processor) => redactingLogProcessor(processor, options.redact));
}

function instead(options: TelemetryOptions, outgoing: Outgoing): LogRecordProcessor[] {
  if (options.logRecordProcessors !== undefined) return options.logRecordProcessors;
  return exporterNames('LOGS').flatMap((name): LogRecordProcessor[] => {
    if (name === 'otlp') {
      return [outgoing.queue(new LogQueue(outgoing.exporter(otlp(), 'LOGS'), metrics.getMeterProvider()))];
    }
    if (name === 'console') return [new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() })];
    unknownExporter('LOGS', name, 'otlp, console');
    return [];
  });
}

function otlp(): LogRecordExporter {
  const protocol = protocolOf('LOGS');
  if (protocol === 'grpc') return new GrpcExporter();
  const config = { selfObsMeterProvider: metrics.getMeterProvider() };
  return protocol === 'http/json' ? new JsonExporter(config) : new ProtobufExporter(config);
}
