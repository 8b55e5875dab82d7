import type { EmittedAttributes } from './attributes.ts';

/** Kinds of spans, as the catalogue writes them. */
export type SpanKindName = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** A span as a plain object. `parent`, `children`, `logs` and a link's `span` are not enumerable: it prints and compares flat. */
export interface EmittedSpan {
  readonly name: string;
  readonly kind: SpanKindName;
  /** The span's own status, not to be confused with the attribute `status` of a partner call. */
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage: string | undefined;
  /** Started, and not ended yet. */
  readonly open: boolean;
  readonly attributes: EmittedAttributes;
  readonly events: readonly EmittedEvent[];
  readonly links: readonly EmittedLink[];
  /** Name of the instrumentation scope: who made the span. */
  readonly scope: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  /** Milliseconds; 0 while it is open. */
  readonly durationMs: number;
  /** The parent, where this test emitted it; a root and a span with a remote parent have none. */
  readonly parent: EmittedSpan | undefined;
  /** In the order of their starts. */
  readonly children: readonly EmittedSpan[];
  /** Log records written while the span was active, in order. */
  readonly logs: readonly EmittedLog[];
}

/** An event of a span. */
export interface EmittedEvent {
  readonly name: string;
  readonly attributes: EmittedAttributes;
}

/** A link of a span. `span` is not enumerable. */
export interface EmittedLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: EmittedAttributes;
  /** The linked span, where this test emitted it. */
  readonly span: EmittedSpan | undefined;
}

/** Severities of log records, the four numbers of each under one name. */
export type SeverityName = 'unspecified' | 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** A log record as a plain object. `span` is not enumerable. */
export interface EmittedLog {
  /** The event name; undefined for a plain log line. */
  readonly event: string | undefined;
  readonly severity: SeverityName;
  readonly body: unknown;
  readonly attributes: EmittedAttributes;
  readonly scope: string;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  /** The span that was active when it was written. */
  readonly span: EmittedSpan | undefined;
}
