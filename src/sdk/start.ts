import * as api from '@opentelemetry/api';
import { copiesTopic, sayCopies, sayFault, sayOnce, sayRecovered, shared } from '../safety/index.ts';
import { applicationFolder, copiesOf, openDiagnostics, sayDirectly, versionOf } from './diagnostics/index.ts';
import { lazily } from './lazily.ts';
import { checkTelemetryOptions } from './options.ts';
import type { Telemetry, TelemetryOptions } from './options.ts';
import { owners, registered } from './owners.ts';

const idle: Telemetry = { flush: async () => {}, shutdown: async () => {} };

/**
 * Starts traces, metrics and logs over OTLP/HTTP, with what an application commonly uses instrumented, and sends what is
 * queued when the process ends. Call it once, as early as the application allows: a second call gives the same handle
 * and a warning. Only a mistake in the options throws; whatever else keeps telemetry from starting is said on stderr.
 */
export function startTelemetry(options: TelemetryOptions = {}): Telemetry {
  checkTelemetryOptions(options);
  // One a process, whichever copy of the package asks.
  const started: { telemetry?: Telemetry } = shared('telemetry', () => ({}));
  if (started.telemetry === undefined) return (started.telemetry = begin(options));
  sayOnce('started twice', 'startTelemetry was called again; the first call stands and its handle is returned');
  return started.telemetry;
}

function begin(options: TelemetryOptions): Telemetry {
  const obstacle = inTheWay();
  if (obstacle !== undefined) {
    sayDirectly(`partner-otel: nothing is started, because ${obstacle}`);
    return idle;
  }
  openDiagnostics();
  if (process.env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') {
    api.diag.info('partner-otel: OTEL_SDK_DISABLED is set, nothing is started');
    return idle;
  }
  try {
    // Said before now it was heard by nobody.
    sayRecovered(copiesTopic);
    sayCopies();
    return (lazily('runtime') as typeof import('./runtime.ts')).run(options, api);
  } catch (error) {
    sayFault('starting telemetry', error);
    return idle;
  }
}

/** What would make starting worse than not starting, with the cure. Nothing may be registered before this is known. */
function inTheWay(): string | undefined {
  if (!('logs' in (api as object))) {
    return owners().trace === undefined
      ? '@opentelemetry/api below 1.10 is installed. Cure: `npm install @opentelemetry/api@^1.10`'
      : // A second copy of the API would end that SDK's own tracing.
        'an SDK has started with @opentelemetry/api below 1.10. Either keep your own SDK: partner-otel works under it as it is. ' +
          'Or give both one copy by `npm install @opentelemetry/api@^1.10` and, in package.json, ' +
          '"overrides": { "<that SDK>": { "@opentelemetry/api": "$@opentelemetry/api" } }';
  }
  const copies = copiesOf('@opentelemetry/api', applicationFolder());
  if (copies !== undefined && copies.ours.version !== copies.theirs.version) {
    // What one version registers the other cannot replace or, being newer, cannot even see.
    return (
      `the application has @opentelemetry/api ${copies.theirs.version} and partner-otel has ${copies.ours.version}. ` +
      'Cure: one version for both, by `npm install @opentelemetry/api@^1.10` and `npm dedupe`'
    );
  }
  // The copy that came first: copies of another version can register nothing.
  const first = registered().version;
  const ours = versionOf('@opentelemetry/api');
  if (first === undefined || ours === undefined || first === ours) return undefined;
  return (
    `@opentelemetry/api ${first} was loaded first, by something that has a copy of its own, and partner-otel has ${ours}. ` +
    'Cure: find it by `npm ls @opentelemetry/api`, and install one version for all'
  );
}
