import { rootsOf } from './emitted/index.ts';
import type { EmittedLog, EmittedSpan, View } from './emitted/index.ts';
import { print, printWord } from './print.ts';

/** What `tree()` shows of each span. */
export interface TreeOptions {
  /**
   * Attributes shown, by key: a list, or `all` of them but stack traces, which fit no snapshot.
   * @default ['status', 'error.type', 'http.response.status_code']
   */
  readonly attributes?: readonly string[] | 'all';
  /**
   * Log records, span events and links beneath their span, and records without a span at the end.
   * @default true
   */
  readonly details?: boolean;
}

const usual = ['status', 'error.type', 'http.response.status_code'];

/** Keys that a tree shows by default, and more. */
export function usualAnd(keys: Iterable<string>): string[] {
  return [...new Set([...usual, ...keys])];
}

/** All traces of a test, without ids and times: roots and children in the order of their starts. */
export function printTree(view: View, options: TreeOptions = {}): string {
  const { attributes = usual, details = true } = options;
  const place = (one: EmittedSpan | EmittedLog) => view.order.get(one) ?? 0;

  const spanLines = (span: EmittedSpan, indent: string): string[] => {
    const inner = `${indent}  `;
    const lines = [indent + printSpan(span, attributes)];
    if (details) {
      for (const link of span.links)
        lines.push(`${inner}| link to ${link.span?.name ?? 'a span elsewhere'}${shown(link.attributes, attributes)}`);
      for (const event of span.events)
        lines.push(`${inner}| event ${event.name}${shown(event.attributes, attributes)}`);
    }
    const beneath = details ? [...span.children, ...span.logs] : [...span.children];
    for (const one of beneath.sort((a, b) => place(a) - place(b))) {
      if ('children' in one) lines.push(...spanLines(one, inner));
      else lines.push(`${inner}| ${printLog(one, attributes)}`);
    }
    return lines;
  };

  const lines = rootsOf(view).flatMap((root) => spanLines(root, ''));
  const outside = details ? view.logs.filter(({ span }) => span === undefined) : [];
  return [...lines, ...outside.map((log) => `| ${printLog(log, attributes)}`)].join('\n');
}

/** One span on one line: name, what is out of the ordinary about it, chosen attributes. */
export function printSpan(span: EmittedSpan, attributes: TreeOptions['attributes'] = usual): string {
  const marks = [
    span.kind === 'internal' ? '' : span.kind,
    span.parentSpanId !== undefined && span.parent === undefined ? 'remote parent' : '',
    span.open ? 'not ended' : '',
  ].filter((mark) => mark !== '');
  const status = span.status === 'unset' ? '' : ` ${span.status.toUpperCase()}`;
  const message = span.statusMessage === undefined ? '' : ` ${print(span.statusMessage)}`;
  return `${span.name}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}${status}${message}${shown(span.attributes, attributes)}`;
}

/** One log record on one line: severity and event name, or the body where it has none. */
export function printLog(log: EmittedLog, attributes: TreeOptions['attributes'] = usual): string {
  const severity = log.severity === 'unspecified' ? 'log' : log.severity;
  return `${severity} ${log.event ?? print(log.body)}${shown(log.attributes, attributes)}`;
}

/** Those of a list in its order, `all` in that of their keys. */
function shown(all: Readonly<Record<string, unknown>>, keys: TreeOptions['attributes'] = usual): string {
  const chosen =
    keys === 'all'
      ? Object.keys(all)
          .filter((key) => key !== 'exception.stacktrace')
          .sort()
      : keys.filter((key) => key in all);
  return chosen.map((key) => ` ${key}=${printWord(all[key])}`).join('');
}
