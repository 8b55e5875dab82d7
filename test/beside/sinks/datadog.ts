import { decodeMessagePack } from './msgpack.ts';
import type { SunkSpan } from './sink.ts';

interface DatadogSpan {
  readonly name: string;
  readonly resource: string;
  readonly trace_id: number | bigint;
  readonly span_id: number | bigint;
  readonly parent_id: number | bigint;
  readonly error: number;
  readonly meta: Readonly<Record<string, string>>;
  readonly span_events?: readonly { readonly attributes?: Readonly<Record<string, string>> }[];
}

/** Spans in what the Datadog agent's trace intake is sent, version 0.4. */
export function datadogSpans(path: string, body: Buffer): SunkSpan[] {
  if (path !== '/v0.4/traces') return [];
  const traces = decodeMessagePack(body) as readonly (readonly DatadogSpan[])[];
  return traces.flat().map((span) => ({
    // Datadog names the kind of work; what OpenTelemetry calls a span's name is the resource.
    name: span.resource,
    // Half of it; the other half is told by the first span alone.
    traceId: hex(span.trace_id).padStart(32, '0'),
    spanId: hex(span.span_id),
    parentSpanId: BigInt(span.parent_id) === 0n ? undefined : hex(span.parent_id),
    failed: span.error === 1,
    attributes: span.meta,
    exceptions: exceptionsOf(span),
  }));
}

function exceptionsOf({ meta, span_events }: DatadogSpan): string[] {
  // The agent says which of the two it takes.
  const events = span_events ?? (JSON.parse(meta['events'] ?? '[]') as NonNullable<DatadogSpan['span_events']>);
  return events.flatMap(({ attributes }) => attributes?.['exception.message'] ?? []);
}

function hex(id: number | bigint): string {
  return id.toString(16).padStart(16, '0');
}
