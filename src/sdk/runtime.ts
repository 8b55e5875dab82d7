import { diag } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { startLine } from './diagnostics/index.ts';
import { instrument } from './instrumentations/index.ts';
import { lazily } from './lazily.ts';
import { handle, Outgoing, sayLost } from './leaving/index.ts';
import type { Telemetry, TelemetryOptions } from './options.ts';
import { owners } from './owners.ts';
import { joinCopy, registerProviders } from './providers.ts';
import { flushAtExit } from './shutdown.ts';
import { text } from './variables/index.ts';

/** Builds, registers and runs the SDK, as far as nobody else has. Loaded by `start.ts`, once a process. */
export function run(options: TelemetryOptions, api: typeof import('@opentelemetry/api')): Telemetry {
  if (text('OTEL_CONFIG_FILE') !== undefined)
    return (lazily('configured') as typeof import('./configured.ts')).run(options, api);
  setGlobalErrorHandler(sayLost);
  const taken = owners();
  const outgoing = new Outgoing();
  const { traces, metrics, logs } = registerProviders(options, taken, outgoing);
  joinCopy(api);
  const instrumented = instrument(options, taken);

  const providers = [traces, logs, metrics].flatMap((one) => one.providers);
  const telemetry = handle({
    parts: [traces, logs, metrics].flatMap(({ parts }) => parts),
    outgoing,
    shutdown: async () => {
      await Promise.all(providers.map((provider) => provider.shutdown()));
    },
    atExit: (flush) => flushAtExit(flush, outgoing),
  });
  diag.info(
    startLine({
      options,
      on: { traces: traces.parts.length > 0, metrics: metrics.parts.length > 0, logs: logs.parts.length > 0 },
      owners: taken,
      instrumented,
    }),
  );
  return telemetry;
}
