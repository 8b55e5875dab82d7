import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import { BatchSpanProcessor, ConsoleSpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import type { SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import { exporterNames, positive, present, protocolOf, unknownExporter } from './environment.ts';
import { OTLPTraceExporter as GrpcExporter } from './grpc.ts';
import type { TelemetryOptions } from '../options.ts';

/** The user's own, else one for the user's exporter, else those of `OTEL_TRACES_EXPORTER`. */
export function spanProcessors(options: TelemetryOptions): SpanProcessor[] {
  if (options.spanProcessors !== undefined) return options.spanProcessors;
  if (options.traceExporter !== undefined) return [batch(options.traceExporter)];
  return exporterNames('TRACES').flatMap((name): SpanProcessor[] => {
    if (name === 'otlp') return [batch(otlp())];
    if (name === 'zipkin') return [batch(new ZipkinExporter())];
    if (name === 'console') return [new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() })];
    unknownExporter('TRACES', name, 'otlp, console, zipkin');
    return [];
  });
}

function otlp(): SpanExporter {
  const protocol = protocolOf('TRACES');
  if (protocol === 'grpc') return new GrpcExporter();
  return protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
}

function batch(exporter: SpanExporter): SpanProcessor {
  return new BatchSpanProcessor({
    exporter,
    // The stock 2,048 lose three quarters of ten thousand spans that end at once.
    maxQueueSize: positive('OTEL_BSP_MAX_QUEUE_SIZE') ?? 65_536,
    ...present({
      scheduledDelayMillis: positive('OTEL_BSP_SCHEDULE_DELAY'),
      exportTimeoutMillis: positive('OTEL_BSP_EXPORT_TIMEOUT'),
      maxExportBatchSize: positive('OTEL_BSP_MAX_EXPORT_BATCH_SIZE'),
    }),
  });
}
