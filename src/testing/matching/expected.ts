import type { AttributeKey, events } from '../../signals/index.ts';
import type {
  AttributeValue,
  EmittedLog,
  EmittedSpan,
  HistogramReading,
  SeverityName,
  SpanKindName,
} from '../emitted/index.ts';

/** What `expect.any(String)`, `expect.stringContaining('x')` and their like are, in vitest and jest. */
export interface AsymmetricMatcher {
  asymmetricMatch(value: unknown): boolean;
}

/** A value, a RegExp for a string, or an asymmetric matcher. */
export type Expected<T> = T | AsymmetricMatcher | (T extends string ? RegExp : never);

/** Attributes that must be there, others may: `undefined` says that one must be absent. */
export type ExpectedAttributes = { readonly [K in AttributeKey]?: Expected<AttributeValue<K>> | undefined } & {
  readonly [key: string]: unknown;
};

/** Event names of the catalogue complete; any other may be given too. */
export type EventName = keyof typeof events | (string & {});

/** An event of a span as a test expects it. */
export interface ExpectedEvent {
  readonly name?: Expected<string>;
  readonly attributes?: ExpectedAttributes;
}

/** A link of a span as a test expects it. */
export interface ExpectedLink {
  /** Name of the linked span, where the same test emitted it. */
  readonly to?: Expected<string>;
  readonly attributes?: ExpectedAttributes;
}

/**
 * A span as a test expects it, and by `children` the trace beneath it. One rule, that of `toMatchObject`: objects are
 * subsets, lists are complete and in order. What is left out may be anything.
 *
 * @example
 * const failedUpload = {
 *   name: 'satloc jobs.upload',
 *   status: 'error',
 *   attributes: { status: 'timeout', 'http.response.status_code': undefined },
 *   logs: [{ event: 'partner.call.exception' }],
 * } satisfies SpanExpectation;
 */
export interface SpanExpectation {
  readonly name?: Expected<string>;
  readonly kind?: SpanKindName;
  /** The span's own status; a partner call's is `attributes.status`. */
  readonly status?: EmittedSpan['status'];
  readonly statusMessage?: Expected<string> | undefined;
  readonly attributes?: ExpectedAttributes;
  /** Name of the instrumentation scope. */
  readonly scope?: Expected<string>;
  /**
   * A span that was started and has not ended, instead of one that has.
   * @default false
   */
  readonly open?: boolean;
  /** All children, in the order of their starts; `[]` says that there are none. */
  readonly children?: readonly SpanExpectation[];
  /** Some of the children, in the order of their starts; others may stand between them. */
  readonly including?: readonly SpanExpectation[];
  /** All events of the span, in order. */
  readonly events?: readonly ExpectedEvent[];
  /** All log records written while the span was active, in order. */
  readonly logs?: readonly LogExpectation[];
  /** All links, in order. */
  readonly links?: readonly ExpectedLink[];
}

/**
 * A log record as a test expects it.
 *
 * @example
 * expect(telemetry).toHaveLog({ event: 'partner.call.exception', severity: 'error', attributes: { status: 'timeout' } });
 */
export interface LogExpectation {
  readonly event?: EventName | RegExp | AsymmetricMatcher | undefined;
  readonly severity?: SeverityName;
  readonly body?: unknown;
  readonly attributes?: ExpectedAttributes;
  readonly scope?: Expected<string>;
  /** Name of the span that was active; `undefined` says that there was none. */
  readonly span?: Expected<string> | undefined;
}

/** The value of a metric; of a histogram its count, or some of what it holds. */
export type MetricExpectation = number | AsymmetricMatcher | { readonly [K in keyof HistogramReading]?: unknown };

/** Chooses spans: by name, by what is expected of them, or by a predicate. */
export type SpanFilter = string | RegExp | SpanExpectation | ((span: EmittedSpan) => boolean);

/** Chooses log records: by event name, by what is expected of them, or by a predicate. */
export type LogFilter = EventName | RegExp | LogExpectation | ((log: EmittedLog) => boolean);
