import { weigh } from './difference.ts';
import type { Difference } from './difference.ts';

interface Sequences<E, A> {
  readonly path: string;
  readonly expected: readonly E[];
  readonly received: readonly A[];
  readonly compare: (path: string, expected: E, received: A) => Difference[];
  readonly show: (one: E | A) => string;
  /** Whether others may stand between those expected. */
  readonly others: boolean;
}

// Less than two names that have little in common: those are rather one missing and one too many.
const absent = 4;

/** Lays two lists side by side, in order, so that they differ as little as possible, and says in what they differ. */
export function compareSequence<E, A>({
  path,
  expected,
  received,
  compare,
  show,
  others,
}: Sequences<E, A>): Difference[] {
  const extra = (j: number): Difference[] => {
    const one = received[j];
    return others || one === undefined ? [] : [{ path, text: `unexpected ${show(one)}`, weight: absent }];
  };
  const missing = (i: number): Difference[] => {
    const one = expected[i];
    return one === undefined ? [] : [{ path: `${path}[${i}]`, text: `missing ${show(one)}`, weight: absent }];
  };
  // The best alignment of all that comes before the j-th received, for the first i expected; row by row.
  let row: Difference[][] = [[]];
  for (let j = 0; j < received.length; j++) row.push([...(row[j] ?? []), ...extra(j)]);
  for (const [i, wanted] of expected.entries()) {
    const next: Difference[][] = [[...(row[0] ?? []), ...missing(i)]];
    for (const [j, found] of received.entries()) {
      const both = [...(row[j] ?? []), ...compare(`${path}[${i}]`, wanted, found)];
      const without = [...(row[j + 1] ?? []), ...missing(i)];
      const beside = [...(next[j] ?? []), ...extra(j)];
      next.push(least(both, without, beside));
    }
    row = next;
  }
  return row[received.length] ?? [];
}

function least(...candidates: Difference[][]): Difference[] {
  return candidates.reduce((best, one) => (weigh(one) < weigh(best) ? one : best));
}
