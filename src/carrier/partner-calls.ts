import { createContextKey } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { shared } from '../safety/index.ts';

/** Under it a context says which partner call it is inside of. */
export const partnerCallKey: symbol = createContextKey('partner-otel partner call');

/** Whether a propagator keeps headers from partners. Calls must then be told apart, though nobody else listens. */
export const keptHeaders: { kept: boolean } = shared('kept headers', () => ({ kept: false }));

/**
 * The context without the partner call that it is inside of: what begins here (a sync, a stage, a message that is
 * resumed) is the application's own work, though a callback of the client began it, and its requests carry the trace.
 */
export function outsidePartnerCalls(context: Context): Context {
  return context.getValue(partnerCallKey) === undefined ? context : context.deleteValue(partnerCallKey);
}
