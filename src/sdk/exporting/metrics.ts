import { OTLPMetricExporter as JsonExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { ConsoleMetricExporter, InstrumentType } from '@opentelemetry/sdk-metrics';
import type { IMetricReader, PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { redactingMetricReader } from '../../parts/index.ts';
import { exporterNames, positive, present, protocolOf, text, unknownExporter } from '../variables/index.ts';
import { OTLPMetricExporter as GrpcExporter } from './grpc.ts';
import type { TelemetryOptions } from '../options.ts';
import type { Outgoing } from '../leaving/index.ts';
import { PartnerMetricReader, setsLimit } from './reader.ts';

/** The user's own, else those of `OTEL_METRICS_EXPORTER`; and those beside. */
export function metricReaders(options: TelemetryOptions, outgoing: Outgoing): IMetricReader[] {
  return [...instead(options, outgoing), ...(options.also?.metricReaders ?? [])];
}

function instead(options: TelemetryOptions, outgoing: Outgoing): IMetricReader[] {
  if (options.metricReaders !== undefined) return options.metricReaders;
  return exporterNames('METRICS').flatMap((name): IMetricReader[] => {
    if (name === 'otlp') return [outgoing.reader(periodic(outgoing.exporter(otlp(), 'METRICS'), options))];
    if (name === 'console') return [periodic(new ConsoleMetricExporter(), options)];
    if (name === 'prometheus') return [prometheus(options)];
    unknownExporter('METRICS', name, 'otlp, console, prometheus');
    return [];
  });
}

/** Whether a reader admits as many attribute sets an instrument as ours does. */
export function isWide(reader: IMetricReader): boolean {
  return Object.values(InstrumentType).every((type) => reader.selectCardinalityLimit(type) >= setsLimit);
}

function otlp(): PushMetricExporter {
  const protocol = protocolOf('METRICS');
  if (protocol === 'grpc') return new GrpcExporter();
  return protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
}

function periodic(exporter: PushMetricExporter, { redact }: TelemetryOptions): PartnerMetricReader {
  return new PartnerMetricReader({
    exporter,
    // 15 s, where the SDK has 60: alert rules see a failure within the minute.
    interval: positive('OTEL_METRIC_EXPORT_INTERVAL') ?? 15_000,
    timeout: positive('OTEL_METRIC_EXPORT_TIMEOUT') ?? 30_000,
    redact,
  });
}

function prometheus({ redact }: TelemetryOptions): PrometheusExporter {
  const host = text('OTEL_EXPORTER_PROMETHEUS_HOST');
  const port = positive('OTEL_EXPORTER_PROMETHEUS_PORT');
  return redactingMetricReader(new PrometheusExporter(present({ host, port })), redact);
}
