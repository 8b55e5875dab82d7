import { context as contexts, propagation, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { guard, sayOnce } from '../../safety/index.ts';
import { CallContext } from './context.ts';

const span = trace.wrapSpanContext({
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: TraceFlags.SAMPLED,
});

/**
 * Says once which partner receives which headers though its options do not say `propagate`: by trying the propagator
 * that is registered within a call that is none. Ours writes nothing there, wherever it stands among others.
 */
export function sayWhoReceivesHeaders(partner: string): void {
  guard('looking for headers', () => {
    const headers = new Set<string>();
    const baggage = propagation.createBaggage({ 'partner-otel': { value: 'probe' } });
    const outside = propagation.setBaggage(ROOT_CONTEXT, baggage);
    const probe = new CallContext(outside, span, { ended: false, partner: {}, family: {}, propagate: false });
    // Of the active context: Sentry's propagator complains of any other.
    contexts.with(probe, () =>
      propagation.inject(contexts.active(), headers, { set: (found, name) => found.add(name) }),
    );
    if (headers.size === 0) return;
    sayOnce(
      `headers to ${partner}`,
      `requests to partner '${partner}' carry ${[...headers].sort().join(', ')}, which another SDK writes. ` +
        "Put partnerPropagator() of 'partner-otel/parts' around its propagator, or leave the partner out there " +
        '(Sentry: `tracePropagationTargets`); say `propagate: true` where it is meant.',
    );
  });
}
