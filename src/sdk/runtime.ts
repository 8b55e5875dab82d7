import { createRequire, syncBuiltinESMExports } from 'node:module';
import { diag, metrics } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { instruments } from '../instruments/index.ts';
import { sayFault } from '../safety/index.ts';
import { isWide, logRecordProcessors, metricReaders, spanProcessors, withoutVariable } from './exporting/index.ts';
import type { Telemetry, TelemetryOptions } from './options.ts';
import { flushAtExit } from './shutdown.ts';
import { startLine } from './start-line.ts';

interface Flushable {
  forceFlush(): Promise<void>;
}

/** Builds, registers and runs the SDK. Loaded by `start.ts`, once a process. */
export function run(options: TelemetryOptions): Telemetry {
  const spans = spanProcessors(options);
  const logs = logRecordProcessors(options);
  const readers = metricReaders(options);
  const { traceExporter: _, ...rest } = options;
  const configuration: Partial<NodeSDKConfiguration> = {
    ...rest,
    spanProcessors: spans,
    metricReaders: readers,
    instrumentations: options.instrumentations ?? [new HttpInstrumentation(), new UndiciInstrumentation()],
  };
  // An empty list would still register a logger provider, and loggers would take themselves for enabled.
  if (logs.length > 0) configuration.logRecordProcessors = logs;
  // NodeSDK would replace the diag logger by one that writes to stdout.
  const sdk = withoutVariable('OTEL_LOG_LEVEL', () => new NodeSDK(configuration));
  sdk.start();
  patchLoadedBuiltins();

  const provider = metrics.getMeterProvider();
  if (provider === sdk['_meterProvider'] && readers.every(isWide)) instruments.widen(provider);
  instruments.refresh();

  const telemetry = handle(sdk, [...spans, ...logs, ...readers]);
  diag.info(startLine({ traces: spans.length > 0, metrics: readers.length > 0, logs: logs.length > 0 }, options));
  return telemetry;
}

/**
 * `http` and `https` are patched when they are next required. An ESM application has imported them already and may
 * never require them: its named imports are bindings that Node renews on request.
 */
function patchLoadedBuiltins(): void {
  const load = createRequire(import.meta.url);
  for (const name of ['http', 'https']) load(name);
  syncBuiltinESMExports();
}

function handle(sdk: NodeSDK, parts: readonly Flushable[]): Telemetry {
  const flush = oneAtATime(async () => {
    const results = await Promise.allSettled(parts.map(async (part) => part.forceFlush()));
    for (const result of results) if (result.status === 'rejected') sayFault('flushing telemetry', result.reason);
  });
  const forget = flushAtExit(flush.again);
  let ended: Promise<void> | undefined;
  const shutdown = async (): Promise<void> => {
    forget();
    ended ??= flush
      .running()
      .then(() => sdk.shutdown())
      .catch((error: unknown) => sayFault('shutting telemetry down', error));
    return ended;
  };
  return { flush: async () => ended ?? flush.again(), shutdown };
}

/**
 * Processors hand their queue to the first flush, and a second one finds it empty and is done at once, though nothing has
 * arrived yet. So a second waits for the first, and all that come meanwhile share it.
 */
function oneAtATime(work: () => Promise<void>): { again(): Promise<void>; running(): Promise<void> } {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = async (): Promise<void> => {
    next = undefined;
    await work();
    current = next;
  };
  return {
    again: () => (current === undefined ? (current = start()) : (next ??= current.then(start))),
    running: () => next ?? current ?? Promise.resolve(),
  };
}
