import { diag, logs, metrics, propagation, trace } from '@opentelemetry/api';
import { startNodeSdk } from '@opentelemetry/sdk-node';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { partnerPropagator } from '../parts/index.ts';
import { withDiagnosticsKept } from './diagnostics/index.ts';
import { instrument } from './instrumentations/index.ts';
import { handle, Outgoing, sayLost } from './leaving/index.ts';
import type { Flushable } from './leaving/index.ts';
import type { Telemetry, TelemetryOptions } from './options.ts';
import { owners } from './owners.ts';
import type { Slot } from './owners.ts';
import { joinCopy } from './providers.ts';
import { flushAtExit } from './shutdown.ts';
import type { Signal } from './variables/index.ts';

/**
 * Starts what the file of `OTEL_CONFIG_FILE` describes, through sdk-node's own door. The file is the owner: of the options
 * only `instrumentations` has a place beside it. Ours is the propagator, around the one of the file.
 */
export function run(options: TelemetryOptions, api: typeof import('@opentelemetry/api')): Telemetry {
  const taken = owners();
  const parts: (Flushable & Inside)[] = [];
  const sdk = withDiagnosticsKept(() => intercepted(parts, () => startNodeSdk({ instrumentations: [] })));
  joinCopy(api);
  instrument(options, taken);
  setGlobalErrorHandler(sayLost);
  const outgoing = new Outgoing();
  for (const { exporter, signal } of parts.flatMap(exportersOf)) outgoing.exporter(exporter, signal);
  const telemetry = handle({
    parts,
    outgoing,
    shutdown: () => sdk.shutdown(),
    atExit: (flush) => flushAtExit(flush, outgoing),
  });
  diag.info(line(options, Object.keys(taken) as Slot[], parts.length > 0));
  return telemetry;
}

function line(options: TelemetryOptions, taken: Slot[], started: boolean): string {
  const overruled = Object.keys(options).filter((name) => name !== 'instrumentations');
  const parts = [
    started
      ? 'telemetry started as the file of OTEL_CONFIG_FILE says'
      : 'nothing started by the file of OTEL_CONFIG_FILE',
    ...(overruled.length === 0 ? [] : [`it overrules the options ${overruled.join(', ')}`]),
    ...(taken.length === 0 ? [] : [`${taken.join(', ')} left to another SDK`]),
    'only what partner-otel itself emits is redacted',
  ];
  return `partner-otel: ${parts.join('; ')}`;
}

// What is read of the providers of 3.1: bundled, hence of this version.
interface Inside {
  readonly _activeSpanProcessor?: { readonly _spanProcessors: readonly Holder[] };
  readonly _sharedState?: {
    readonly processors?: readonly Holder[];
    readonly metricCollectors?: readonly { readonly _metricReader: Holder }[];
  };
}
interface Holder {
  readonly _exporter?: object;
}

/** The exporters that the file asked for, to be watched as ours are. */
function exportersOf(provider: Inside): { exporter: object; signal: Signal }[] {
  const { _activeSpanProcessor: spans, _sharedState: shared } = provider;
  const holders: readonly (readonly [Signal, readonly Holder[]])[] = [
    ['TRACES', spans?._spanProcessors ?? []],
    ['LOGS', shared?.processors ?? []],
    ['METRICS', shared?.metricCollectors?.map(({ _metricReader }) => _metricReader) ?? []],
  ];
  return holders.flatMap(([signal, all]) =>
    all.flatMap(({ _exporter }) => (_exporter === undefined ? [] : [{ exporter: _exporter, signal }])),
  );
}

/**
 * What sdk-node registers meanwhile passes by here: what another SDK has already is not tried again, which the API would
 * answer with an error, and what can be flushed is kept, since sdk-node gives only a shutdown.
 */
function intercepted<T>(parts: (Flushable & Inside)[], start: () => T): T {
  const taken = owners();
  const originals = {
    trace: trace.setGlobalTracerProvider,
    metrics: metrics.setGlobalMeterProvider,
    logs: logs.setGlobalLoggerProvider,
    propagation: propagation.setGlobalPropagator,
  };
  const registering =
    <P>(slot: keyof typeof originals, original: (provider: P) => boolean, api: object) =>
    (provider: P): boolean => {
      if (taken[slot] !== undefined) return false;
      if (slot !== 'propagation') parts.push(provider as Flushable & Inside);
      return original.call(api, provider);
    };
  trace.setGlobalTracerProvider = registering('trace', originals.trace, trace);
  metrics.setGlobalMeterProvider = registering('metrics', originals.metrics, metrics);
  logs.setGlobalLoggerProvider = registering('logs', originals.logs, logs);
  const register = registering('propagation', originals.propagation, propagation);
  propagation.setGlobalPropagator = (inner) => register(partnerPropagator(inner));
  try {
    return start();
  } finally {
    trace.setGlobalTracerProvider = originals.trace;
    metrics.setGlobalMeterProvider = originals.metrics;
    logs.setGlobalLoggerProvider = originals.logs;
    propagation.setGlobalPropagator = originals.propagation;
  }
}
