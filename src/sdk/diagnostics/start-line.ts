import type { TelemetryOptions } from '../options.ts';
import type { Owners, Slot } from '../owners.ts';
import { exporterNames, list, protocolOf, text } from '../variables/index.ts';
import type { Signal } from '../variables/index.ts';

export interface Started {
  readonly options: TelemetryOptions;
  /** Signals that leave by us. */
  readonly on: Readonly<Record<'traces' | 'metrics' | 'logs', boolean>>;
  /** What others had before. */
  readonly owners: Owners;
  /** Names of our instrumentations; undefined where the user gave others. */
  readonly instrumented: readonly string[] | undefined;
}

const signals = ['traces', 'metrics', 'logs'] as const;
type SignalName = (typeof signals)[number];

const slotOf = { traces: 'trace', metrics: 'metrics', logs: 'logs' } as const satisfies Record<SignalName, Slot>;
const called: Readonly<Record<Slot, string>> = {
  trace: 'traces',
  metrics: 'metrics',
  logs: 'logs',
  propagation: 'headers',
  context: 'context',
};

/** What is on and where it goes, what is not and why. Without secrets: of an endpoint only its origin is shown. */
export function startLine(started: Started): string {
  const parts = [...going(started), ...leftTo(started.owners), ...off(started), ...instrumented(started)];
  return `partner-otel: telemetry started: ${parts.join('; ')}`;
}

function going({ on, options }: Started): string[] {
  const given: Readonly<Record<SignalName, boolean>> = {
    traces: options.spanProcessors !== undefined || options.traceExporter !== undefined,
    metrics: options.metricReaders !== undefined,
    logs: options.logRecordProcessors !== undefined,
  };
  const byPlace = Map.groupBy(
    signals.filter((signal) => on[signal]),
    (signal) => (given[signal] ? 'as the options say' : destination(signal.toUpperCase() as Signal)),
  );
  const parts = [...byPlace].map(([place, names]) => `${names.join(', ')} ${place}`);
  return parts.length === 0 ? ['with nothing to send'] : parts;
}

function destination(signal: Signal): string {
  return exporterNames(signal)
    .map((exporter) =>
      exporter === 'otlp' ? `to ${endpointOf(signal)} by ${protocolOf(signal, false)}` : `to ${exporter}`,
    )
    .join(' and ');
}

function endpointOf(signal: Signal): string {
  const port = protocolOf(signal, false) === 'grpc' ? 4317 : 4318;
  const endpoint = text(`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`) ?? text('OTEL_EXPORTER_OTLP_ENDPOINT');
  const url = endpoint ?? `http://localhost:${port}`;
  // gRPC takes `host:port` as well, which as a URL has no origin.
  const origin = URL.canParse(url) ? new URL(url).origin : 'null';
  return origin === 'null' ? 'the endpoint of its variable' : origin;
}

function leftTo(owners: Owners): string[] {
  const byOwner = Map.groupBy(Object.keys(owners) as Slot[], (slot) => owners[slot] ?? '');
  return [...byOwner].map(([owner, slots]) => `${slots.map((slot) => called[slot]).join(', ')} left to ${owner}`);
}

function off({ on, owners, options }: Started): string[] {
  const why = (signal: SignalName): string => {
    const variable = `OTEL_${signal.toUpperCase()}_EXPORTER`;
    const empty = { traces: options.spanProcessors, metrics: options.metricReaders, logs: options.logRecordProcessors };
    if (empty[signal] !== undefined) return 'an empty list in the options';
    return list(variable).includes('none') ? `${variable}=none` : `${variable} names nothing known`;
  };
  const silent = signals.filter((signal) => !on[signal] && owners[slotOf[signal]] === undefined);
  return silent.map((signal) => `no ${signal} (${why(signal)})`);
}

function instrumented({ instrumented: names, owners }: Started): string[] {
  if (names === undefined) return ['instrumented as the options say'];
  const parts = names.length === 0 ? [] : [`instrumented: ${names.join(', ')}`];
  if (owners.trace !== undefined) parts.push('http, undici, mongoose and winston are instrumented by whoever traces');
  return parts;
}
