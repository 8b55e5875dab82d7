import { context as contexts, propagation, trace } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { outsidePartnerCalls } from './partner-calls.ts';
import { readCarrier } from './read.ts';
import type { CarrierRead } from './read.ts';

/**
 * Runs `fn` under a carrier's context, and gives what it gives: spans inside are children of the span that called
 * `carry()`. A carrier that says nothing (an old message without one, garbage) changes nothing: `fn` runs as it is.
 *
 * @example await resume(message.carrier, () => handle(message));
 */
export function resume<T>(carrier: unknown, fn: () => T): T {
  const active = contexts.active();
  const read = readCarrier(carrier);
  return read === undefined ? fn() : contexts.with(carriedInto(active, read), fn);
}

/** A context with what a carrier says: its span as remote parent, its baggage where it has some. */
export function carriedInto(context: Context, { spanContext, baggage }: CarrierRead): Context {
  const outside = outsidePartnerCalls(context);
  const under = spanContext === undefined ? outside : trace.setSpanContext(outside, spanContext);
  return baggage === undefined ? under : propagation.setBaggage(under, baggage);
}
