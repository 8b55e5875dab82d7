import { context, logs, metrics, propagation, trace } from '@opentelemetry/api';
import type * as api from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { Resource } from '@opentelemetry/resources';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { instruments } from '../instruments/index.ts';
import { isWide, logRecordProcessors, metricReaders, spanProcessors } from './exporting/index.ts';
import type { Flushable, Outgoing } from './leaving/index.ts';
import type { TelemetryOptions } from './options.ts';
import { owners } from './owners.ts';
import type { Owners } from './owners.ts';
import { resource } from './resource/index.ts';
import { logRecordLimits, propagator, sampler, spanLimits } from './variables/index.ts';

/** Of one signal: what can be flushed and shut down; nothing where the signal is off, or another SDK's. */
interface Registered {
  readonly parts: readonly Flushable[];
  readonly providers: readonly { shutdown(): Promise<void> }[];
}

export type Providers = Readonly<Record<'traces' | 'metrics' | 'logs', Registered>>;

const nothing: Registered = { parts: [], providers: [] };

/** Registers all that nobody else has. */
export function registerProviders(options: TelemetryOptions, taken: Owners, outgoing: Outgoing): Providers {
  if (taken.context === undefined) {
    const manager = options.contextManager ?? new AsyncLocalStorageContextManager();
    context.setGlobalContextManager(manager.enable());
  }
  if (taken.propagation === undefined) {
    const chosen = propagator(options);
    if (chosen !== null) propagation.setGlobalPropagator(chosen);
  }
  const sender = resource(options);
  outgoing.resource = sender;
  // The meter provider first: the others' processors count in it what they lose.
  return {
    metrics: taken.metrics === undefined ? meters(options, sender, outgoing) : nothing,
    traces: taken.trace === undefined ? tracers(options, sender, outgoing) : nothing,
    logs: taken.logs === undefined ? loggers(options, sender, outgoing) : nothing,
  };
}

function meters(options: TelemetryOptions, sender: Resource, outgoing: Outgoing): Registered {
  const readers = metricReaders(options, outgoing);
  if (readers.length === 0) return nothing;
  const views = options.views ?? [];
  const provider = new MeterProvider({ resource: sender, views, readers, sdkMetricsEnabled: true });
  metrics.setGlobalMeterProvider(provider);
  if (readers.every(isWide)) instruments.widen(provider);
  return { parts: readers, providers: [provider] };
}

function tracers(options: TelemetryOptions, sender: Resource, outgoing: Outgoing): Registered {
  const processors = spanProcessors(options, outgoing);
  if (processors.length === 0) return nothing;
  const chosen = options.sampler ?? sampler();
  const provider = new TracerProvider({
    resource: sender,
    spanProcessors: processors,
    spanLimits: { ...spanLimits(), ...options.spanLimits },
    meterProvider: metrics.getMeterProvider(),
    ...(chosen === undefined ? {} : { sampler: chosen }),
    ...(options.idGenerator === undefined ? {} : { idGenerator: options.idGenerator }),
  });
  trace.setGlobalTracerProvider(provider);
  return { parts: processors, providers: [provider] };
}

function loggers(options: TelemetryOptions, sender: Resource, outgoing: Outgoing): Registered {
  const processors = logRecordProcessors(options, outgoing);
  // A provider without processors would be taken for one that listens.
  if (processors.length === 0) return nothing;
  const meterProvider = metrics.getMeterProvider();
  const limits = logRecordLimits();
  const provider = new LoggerProvider({ resource: sender, processors, logRecordLimits: limits, meterProvider });
  logs.setGlobalLoggerProvider(provider);
  return { parts: processors, providers: [provider] };
}

// What is read of the API's entry points, of 1.10: until something is registered they hand out proxies of their own.
interface Proxies {
  readonly trace: { readonly _proxyTracerProvider?: api.TracerProvider & { setDelegate(provider: unknown): void } };
  readonly logs: { readonly _proxyLoggerProvider?: { _setDelegate(provider: unknown): void } };
}

/**
 * The API has files for `import` and for `require`, and a process may have both. What is registered holds for both, but a
 * tracer or logger that was taken before is bound to the proxy of its own copy: this joins that of another copy.
 */
export function joinCopy(other: typeof api): void {
  if (other.trace === trace) return;
  const registered = owners();
  const proxies = other as unknown as Proxies;
  const proxy = proxies.trace._proxyTracerProvider;
  // Where that copy was the one to register, its proxy is what holds for all.
  if (registered.trace !== undefined && proxy !== trace.getTracerProvider()) {
    proxy?.setDelegate(trace.getTracerProvider());
  }
  if (registered.logs !== undefined) proxies.logs._proxyLoggerProvider?._setDelegate(logs.getLoggerProvider());
}
