/** One kind of secret: what it looks like, and what is left of it. */
export interface SecretPattern {
  readonly find: RegExp;
  readonly leave: string;
}

/** What stands for a secret: https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/ asks for this word. */
export const mark = 'REDACTED';

/** Names whose values are secrets wherever they stand; anything that ends in `-`, `_` or `.` may come before (`x-api-key`). */
const fields = [
  'pass(?:word|wd|phrase)?',
  'pwd',
  'secret(?:[-_]?(?:access[-_]?)?key)?',
  'token',
  'api[-_]?key',
  '(?:access|account|auth|private|shared[-_]?access|signing|subscription)[-_]?key(?:[-_]?id)?',
  'jwt',
].join('|');

/** Secrets where `=` follows; before a colon they are ordinary words ("signature: does not match"). */
const parameters = `${fields}|sig(?:nature)?|shared[-_]?access[-_]?signature|credentials?|session(?:[-_]?id)?|otp`;

/** Secrets as parameters of a URL alone. */
const query = `${parameters}|key|code|auth|assertion`;

const value = `(?:"[^"\\n]{1,4096}"|'[^'\\n]{1,4096}'|[^\\s"'&,;)}\\]]{1,4096})`;
const prefix = '(?<![a-z0-9])(?:[\\w.-]{0,32}[-_.])?';

/**
 * Every quantifier is bounded and begins at a literal or behind a look-behind, so that the time grows with the length
 * of the text alone, whatever it holds: errors carry what strangers sent.
 */
export const secretPatterns: readonly SecretPattern[] = [
  // A missing END is a key that was cut short: then all the rest is the key.
  {
    find: /-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY[A-Z ]{0,16}-----(?:(?!-----END)[\s\S]){0,8192}(?:-----END [A-Z0-9 ]{1,64}-----)?/g,
    leave: mark,
  },
  // A password may hold `/`, `?`, `#` and `@` unencoded; `host:8080/` is a port and no password.
  {
    find: /:\/\/[^\s:/?#@"'<>]{0,256}:(?!\d{1,5}(?:[/?#]|$))[^\s"'<>@]{0,256}@(?:[^\s/?#"'<>@]{1,256}@)?/gm,
    leave: `://${mark}:${mark}@`,
  },
  { find: /:\/\/[^\s:/?#@"'<>]{1,512}@/g, leave: `://${mark}@` },
  { find: new RegExp(`([?&;](?:[\\w.-]{0,32}[-_.])?(?:${query})=)[^\\s&#;"'<>]{1,4096}`, 'gi'), leave: `$1${mark}` },
  {
    find: /(authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:[a-z][\w-]{1,30}\s{1,4})?)[^\s"',;]{1,4096}/gi,
    leave: `$1${mark}`,
  },
  // Without a digit, a sign or a capital inside it is prose: "basic authentication failed"
  {
    find: /(?<!\w)((?:[Bb]earer|[Bb]asic|BEARER|BASIC)\s{1,4})(?=[A-Za-z._~+/-]{0,64}[\d=]|[A-Za-z]{0,64}[a-z][A-Z])[\w.~+/=-]{6,4096}/g,
    leave: `$1${mark}`,
  },
  { find: /(cookie["']?\s{0,4}[:=]\s{0,4}["']?)[^\r\n"']{1,4096}/gi, leave: `$1${mark}` },
  { find: new RegExp(`(${prefix}(?:${fields})["']?\\s{0,4}[=:]\\s{0,4})${value}`, 'gi'), leave: `$1${mark}` },
  { find: new RegExp(`(${prefix}(?:${parameters})\\s{0,4}=\\s{0,4})${value}`, 'gi'), leave: `$1${mark}` },
  // accessToken, clientSecret, dbPassword
  {
    find: new RegExp(
      `((?<=[a-z])(?:Token|Secret|Password|ApiKey|AccessKey|SecretKey|PrivateKey)["']?\\s{0,4}[=:]\\s{0,4})${value}`,
      'g',
    ),
    leave: `$1${mark}`,
  },
  // JSON Web Tokens: `eyJ` is base64 for `{"`
  { find: /(?<![\w-])eyJ[\w-]{5,4096}\.[\w-]{2,4096}(?:\.[\w-]{0,4096}){0,3}/g, leave: mark },
  { find: /(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9+/=_]{3,256}/g, leave: mark },
  { find: /(?<![A-Za-z0-9])sk-[\w-]{16,256}/g, leave: mark },
  { find: /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{3,255}|github_pat_\w{3,255}|glpat-[\w-]{16,64})/g, leave: mark },
  { find: /(?<![A-Za-z0-9])x(?:ox[a-z]|app)-[A-Za-z0-9-]{3,256}/g, leave: mark },
  { find: /(?<![A-Za-z0-9])(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}(?![A-Za-z0-9])/g, leave: mark },
  { find: /(?<![A-Za-z0-9])AIza[\w-]{30,64}/g, leave: mark },
  { find: /(?<![A-Za-z0-9])SG\.[\w-]{16,64}\.[\w-]{16,128}/g, leave: mark },
];
