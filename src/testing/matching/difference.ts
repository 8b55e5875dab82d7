import { isMatcher, print } from '../print.ts';

/** Where something emitted is not what was expected, and how much that weighs when the nearest is sought. */
export interface Difference {
  readonly path: string;
  readonly text: string;
  readonly weight: number;
}

export function weigh(differences: readonly Difference[]): number {
  return differences.reduce((sum, { weight }) => sum + weight, 0);
}

/** Compares one value: equal in depth, matched by a RegExp, or accepted by an asymmetric matcher. */
export function compareValue(path: string, expected: unknown, received: unknown, weight = 1): Difference[] {
  if (accepts(expected, received)) return [];
  const wanted = expected === undefined ? 'none' : print(expected, ' '.repeat(4));
  const found = received === undefined ? 'none' : print(received, ' '.repeat(4));
  return [{ path, text: `expected ${wanted}, received ${found}`, weight }];
}

/** Compares a name; the more alike two are, the nearer: a typo is a near miss. */
export function compareName(path: string, expected: unknown, received: string | undefined): Difference[] {
  const alike = typeof expected === 'string' && received !== undefined ? similarity(expected, received) : 0;
  return compareValue(path, expected, received, 1 + 12 * (1 - alike));
}

/** Compares what is expected key by key; what is not mentioned may be anything. */
export function compareKeys(path: string, expected: object | undefined, received: object): Difference[] {
  return Object.entries(expected ?? {}).flatMap(([key, value]) =>
    compareValue(path === '' ? key : `${path}.${key}`, value, (received as Record<string, unknown>)[key]),
  );
}

function accepts(expected: unknown, received: unknown): boolean {
  if (isMatcher(expected)) return expected.asymmetricMatch(received);
  if (expected instanceof RegExp) return typeof received === 'string' && received.search(expected) >= 0;
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, received) || expected === received;
  if (typeof received !== 'object' || received === null || Array.isArray(expected) !== Array.isArray(received))
    return false;
  const keys = Object.keys(expected);
  return (
    keys.length === Object.keys(received).length &&
    keys.every(
      (key) =>
        key in received &&
        accepts((expected as Record<string, unknown>)[key], (received as Record<string, unknown>)[key]),
    )
  );
}

/** 1 for equal texts, 0 for texts that have nothing in common: one less the share of edits (Levenshtein). */
function similarity(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return 1 - (row[b.length] ?? 0) / Math.max(a.length, b.length, 1);
}
