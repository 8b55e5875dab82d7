import { sayOnce } from './say.ts';

/** Says which options of something known by its name were given anew, and differ: the first stand. */
export function sayFirstStand<T extends object>(
  title: string,
  first: T,
  given: T,
  keys: readonly (keyof T & string)[],
  cure = '',
): void {
  const ignored = keys.filter((key) => given[key] !== undefined && given[key] !== first[key]);
  if (ignored.length === 0) return;
  sayOnce(
    `options of ${title}`,
    `${title} was given other options before; the first stand (${ignored.join(', ')} ignored).${cure}`,
  );
}
