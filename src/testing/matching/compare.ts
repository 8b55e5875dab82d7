import type { EmittedEvent, EmittedLink, EmittedLog, EmittedSpan } from '../emitted/index.ts';
import { print } from '../print.ts';
import { compareKeys, compareName, compareValue } from './difference.ts';
import type { Difference } from './difference.ts';
import type { ExpectedEvent, ExpectedLink, LogExpectation, SpanExpectation } from './expected.ts';
import { compareSequence } from './sequence.ts';

/** In what a span differs from what is expected of it; in nothing where it matches. */
export function compareSpan(path: string, expected: SpanExpectation, span: EmittedSpan): Difference[] {
  const { name, children, including, events, logs, links, attributes, open = false, ...plain } = expected;
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  const list = <E extends object, A extends object>(
    key: string,
    wanted: readonly E[] | undefined,
    received: readonly A[],
    compare: (path: string, expected: E, received: A) => Difference[],
  ) =>
    wanted === undefined
      ? []
      : compareSequence({
          path: at(key),
          expected: wanted,
          received,
          compare,
          show: title,
          others: key === 'including',
        });
  return [
    ...('name' in expected ? compareName(at('name'), name, span.name) : []),
    ...(open === span.open
      ? []
      : [{ path: path === '' ? 'the span' : path, text: span.open ? 'has not ended' : 'has ended', weight: 2 }]),
    ...compareKeys(path, plain, span),
    ...compareKeys(at('attributes'), attributes, span.attributes),
    ...list('events', events, span.events, compareEvent),
    ...list('links', links, span.links, compareLink),
    ...list('logs', logs, span.logs, compareLog),
    ...list('children', children, span.children, compareSpan),
    ...list('including', including, span.children, compareSpan),
  ];
}

/** In what a log record differs from what is expected of it. */
export function compareLog(path: string, expected: LogExpectation, log: EmittedLog): Difference[] {
  const { event, span, attributes, ...plain } = expected;
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  return [
    ...('event' in expected ? compareName(at('event'), event, log.event) : []),
    ...('span' in expected ? compareValue(at('span'), span, log.span?.name) : []),
    ...compareKeys(path, plain, log),
    ...compareKeys(at('attributes'), attributes, log.attributes),
  ];
}

function compareEvent(path: string, { name, attributes }: ExpectedEvent, event: EmittedEvent): Difference[] {
  return [
    ...(name === undefined ? [] : compareName(`${path}.name`, name, event.name)),
    ...compareKeys(`${path}.attributes`, attributes, event.attributes),
  ];
}

function compareLink(path: string, { to, attributes }: ExpectedLink, link: EmittedLink): Difference[] {
  return [
    ...(to === undefined ? [] : compareName(`${path}.to`, to, link.span?.name)),
    ...compareKeys(`${path}.attributes`, attributes, link.attributes),
  ];
}

/** What names a thing best in one line. */
function title(one: object): string {
  const { name, event, to, span } = one as { name?: unknown; event?: unknown; to?: unknown; span?: { name?: string } };
  return print(name ?? event ?? to ?? span?.name ?? one);
}
