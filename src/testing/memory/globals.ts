import { context, createContextKey, logs, metrics, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { LoggerProvider, MeterProvider, TracerProvider } from '@opentelemetry/api';
import type { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';

/** What is registered with the API for the whole process. */
export interface Registered {
  readonly tracers: TracerProvider;
  readonly meters: MeterProvider;
  readonly loggers: LoggerProvider;
  readonly contexts: AsyncLocalStorageContextManager;
}

interface Global {
  readonly name: string;
  readonly disable: string;
  readonly mine: (ours: Registered) => boolean;
  readonly set: (ours: Registered) => boolean;
  readonly free: () => void;
  /** Whose it is, for an error message. */
  readonly owner: () => object | undefined;
}

const probe = ROOT_CONTEXT.setValue(createContextKey('partner-otel/testing'), true);

const globals: readonly Global[] = [
  {
    name: 'tracer provider',
    disable: 'trace.disable()',
    mine: (ours) => tracerProvider() === ours.tracers,
    set: (ours) => trace.setGlobalTracerProvider(ours.tracers),
    free: () => trace.disable(),
    owner: tracerProvider,
  },
  {
    name: 'meter provider',
    disable: 'metrics.disable()',
    mine: (ours) => metrics.getMeterProvider() === ours.meters,
    set: (ours) => metrics.setGlobalMeterProvider(ours.meters),
    free: () => metrics.disable(),
    owner: () => metrics.getMeterProvider(),
  },
  {
    name: 'logger provider',
    disable: 'logs.disable()',
    mine: (ours) => loggerProvider() === ours.loggers,
    set: (ours) => logs.setGlobalLoggerProvider(ours.loggers),
    free: () => logs.disable(),
    owner: loggerProvider,
  },
  {
    name: 'context manager',
    disable: 'context.disable()',
    // The API does not say which manager is registered: whether it is ours shows where ours is asked.
    mine: (ours) => ours.contexts.with(probe, () => context.active() === probe),
    set: (ours) => context.setGlobalContextManager(ours.contexts.enable()),
    free: () => context.disable(),
    owner: () => undefined,
  },
];

/** Takes what is free or was held by `before`; where something belongs to another SDK, takes nothing and throws. */
export function register(ours: Registered, before: Registered | undefined): void {
  const taken: Global[] = [];
  const added: Global[] = [];
  for (const one of globals) {
    if (one.mine(ours)) continue;
    if (before !== undefined && one.mine(before)) one.free();
    if (one.set(ours)) added.push(one);
    else taken.push(one);
  }
  if (taken.length === 0) return;
  for (const one of added) one.free();
  throw new Error(conflict(taken));
}

/** Gives back what is still ours. */
export function unregister(ours: Registered): void {
  for (const one of globals) if (one.mine(ours)) one.free();
}

function conflict(taken: readonly Global[]): string {
  const held = taken.map(({ name, owner }) => {
    // Bundlers number the names of classes: TracerProvider$1.
    const by = owner()?.constructor.name.replace(/\$\d+$/, '');
    return by === undefined || by === 'Object' ? name : `${name} (${by})`;
  });
  return [
    `partner-otel/testing: this process already has another ${held.join(', ')}, so a test would see nothing of what goes there.`,
    'Start no SDK in what a test loads: no startTelemetry(), NodeSDK.start() or --import partner-otel/register.',
    `Where one ran on purpose, free its places after its shutdown(): ${taken.map(({ disable }) => disable).join(', ')} of @opentelemetry/api.`,
  ].join('\n');
}

function tracerProvider(): TracerProvider {
  const provider: TracerProvider & { getDelegate?(): TracerProvider } = trace.getTracerProvider();
  return provider.getDelegate?.() ?? provider;
}

function loggerProvider(): LoggerProvider {
  const provider: LoggerProvider & { _getDelegate?(): LoggerProvider } = logs.getLoggerProvider();
  return provider._getDelegate?.() ?? provider;
}
