import { rootsOf } from './emitted/index.ts';
import type { EmittedLog, EmittedSpan, View } from './emitted/index.ts';
import { compareLog, compareSpan, hold } from './matching/index.ts';
import type { Difference, Held, LogExpectation, LogFilter, SpanExpectation, SpanFilter } from './matching/index.ts';

const refused: readonly Difference[] = [{ path: 'the predicate', text: 'refused it', weight: 1 }];

/** Holds all spans, or the roots alone, against a filter. */
export function holdSpans(view: View, filter: SpanFilter, which: 'all' | 'roots' = 'all'): Held<EmittedSpan> {
  const spans = which === 'all' ? view.spans : rootsOf(view);
  const expected = spanExpectation(filter);
  return hold(spans, (span) => [
    ...compareSpan('', expected, span),
    ...(typeof filter === 'function' && !filter(span) ? refused : []),
  ]);
}

export function holdLogs(view: View, filter: LogFilter): Held<EmittedLog> {
  const expected = logExpectation(filter);
  return hold(view.logs, (log) => [
    ...compareLog('', expected, log),
    ...(typeof filter === 'function' && !filter(log) ? refused : []),
  ]);
}

/** A filter in its long form; a predicate expects nothing by itself. */
function spanExpectation(filter: SpanFilter): SpanExpectation {
  if (typeof filter === 'function') return {};
  return typeof filter === 'string' || filter instanceof RegExp ? { name: filter } : filter;
}

function logExpectation(filter: LogFilter): LogExpectation {
  if (typeof filter === 'function') return {};
  return typeof filter === 'string' || filter instanceof RegExp ? { event: filter } : filter;
}
