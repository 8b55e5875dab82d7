import type { SunkSpan } from './sink.ts';

// An envelope comes from outside, hence loosely typed.
type Json = { readonly [key: string]: any };

/** Spans in an envelope of Sentry: of transactions (10, and 11 with `static`) and of span streams (11). */
export function sentrySpans(path: string, body: Buffer): SunkSpan[] {
  if (!path.startsWith('/api/1/envelope/')) return [];
  const [, ...lines] = body
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Json);
  const spans: SunkSpan[] = [];
  // After the envelope's own header, each item is a header and its payload.
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const type = lines[at]?.['type'] as string;
    const payload = lines[at + 1] ?? {};
    if (type === 'transaction') spans.push(rootOf(payload), ...(payload['spans'] as Json[]).map(spanOf));
    if (type === 'span') spans.push(...(payload['items'] as Json[]).map(streamedOf));
  }
  return spans;
}

function rootOf(transaction: Json): SunkSpan {
  return spanOf({ ...transaction['contexts'].trace, description: transaction['transaction'] });
}

function spanOf(span: Json): SunkSpan {
  const attributes = (span['data'] ?? {}) as Record<string, unknown>;
  return {
    name: String(span['description']),
    traceId: String(span['trace_id']),
    spanId: String(span['span_id']),
    parentSpanId: span['parent_span_id'] as string | undefined,
    failed: span['status'] !== undefined && span['status'] !== 'ok',
    attributes,
    exceptions: [],
  };
}

function streamedOf(span: Json): SunkSpan {
  const attributes = Object.entries((span['attributes'] ?? {}) as Json).map(([key, { value }]) => [key, value]);
  return spanOf({ ...span, description: span['name'], data: Object.fromEntries(attributes) });
}
