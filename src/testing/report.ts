import { printDifferences } from './matching/index.ts';
import type { Held, LogExpectation, SpanExpectation } from './matching/index.ts';
import { print } from './print.ts';
import { printTree, usualAnd } from './tree.ts';
import type { View } from './emitted/index.ts';

interface Asked<T> {
  readonly noun: 'span' | 'trace' | 'log record';
  readonly filter: unknown;
  readonly held: Held<T>;
  readonly show: (one: T, attributes: readonly string[]) => string;
  readonly view: View;
  /** How many should match; undefined for one or more. */
  readonly times?: number | undefined;
  /** What else a reader should know. */
  readonly hint?: string | undefined;
}

/** Why a test fails that expected something: what it expected, what came nearest, and all that was emitted. */
export function reportMissing<T>({ noun, filter, held, show, view, times, hint }: Asked<T>): string {
  const keys = usualAnd(expectedKeys(filter));
  const { matching, nearest } = held;
  const count = times === undefined ? `a ${noun}` : `${times} ${noun}${times === 1 ? '' : 's'}`;
  const parts = [
    `Expected ${count}, found ${matching.length === 0 ? 'none' : matching.length}:\n  ${print(filter, '  ')}`,
  ];
  if (nearest !== undefined)
    parts.push(`Nearest: ${show(nearest.one, keys)}\n${printDifferences(nearest.differences)}`);
  if (matching.length > 0) parts.push(`Matching:\n${indent(cut(matching.map((one) => show(one, keys)).join('\n')))}`);
  if (hint !== undefined) parts.push(hint);
  parts.push(reportEmitted(view, keys));
  return parts.join('\n\n');
}

/** Why a test fails that expected something not to be there. */
export function reportUnwanted<T>({ noun, filter, held, show, times }: Asked<T>): string {
  const keys = usualAnd(expectedKeys(filter));
  const count = times === undefined ? `no ${noun}` : `not ${times} ${noun}${times === 1 ? '' : 's'}`;
  const lines = held.matching.map((one) => show(one, keys));
  return `Expected ${count}, found ${lines.length}:\n  ${print(filter, '  ')}\n\nMatching:\n${indent(cut(lines.join('\n')))}`;
}

function reportEmitted(view: View, attributes: readonly string[]): string {
  const tree = printTree(view, { attributes });
  return tree === ''
    ? 'Emitted: nothing, since the test telemetry was started or reset.'
    : `Emitted:\n${indent(cut(tree))}`;
}

/** Attribute keys that an expectation names, at any depth: those one wants to see beside it. */
function expectedKeys(filter: unknown): string[] {
  if (typeof filter !== 'object' || filter === null || filter instanceof RegExp) return [];
  const { attributes, children, including, events, logs, links } = filter as SpanExpectation & LogExpectation;
  const deeper = [children, including, events, logs, links].flatMap((list) => list ?? []);
  return [...Object.keys(attributes ?? {}), ...deeper.flatMap(expectedKeys)];
}

/** A failure is read by people: what is too long for them is cut. */
export function cut(text: string, limit = 80): string {
  const lines = text.split('\n');
  const left = lines.length - limit;
  return left <= 0 ? text : [...lines.slice(0, limit), `… and ${left} more`].join('\n');
}

export function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
