import { protocolOf, text } from './exporting/index.ts';
import type { Signal } from './exporting/index.ts';
import type { TelemetryOptions } from './options.ts';

type Signals = Readonly<Record<'traces' | 'metrics' | 'logs', boolean>>;

/** What is on, and where it goes. Without secrets: of an endpoint only its origin is shown. */
export function startLine(on: Signals, options: TelemetryOptions): string {
  const given: Signals = {
    traces: options.spanProcessors !== undefined || options.traceExporter !== undefined,
    metrics: options.metricReaders !== undefined,
    logs: options.logRecordProcessors !== undefined,
  };
  const byPlace = new Map<string, string[]>();
  for (const signal of ['traces', 'metrics', 'logs'] as const) {
    if (!on[signal]) continue;
    const place = given[signal] ? 'as the options say' : destination(signal.toUpperCase() as Signal);
    byPlace.set(place, [...(byPlace.get(place) ?? []), signal]);
  }
  const parts = [...byPlace].map(([place, signals]) => `${signals.join(', ')} ${place}`);
  return `partner-otel: telemetry started: ${parts.join('; ') || 'with nothing to send'}`;
}

function destination(signal: Signal): string {
  const exporters = text(`OTEL_${signal}_EXPORTER`) ?? 'otlp';
  if (exporters !== 'otlp') return `to ${exporters}`;
  const endpoint = text(`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`) ?? text('OTEL_EXPORTER_OTLP_ENDPOINT');
  return `to ${originOf(endpoint ?? 'http://localhost:4318')} by ${protocolOf(signal)}`;
}

function originOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).origin : 'an endpoint that is no URL';
}
