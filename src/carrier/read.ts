import type { Baggage, SpanContext } from '@opentelemetry/api';
import { readBaggage } from './baggage.ts';
import { readTraceParent } from './trace-parent.ts';
import { readTraceState } from './trace-state.ts';

// Longer than any that the specifications admit; more would be read for nothing.
const textLimit = 16_384;
const keysLimit = 100;
/** Milliseconds below which a number is no Unix time in milliseconds but, for instance, one in seconds. */
const earliest = 100_000_000_000;

/** What a carrier says. */
export interface CarrierRead {
  /** The span that it was made under, as a remote one; undefined where there was none, as without an SDK. */
  readonly spanContext: SpanContext | undefined;
  /** When it was made, in Unix ms; undefined for one of another service, which has no such field. */
  readonly at: number | undefined;
  readonly baggage: Baggage | undefined;
}

/**
 * Reads a carrier: one of `carry()`, headers of another service in any letter case (also as bytes or lists, as Kafka
 * and Go have them), either of them as JSON text, or a bare `traceparent`. Undefined for anything else; never throws.
 */
export function readCarrier(value: unknown): CarrierRead | undefined {
  try {
    const fields = fieldsOf(value);
    if (fields === undefined) return undefined;
    const spanContext = spanContextOf(fields);
    const at = timeOf(field(fields, 'at'));
    const baggage = textOf(field(fields, 'baggage'));
    const read = { spanContext, at, baggage: baggage === undefined ? undefined : readBaggage(baggage) };
    return read.spanContext === undefined && read.at === undefined && read.baggage === undefined ? undefined : read;
  } catch {
    // A getter that throws, a revoked Proxy: garbage is an old message, and no fault worth telling.
    return undefined;
  }
}

function fieldsOf(value: unknown): object | undefined {
  if (typeof value === 'string') {
    if (value.length > textLimit) return undefined;
    if (!value.trimStart().startsWith('{')) return { traceparent: value };
    const parsed: unknown = JSON.parse(value);
    return parsed as object;
  }
  return typeof value === 'object' && value !== null ? value : undefined;
}

function spanContextOf(fields: object): SpanContext | undefined {
  const parent = readTraceParent(textOf(field(fields, 'traceparent')) ?? '');
  if (parent === undefined) return undefined;
  const text = textOf(field(fields, 'tracestate'), true);
  const traceState = text === undefined ? undefined : readTraceState(text);
  return { ...parent, isRemote: true, ...(traceState && { traceState }) };
}

/** Names of headers know no letter case. */
function field(fields: object, name: string): unknown {
  const exact = (fields as Record<string, unknown>)[name];
  if (exact !== undefined) return exact;
  const key = Object.keys(fields)
    .slice(0, keysLimit)
    .find((one) => one.toLowerCase() === name);
  return key === undefined ? undefined : (fields as Record<string, unknown>)[key];
}

/** A text, bytes of one, or a list with one of them; a header that may be repeated is joined. */
function textOf(value: unknown, repeated = false): string | undefined {
  if (Array.isArray(value)) {
    if (value.length > 1 && !repeated) return undefined;
    return textOf(
      value
        .slice(0, keysLimit)
        .map((one) => textOf(one) ?? '')
        .join(','),
    );
  }
  if (value instanceof Uint8Array) return value.length > textLimit ? undefined : Buffer.from(value).toString('latin1');
  return typeof value === 'string' && value.length <= textLimit ? value : undefined;
}

function timeOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= earliest ? value : undefined;
}
