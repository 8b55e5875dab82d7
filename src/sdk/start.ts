import { createRequire } from 'node:module';
import * as api from '@opentelemetry/api';
import { sayFault, sayOnce, shared } from '../safety/index.ts';
import { openDiagnostics } from './diagnostics.ts';
import { checkTelemetryOptions } from './options.ts';
import type { Telemetry, TelemetryOptions } from './options.ts';

const idle: Telemetry = { flush: async () => {}, shutdown: async () => {} };

/**
 * Starts traces, metrics and logs over OTLP/HTTP, with http and fetch instrumented, and flushes them when the
 * process ends. Call it once, as early as the application allows: a second call gives the same handle and a
 * warning. Only a mistake in the options throws; whatever else keeps telemetry from starting is said on stderr.
 */
export function startTelemetry(options: TelemetryOptions = {}): Telemetry {
  checkTelemetryOptions(options);
  openDiagnostics();
  // One a process, whichever copy of the package asks.
  const started: { telemetry?: Telemetry } = shared('telemetry', () => ({}));
  if (started.telemetry === undefined) return (started.telemetry = begin(options));
  sayOnce('started twice', 'startTelemetry was called again; the first call stands and its handle is returned');
  return started.telemetry;
}

function begin(options: TelemetryOptions): Telemetry {
  if (process.env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') {
    api.diag.info('partner-otel: OTEL_SDK_DISABLED is set, nothing is started');
    return idle;
  }
  if (!('logs' in (api as object))) {
    api.diag.warn(
      'partner-otel: nothing is started, because @opentelemetry/api below 1.10 is installed. ' +
        'Either `npm install @opentelemetry/api@^1.10`, or keep your own SDK: partner-otel works under it as it is',
    );
    return idle;
  }
  try {
    return runtime().run(options);
  } catch (error) {
    sayFault('starting telemetry', error);
    return idle;
  }
}

/**
 * The SDK's own code is loaded only now: it does not even link beside api 1.9, and whoever imports this door without
 * starting pays nothing. A file of its own beside this one, hence by `require`, which takes both module systems.
 */
function runtime(): typeof import('./runtime.ts') {
  const extension = /\.[cm]?[jt]s$/.exec(import.meta.url)?.[0] ?? '.mjs';
  return createRequire(import.meta.url)(`./runtime${extension}`) as typeof import('./runtime.ts');
}
