import { diag } from '@opentelemetry/api';
import { list, text } from './read.ts';

export type Signal = 'TRACES' | 'METRICS' | 'LOGS';

/** What `OTEL_<SIGNAL>_EXPORTER` names; by default `otlp`, and nothing for `none`. */
export function exporterNames(signal: Signal): string[] {
  const names = list(`OTEL_${signal}_EXPORTER`);
  if (names.includes('none') && (signal !== 'TRACES' || names[0] === 'none')) return [];
  return names.length === 0 || names.includes('none') ? ['otlp'] : names;
}

const protocols = ['http/protobuf', 'http/json', 'grpc'] as const;
export type Protocol = (typeof protocols)[number];

export function protocolOf(signal: Signal, warn = true): Protocol {
  const value = text(`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`) ?? text('OTEL_EXPORTER_OTLP_PROTOCOL');
  const known = protocols.find((protocol) => protocol === value);
  if (known === undefined && value !== undefined && warn) {
    diag.warn(`partner-otel: OTLP protocol "${value}" is none of ${protocols.join(', ')}; using http/protobuf`);
  }
  return known ?? 'http/protobuf';
}

export function unknownExporter(signal: Signal, name: string, known: string): void {
  diag.warn(`partner-otel: OTEL_${signal}_EXPORTER has "${name}"; it must be one of ${known}, none. It is left out`);
}
