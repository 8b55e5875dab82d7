import { sayOnce } from '../safety/index.ts';

/** What can be reported of a source's answer. A value that is no count is left out and told once; an answer that is none, thrown. */
export function acceptCounts<Field extends string>(
  source: string,
  fields: readonly Field[],
  answer: unknown,
): { readonly [F in Field]?: number } {
  if (typeof answer !== 'object' || answer === null) throw new TypeError('the answer is no object of counts');
  const accepted: { [F in Field]?: number } = {};
  for (const field of fields) {
    const value = (answer as Record<string, unknown>)[field];
    if (value === undefined || value === null) continue;
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) accepted[field] = value;
    else {
      sayOnce(
        `${field} of ${source}`,
        `${source} gave as ${field} something that is no number from 0 on (${typeof value}); it is not reported.`,
      );
    }
  }
  return accepted;
}
