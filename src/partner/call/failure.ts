import * as api from '@opentelemetry/api';
import type { Context, Span } from '@opentelemetry/api';
import { describeError } from '../../outcome/index.ts';
import type { Outcome } from '../../outcome/index.ts';
import { scope } from '../../signals/index.ts';

const eventName = 'partner.call.exception';
const severities = { debug: [5, 'DEBUG'], info: [9, 'INFO'], warn: [13, 'WARN'], error: [17, 'ERROR'] } as const;

export interface Failure {
  readonly partner: string;
  readonly operation: string;
  readonly outcome: Outcome;
  /** What was thrown, or a returned answer that says it failed. */
  readonly error: unknown;
  readonly thrown: boolean;
  /** False inside another call of the same partner, which tells it: every failure once. */
  readonly recorded: boolean;
}

/**
 * Tells a failure once, in one voice: as a log record where somebody takes them, else as an exception on the span.
 * The span's status message is the first line of the error in both cases: it is all that Jaeger and Tempo show.
 */
export function tellFailure(failure: Failure, span: Span | undefined, context: Context): void {
  const { partner, operation, outcome } = failure;
  const error = failure.thrown ? describeError(failure.error) : undefined;
  const reason = error?.firstLine || answerOf(outcome);
  span?.setStatus({ code: api.SpanStatusCode.ERROR, message: reason });
  if (!failure.recorded) return;
  const [severityNumber, severityText] = severities[outcome.level];
  // Absent in version 1.9 of the API; a named import of it would not link there.
  const logger = api.logs?.getLogger(scope.name, scope.version);
  if (logger?.enabled({ context, severityNumber, eventName })) {
    logger.emit({
      eventName,
      severityNumber,
      severityText,
      body: `${partner} ${operation} failed: ${outcome.status}, ${reason}`,
      attributes: {
        partner,
        operation,
        status: outcome.status,
        ...(outcome.errorType !== undefined && { 'error.type': outcome.errorType }),
        ...(outcome.statusCode !== undefined && { 'http.response.status_code': outcome.statusCode }),
        // Not by `exception`: the SDK would take type, message and stack as they are, unredacted and without causes.
        ...(error && { 'exception.type': error.type, 'exception.message': error.message }),
        ...(error?.stacktrace !== undefined && { 'exception.stacktrace': error.stacktrace }),
      },
      context,
    });
  } else if (error !== undefined && span?.isRecording()) {
    span.recordException({
      name: error.type,
      message: error.message,
      ...(error.stacktrace !== undefined && { stack: error.stacktrace }),
    });
  }
}

function answerOf({ status, statusCode }: Outcome): string {
  return statusCode === undefined ? status : `${status} (HTTP ${statusCode})`;
}
