import { SpanStatusCode } from '@opentelemetry/api';
import type { HrTime } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { FailingTrace } from '../telemetry/traces.ts';
import { bad, column, dim, duration, figure, good, strong, styleOfStatus } from './ink.ts';
import type { Line, Piece } from './ink.ts';

/** Columns of the name and of the waterfall. */
interface Columns {
  readonly name: number;
  readonly bar: number;
}
const wide: Columns = { name: 46, bar: 24 };
const narrow: Columns = { name: 34, bar: 10 };

interface Times {
  readonly start: number;
  readonly end: number;
}

/** A trace as a tree with its waterfall, the failed call and its own words marked; at most so many lines. */
export function traceTree(
  { spans, failure }: Pick<FailingTrace, 'spans'> & Partial<FailingTrace>,
  width: number,
  most = Infinity,
): Line[] {
  const columns = width < 110 ? narrow : wide;
  const inOrder = spans.toSorted((a, b) => seconds(a.startTime) - seconds(b.startTime));
  const below = (id: string): ReadableSpan[] =>
    inOrder.filter(({ parentSpanContext }) => parentSpanContext?.spanId === id);
  const known = new Set(spans.map((span) => span.spanContext().spanId));
  const roots = inOrder.filter(({ parentSpanContext: parent }) => parent === undefined || !known.has(parent.spanId));
  const times: Times = {
    start: Math.min(...spans.map((span) => seconds(span.startTime))),
    end: Math.max(...spans.map((span) => seconds(span.endTime))),
  };

  const lines: { readonly line: Line; readonly marked: boolean }[] = [];
  const walk = (span: ReadableSpan, lead: string, branch: string): void => {
    const marked = span === failure;
    lines.push({ line: spanLine(span, lead + branch, marked, times, columns), marked });
    const next = lead + (branch === '├─ ' ? '│  ' : branch === '' ? '' : '   ');
    const children = below(span.spanContext().spanId);
    if (marked && span.status.message !== undefined) {
      lines.push({ line: [[`${next}${children.length > 0 ? '│' : ' '}  ${span.status.message}`, bad]], marked });
    }
    for (const child of children) walk(child, next, child === children.at(-1) ? '└─ ' : '├─ ');
  };
  for (const root of roots) walk(root, '', '');
  return cut(lines, most);
}

/** Where there is no room for all, what stands before the failed call makes way. */
function cut(lines: readonly { readonly line: Line; readonly marked: boolean }[], most: number): Line[] {
  if (lines.length <= most) return lines.map(({ line }) => line);
  const failure = lines.findIndex(({ marked }) => marked);
  const from = Math.max(1, Math.min(failure - 1, lines.length - (most - 2)));
  const kept = lines.slice(from, from + most - 2).map(({ line }) => line);
  return [lines[0]?.line ?? [], [[`┊  ${lines.length - 1 - kept.length} more`, dim]], ...kept];
}

function spanLine(span: ReadableSpan, lead: string, marked: boolean, times: Times, { name, bar }: Columns): Line {
  const { attributes, status } = span;
  const isOurs = attributes['partner'] !== undefined || attributes['stage'] !== undefined;
  const own = !isOurs ? undefined : String(attributes['status'] ?? '');
  const code = attributes['http.response.status_code'] ?? attributes['error.type'];
  const failed = status.code === SpanStatusCode.ERROR;
  const title =
    !isOurs && attributes['url.full'] !== undefined ? `${span.name} ${path(attributes['url.full'])}` : span.name;
  const mark: Piece = failed ? ['✗ ', bad] : own === 'cancelled' ? ['○ ', dim] : ['✓ ', good];
  return [
    [lead, dim],
    mark,
    [column(title, Math.max(8, name - lead.length - 2)), marked ? strong : own === undefined ? dim : 'reset'],
    figure(duration(seconds(span.endTime) - seconds(span.startTime)), 8),
    '  ',
    ...waterfall(span, times, bar, failed),
    '  ',
    ...(own === undefined ? [] : [[own, styleOfStatus(own)] as const, ' ']),
    [code === undefined ? '' : String(code), dim],
  ];
}

function waterfall(span: ReadableSpan, { start, end }: Times, bar: number, failed: boolean): Piece[] {
  const scale = bar / Math.max(end - start, 1e-6);
  const from = Math.min(bar - 1, Math.floor((seconds(span.startTime) - start) * scale));
  const length = Math.min(
    bar - from,
    Math.max(1, Math.round((seconds(span.endTime) - seconds(span.startTime)) * scale)),
  );
  return [
    ['·'.repeat(from), dim],
    ['━'.repeat(length), failed ? bad : good],
    ['·'.repeat(bar - from - length), dim],
  ];
}

const seconds = ([whole, nanos]: HrTime): number => whole + nanos / 1e9;

const path = (url: unknown): string => URL.parse(String(url))?.pathname ?? '';
