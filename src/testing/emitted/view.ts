import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Attributes, HrTime, SpanContext } from '@opentelemetry/api';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { EmittedAttributes } from './attributes.ts';
import type { EmittedLink, EmittedLog, EmittedSpan, SeverityName, SpanKindName } from './spans.ts';
import type { Recording } from '../memory/index.ts';

/** All that a test emitted, as plain objects that know one another. */
export interface View {
  /** In the order of their starts, open ones too. */
  readonly spans: readonly EmittedSpan[];
  readonly logs: readonly EmittedLog[];
  /** Place among all spans and log records, by when they were started or written. */
  readonly order: ReadonlyMap<EmittedSpan | EmittedLog, number>;
}

const kinds: Readonly<Record<SpanKind, SpanKindName>> = {
  [SpanKind.INTERNAL]: 'internal',
  [SpanKind.SERVER]: 'server',
  [SpanKind.CLIENT]: 'client',
  [SpanKind.PRODUCER]: 'producer',
  [SpanKind.CONSUMER]: 'consumer',
};
const statuses = {
  [SpanStatusCode.UNSET]: 'unset',
  [SpanStatusCode.OK]: 'ok',
  [SpanStatusCode.ERROR]: 'error',
} as const;
const severities: readonly SeverityName[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

export function viewOf(recording: Recording): View {
  const order = new Map<EmittedSpan | EmittedLog, number>();
  const byId = new Map<string, EmittedSpan>();
  const spans = recording.spans.map(({ order: at, item }) => {
    const span = viewSpan(item);
    order.set(span, at);
    byId.set(idOf(span), span);
    return span;
  });
  const children = new Map<EmittedSpan | undefined, EmittedSpan[]>();
  for (const span of spans) {
    const { traceId, parentSpanId } = span;
    const parent = parentSpanId === undefined ? undefined : byId.get(idOf({ traceId, spanId: parentSpanId }));
    hide(span, 'parent', parent);
    group(children, parent, span);
    for (const link of span.links) hide(link, 'span', byId.get(idOf(link)));
  }
  const logsOf = new Map<EmittedSpan | undefined, EmittedLog[]>();
  const logs = recording.logs.map(({ order: at, item }) => {
    const log = viewLog(item);
    const span = byId.get(idOf(log));
    hide(log, 'span', span);
    order.set(log, at);
    group(logsOf, span, log);
    return log;
  });
  for (const span of spans) {
    hide(span, 'children', children.get(span) ?? []);
    hide(span, 'logs', logsOf.get(span) ?? []);
  }
  return { spans, logs, order };
}

/** Spans without a parent in this test. */
export function rootsOf({ spans }: View): EmittedSpan[] {
  return spans.filter(({ parent }) => parent === undefined);
}

function viewSpan(span: ReadableSpan): EmittedSpan {
  const { traceId, spanId } = span.spanContext();
  const view: Omit<EmittedSpan, 'parent' | 'children' | 'logs'> = {
    name: span.name,
    kind: kinds[span.kind],
    status: statuses[span.status.code],
    statusMessage: span.status.message,
    open: !span.ended,
    attributes: copy(span.attributes),
    events: span.events.map(({ name, attributes }) => ({ name, attributes: copy(attributes) })),
    links: span.links.map(({ context, attributes }) => viewLink(context, attributes)),
    scope: span.instrumentationScope.name,
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId,
    durationMs: span.ended ? milliseconds(span.duration) : 0,
  };
  return view as EmittedSpan;
}

function viewLink({ traceId, spanId }: SpanContext, attributes: Attributes | undefined): EmittedLink {
  const view: Omit<EmittedLink, 'span'> = { traceId, spanId, attributes: copy(attributes) };
  return view as EmittedLink;
}

function viewLog(record: ReadableLogRecord): EmittedLog {
  const view: Omit<EmittedLog, 'span'> = {
    event: record.eventName,
    severity: severities[Math.floor(((record.severityNumber ?? 0) - 1) / 4)] ?? 'unspecified',
    body: record.body,
    attributes: copy(record.attributes),
    scope: record.instrumentationScope.name,
    traceId: record.spanContext?.traceId,
    spanId: record.spanContext?.spanId,
  };
  return view as EmittedLog;
}

function group<K, T>(groups: Map<K, T[]>, key: K, one: T): void {
  const members = groups.get(key);
  if (members === undefined) groups.set(key, [one]);
  else members.push(one);
}

/** Not enumerable, so that printing or comparing one span does not walk the whole trace. */
function hide(view: object, key: string, value: unknown): void {
  Object.defineProperty(view, key, { value });
}

function copy(attributes: Attributes | undefined): EmittedAttributes {
  return { ...attributes };
}

function idOf({
  traceId,
  spanId,
}: {
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
}): string {
  return `${traceId} ${spanId}`;
}

function milliseconds([seconds, nanos]: HrTime): number {
  return seconds * 1_000 + nanos / 1_000_000;
}
