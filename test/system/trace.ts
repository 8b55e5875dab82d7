import type { ReceivedSpan } from '../support/otlp-flat.ts';

const shown = ['status', 'http.response.status_code', 'messaging.batch.message_count'];

/** Traces that arrived from several processes, as `telemetry.tree()` prints those of one: without ids and times. */
export function printTraces(spans: readonly ReceivedSpan[], all: readonly ReceivedSpan[] = spans): string {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const lines = (span: ReceivedSpan, indent: string): string[] => [
    indent + line(span, known),
    ...span.links.map(({ spanId }) => `${indent}  | link to ${nameOf(spanId, all)}`),
    ...spans
      .filter(({ parentSpanId }) => parentSpanId === span.spanId)
      .sort((a, b) => a.start - b.start)
      .flatMap((child) => lines(child, `${indent}  `)),
  ];
  return spans
    .filter(({ parentSpanId }) => parentSpanId === undefined || !known.has(parentSpanId))
    .sort((a, b) => a.start - b.start)
    .flatMap((root) => lines(root, ''))
    .join('\n');
}

function line(span: ReceivedSpan, known: ReadonlySet<string>): string {
  const isOrphan = span.parentSpanId !== undefined && !known.has(span.parentSpanId);
  const marks = [span.kind === 'internal' ? '' : span.kind, isOrphan ? 'parent never arrived' : ''].filter(Boolean);
  const attributes = shown
    .filter((key) => key in span.attributes)
    .map((key) => ` ${key}=${String(span.attributes[key])}`);
  const status = span.status === 'error' ? ' ERROR' : '';
  const service = `${String(span.resource['service.name'])}: `;
  return `${service}${span.name}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}${status}${attributes.join('')}`;
}

function nameOf(spanId: string, all: readonly ReceivedSpan[]): string {
  const span = all.find((one) => one.spanId === spanId);
  return span === undefined ? 'a span elsewhere' : `${String(span.resource['service.name'])}: ${span.name}`;
}
