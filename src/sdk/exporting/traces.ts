import { metrics } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import { ConsoleSpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import type { SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import { redactingSpanProcessor } from '../../parts/index.ts';
import { exporterNames, protocolOf, unknownExporter } from '../variables/index.ts';
import { OTLPTraceExporter as GrpcExporter } from './grpc.ts';
import type { TelemetryOptions } from '../options.ts';
import type { Outgoing } from '../leaving/index.ts';
import { SpanQueue } from './span-queue.ts';

/**
 * The user's own, else one for the user's exporter, else those of `OTEL_TRACES_EXPORTER`; and those beside. Made when
 * the meter provider is registered, which counts what they lose.
 */
export function spanProcessors(options: TelemetryOptions, outgoing: Outgoing): SpanProcessor[] {
  const processors = [...instead(options, outgoing), ...(options.also?.spanProcessors ?? [])];
  return processors.map((processor) => redactingSpanProcessor(processor, options.redact));
}

function instead(options: TelemetryOptions, outgoing: Outgoing): SpanProcessor[] {
  if (options.spanProcessors !== undefined) return options.spanProcessors;
  const batch = (exporter: SpanExporter): SpanProcessor =>
    outgoing.queue(new SpanQueue(outgoing.exporter(exporter, 'TRACES'), metrics.getMeterProvider()));
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
  const config = { selfObsMeterProvider: metrics.getMeterProvider() };
  return protocol === 'http/json' ? new JsonExporter(config) : new ProtobufExporter(config);
}
