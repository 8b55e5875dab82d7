import { weigh } from './difference.ts';
import type { Difference } from './difference.ts';

/** What was expected, held against all that was emitted. */
export interface Held<T> {
  readonly matching: readonly T[];
  /** The one that came closest, where none matches. */
  readonly nearest: { readonly one: T; readonly differences: readonly Difference[] } | undefined;
}

export function hold<T>(emitted: readonly T[], compare: (one: T) => Difference[]): Held<T> {
  const matching: T[] = [];
  let nearest: { one: T; differences: Difference[] } | undefined;
  for (const one of emitted) {
    const differences = compare(one);
    if (differences.length === 0) matching.push(one);
    else if (nearest === undefined || weigh(differences) < weigh(nearest.differences)) nearest = { one, differences };
  }
  return { matching, nearest: matching.length === 0 ? nearest : undefined };
}

/** Differences, one a line, aligned. */
export function printDifferences(differences: readonly Difference[]): string {
  const width = Math.max(...differences.map(({ path }) => path.length));
  return differences.map(({ path, text }) => `  ${path.padEnd(width)}  ${text}`).join('\n');
}
