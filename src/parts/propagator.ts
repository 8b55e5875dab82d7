import type { Context, TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import { keptHeaders } from '../carrier/index.ts';
import { callIn } from '../partner/index.ts';

/**
 * A propagator that keeps trace context and baggage from partners: what the one inside would write into a request made
 * within a partner call is not written, unless the options of that call's client say `propagate: true`. Requests to one's
 * own services carry it as before, and what is received is read as before. Register it in place of the one inside.
 *
 * Within a call is all that the call started, also after its end: a client that goes on by itself must not begin to send
 * baggage then. A callback of the application that the client runs counts as the client, too, unless the call ends by
 * it (`operations.callbacks`): nothing tells them apart. Run what is the application's own there under
 * `context.with(ROOT_CONTEXT, ...)`.
 *
 * @example new NodeSDK({ textMapPropagator: partnerPropagator(new CompositePropagator({ propagators })) })
 */
export function partnerPropagator(inner: TextMapPropagator): TextMapPropagator {
  keptHeaders.kept = true;
  return {
    inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
      if (callIn(context)?.propagate !== false) inner.inject(context, carrier, setter);
    },
    extract: (context, carrier, getter) => inner.extract(context, carrier, getter),
    fields: () => inner.fields(),
  };
}
