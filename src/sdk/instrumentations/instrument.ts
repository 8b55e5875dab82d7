import { registerInstrumentations } from '@opentelemetry/instrumentation';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { instruments } from '../../instruments/index.ts';
import { hookModules } from './hooks.ts';

/** Called after the providers are registered, so that nothing is bound to the no-op ones; the hook comes last of all. */
export function instrument(instrumentations: Instrumentation[]): void {
  registerInstrumentations({ instrumentations });
  instruments.observe('process.uptime', (report) => report(process.uptime(), {}));
  instruments.refresh();
  hookModules(instrumentations);
}
