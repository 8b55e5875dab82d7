/** Names whose values are secrets wherever they stand; anything that ends in `-`, `_` or `.` may come before (`x-api-key`). */
export const fields: string = [
  'pass(?:word|wd|phrase)?',
  'pwd',
  'secret(?:[-_]?(?:access[-_]?)?key)?',
  'token',
  'api[-_]?key',
  '(?:access|account|auth|private|shared[-_]?access|signing|subscription)[-_]?key(?:[-_]?id)?',
  'jwt',
].join('|');

/** Secrets where `=` follows, or as the key of a value; before a colon in prose they are ordinary words ("signature: does not match"). */
export const parameters: string = `${fields}|sig(?:nature)?|shared[-_]?access[-_]?signature|credentials?|session(?:[-_]?id)?|otp`;

/** Secrets as parameters of a URL alone. */
export const query: string = `${parameters}|key|code|auth|assertion`;

/** Names of headers, beside the fields. */
const headers = '(?:proxy[-_])?authorization|(?:set[-_])?cookies?';

// A catalogue of names is small; whatever makes up names at each record must not fill the memory.
const limit = 2_000;
const keyLength = 128;
const hump = /([a-z0-9])([A-Z])/g;

/** Tells by its key whether a value is a secret: `password`, `x-api-key`, `db.password`, `clientSecret`. */
export type KeyTest = (key: string) => boolean;

export function keyTest(own: readonly string[]): KeyTest {
  const names = [parameters, headers, ...own.map(namePattern)].join('|');
  const secret = new RegExp(`(?:^|[^a-z0-9])(?:${names})$`);
  const known = new Map<string, boolean>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    // A session's id by the conventions is no credential; names are short, and what is longer is read at its end.
    const is = key !== 'session.id' && secret.test(key.slice(-keyLength).replace(hump, '$1_$2').toLowerCase());
    if (known.size < limit && key.length <= keyLength) known.set(key, is);
    return is;
  };
}

/** A name of the user's, in lower case, with or without the signs between its words. */
export function namePattern(name: string): string {
  const words = name
    .replace(hump, '$1_$2')
    .toLowerCase()
    .split(/[-_.\s]+/);
  return words.map((word) => word.replace(/[^a-z0-9]/g, String.raw`\$&`)).join('[-_.]?');
}
