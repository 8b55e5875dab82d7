import { diag } from '@opentelemetry/api';

/** Variables are read as `@opentelemetry/sdk-node` reads them: trimmed, and empty is the same as absent. */
export function text(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === '' ? undefined : value;
}

export function positive(name: string): number | undefined {
  const value = text(name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (number > 0) return number;
  diag.warn(`partner-otel: ${name} must be a number above 0; received ${JSON.stringify(value)}, using the default`);
  return undefined;
}

export function list(name: string): string[] {
  const entries = (text(name) ?? '').split(',').map((entry) => entry.trim());
  return [...new Set(entries)].filter((entry) => entry !== '');
}

export type Signal = 'TRACES' | 'METRICS' | 'LOGS';

/** What `OTEL_<SIGNAL>_EXPORTER` names; by default `otlp`, and nothing for `none`. */
export function exporterNames(signal: Signal): string[] {
  const names = list(`OTEL_${signal}_EXPORTER`);
  if (names.includes('none') && (signal !== 'TRACES' || names[0] === 'none')) return [];
  return names.length === 0 || names.includes('none') ? ['otlp'] : names;
}

const protocols = ['http/protobuf', 'http/json', 'grpc'] as const;
export type Protocol = (typeof protocols)[number];

export function protocolOf(signal: Signal): Protocol {
  const value = text(`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`) ?? text('OTEL_EXPORTER_OTLP_PROTOCOL');
  const known = protocols.find((protocol) => protocol === value);
  if (known === undefined && value !== undefined) {
    diag.warn(`partner-otel: OTLP protocol "${value}" is none of ${protocols.join(', ')}; using http/protobuf`);
  }
  return known ?? 'http/protobuf';
}

export function unknownExporter(signal: Signal, name: string, known: string): void {
  diag.warn(`partner-otel: OTEL_${signal}_EXPORTER has "${name}"; it must be one of ${known}, none. It is left out`);
}

/** Hides a variable from what runs meanwhile, which must be synchronous. */
export function withoutVariable<T>(name: string, run: () => T): T {
  const value = process.env[name];
  delete process.env[name];
  try {
    return run();
  } finally {
    if (value !== undefined) process.env[name] = value;
  }
}

/** Leaves out what is undefined, for options that tell absent from undefined. */
export function present<T extends Record<string, unknown>>(options: T): { [K in keyof T]: NonNullable<T[K]> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: NonNullable<T[K]> };
}
