import { isSpanContextValid } from '@opentelemetry/api';
import type { SpanContext } from '@opentelemetry/api';

// Sampled, and random of level 2: https://www.w3.org/TR/trace-context-2/#trace-flags
const knownFlags = 0x03;
const sampled = 0x01;
const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

type Parent = Pick<SpanContext, 'traceId' | 'spanId' | 'traceFlags'>;

/** A span as `traceparent` of version 00; undefined where it has no valid ids, as under no SDK. */
export function writeTraceParent(span: SpanContext): string | undefined {
  if (!isSpanContextValid(span)) return undefined;
  const flags = (span.traceFlags & knownFlags).toString(16).padStart(2, '0');
  return `00-${span.traceId}-${span.spanId}-${flags}`.toLowerCase();
}

/**
 * What a `traceparent` names, by https://www.w3.org/TR/trace-context/#versioning-of-traceparent: version ff is invalid,
 * 00 ends after its flags, a later one may go on after a dash, and of its flags only `sampled` is known.
 */
export function readTraceParent(text: string): Parent | undefined {
  const [, version, traceId = '', spanId = '', flags = '', rest] = form.exec(text.trim()) ?? [];
  if (version === undefined || version === 'ff') return undefined;
  if (version === '00' && rest !== undefined) return undefined;
  const known = version === '00' ? knownFlags : sampled;
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & known };
  return isSpanContextValid(parent) ? parent : undefined;
}
