import * as api from '@opentelemetry/api';
import type { Attributes, Context, Span } from '@opentelemetry/api';
import { scope } from '../signals/index.ts';
import type { EventName } from '../signals/index.ts';
import { describeError } from './describe.ts';
import type { Outcome } from './outcome.ts';

const severities = { debug: [5, 'DEBUG'], info: [9, 'INFO'], warn: [13, 'WARN'], error: [17, 'ERROR'] } as const;

/** A failure of a call, sync or stage, or of a part of it. */
export interface Failure {
  readonly event: EventName;
  /** Who failed, as the body of the record begins: `satloc jobs.upload`. */
  readonly who: string;
  /** What names it, and its status. */
  readonly attributes: Attributes;
  /** How, in a word: `timeout`, `ECONNREFUSED`, `3 records`. */
  readonly word: string;
  readonly errorType: string | undefined;
  readonly level: Outcome['level'];
  /** What was thrown, or given as reason. Absent where nothing was: then `reason` says it. */
  readonly thrown?: { readonly error: unknown };
  readonly reason: string;
  /** False where the whole went well: the span's status is left alone. */
  readonly whole: boolean;
  /** False inside another call of the same partner, which tells it: every failure once. */
  readonly recorded: boolean;
}

/**
 * Tells a failure once, in one voice: as a log record where somebody takes them, else as an exception on the span.
 * The span's status message is the first line of the error in both cases: it is all that Jaeger and Tempo show.
 */
export function tellFailure(failure: Failure, span: Span | undefined, context: Context): void {
  const { event: eventName, errorType } = failure;
  const error = failure.thrown && describeError(failure.thrown.error);
  const reason = error?.firstLine || failure.reason;
  if (failure.whole) span?.setStatus({ code: api.SpanStatusCode.ERROR, message: reason });
  if (!failure.recorded) return;
  const isTaken = emitRecord(eventName, failure.level, context, () => ({
    body: `${failure.who} failed: ${failure.word}, ${reason}`,
    attributes: {
      ...failure.attributes,
      ...(errorType !== undefined && { 'error.type': errorType }),
      // Not by `exception`: the SDK would take type, message and stack as they are, unredacted and without causes.
      ...(error && { 'exception.type': error.type, 'exception.message': error.message }),
      ...(error?.stacktrace !== undefined && { 'exception.stacktrace': error.stacktrace }),
    },
  }));
  if (!isTaken && error !== undefined && span?.isRecording()) {
    span.recordException({
      name: error.type,
      message: error.message,
      ...(error.stacktrace !== undefined && { stack: error.stacktrace }),
    });
    // Datadog's bridge takes the exception's class for it.
    if (errorType !== undefined) span.setAttribute('error.type', errorType);
  }
}

/** Emits a log record where somebody takes it, which is what it gives; else nothing of it is made. */
export function emitRecord(
  eventName: EventName,
  level: Outcome['level'],
  context: Context,
  content: () => { readonly body: string; readonly attributes: Attributes },
): boolean {
  const [severityNumber, severityText] = severities[level];
  // Absent in version 1.9 of the API; a named import of it would not link there.
  const logger = api.logs?.getLogger(scope.name, scope.version);
  if (!logger?.enabled({ context, severityNumber, eventName })) return false;
  logger.emit({ eventName, severityNumber, severityText, ...content(), context });
  return true;
}
