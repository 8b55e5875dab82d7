import { registerInstrumentations } from '@opentelemetry/instrumentation';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { instruments } from '../../instruments/index.ts';
import { guard } from '../../safety/index.ts';
import type { TelemetryOptions } from '../options.ts';
import type { Owners } from '../owners.ts';
import { hookModules } from './hooks.ts';
import { chooseInstrumentations } from './ours.ts';

/**
 * Instruments the application, and gives the names of ours; undefined where the user gave others. Called after the
 * providers are registered, so that nothing is bound to the no-op ones.
 */
export function instrument(options: TelemetryOptions, taken: Owners): string[] | undefined {
  const { given, ours } = chooseInstrumentations(options, taken);
  guard('instrumenting the application', () => run(given ?? ours.map(({ instrumentation }) => instrumentation)));
  return given === undefined ? ours.map(({ name }) => name) : undefined;
}

/** The hook comes last of all. */
function run(instrumentations: Instrumentation[]): void {
  registerInstrumentations({ instrumentations });
  instruments.observe('process.uptime', (report) => report(process.uptime(), {}));
  instruments.refresh();
  hookModules(instrumentations);
}
