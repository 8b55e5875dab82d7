import { fields, namePattern, parameters, query } from './names.ts';

/** One kind of secret: what it looks like, and what is left of it. */
export interface SecretPattern {
  readonly find: RegExp;
  readonly leave: string;
}

/** Kinds of secrets, and one cheap test that none of them is in a text: most texts hold none. */
export interface SecretGroup {
  readonly suspects: (text: string) => boolean;
  readonly patterns: readonly SecretPattern[];
}

/** What stands for a secret: https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/ asks for this word. */
export const mark = 'REDACTED';

// Also as JSON within JSON has them: \"password\":\"...\"
const closing = String.raw`(?:\\{0,3}["'])?\s{0,4}`;
const value = String.raw`(?:"[^"\n]{1,4096}"|'[^'\n]{1,4096}'|\\{1,3}"[^"\\\n]{1,4096}(?:\\{1,3}")?|[^\s"'&,;)}\]]{1,4096})`;

/** A value by what stands before it. It begins at the sign and looks back, for signs are rarer than letters. */
function valueAfter(names: string, signs: string, flags: 'g' | 'gi'): SecretPattern {
  return {
    find: new RegExp(`([${signs}](?<=(?:${names})${closing}[${signs}])\\s{0,4})${value}`, flags),
    leave: `$1${mark}`,
  };
}

function gate(...parts: readonly string[]): (text: string) => boolean {
  const any = new RegExp(parts.join('|'), 'i');
  return (text) => any.test(text);
}

const separate = '(?<![a-z0-9])';
const camelCase = '(?<=[a-z])(?:Token|Secret|Password|ApiKey|AccessKey|SecretKey|PrivateKey)';

// What every name above ends in.
const ends = [
  'pass(?:word|wd|phrase)?|pwd|secret|token|key(?:[-_]?id)?|jwt|sig(?:nature)?|credentials?|session(?:[-_]?id)?|otp',
  'authorization|cookie',
].join('|');

/**
 * Every quantifier is bounded and begins at a literal or behind a look-behind, so that the time grows with the length
 * of the text alone, whatever it holds: errors carry what strangers sent.
 */
export const secretGroups: readonly SecretGroup[] = [
  {
    suspects: (text) => text.includes('-----BEGIN'),
    patterns: [
      // A missing END is a key that was cut short: then all the rest is the key.
      {
        find: /-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY[A-Z ]{0,16}-----(?:(?!-----END)[\s\S]){0,8192}(?:-----END [A-Z0-9 ]{1,64}-----)?/g,
        leave: mark,
      },
    ],
  },
  {
    suspects: (text) => text.includes('://') && text.includes('@'),
    patterns: [
      // A password may hold `/`, `?`, `#` and `@` unencoded; `host:8080/` is a port and no password.
      {
        find: /:\/\/[^\s:/?#@"'<>]{0,256}:(?!\d{1,5}(?:[/?#]|$))[^\s"'<>@]{0,256}@(?:[^\s/?#"'<>@]{1,256}@)?/gm,
        leave: `://${mark}:${mark}@`,
      },
      { find: /:\/\/[^\s:/?#@"'<>]{1,512}@/g, leave: `://${mark}@` },
    ],
  },
  {
    suspects: (text) => schemes.test(text),
    patterns: [
      // Without a digit, a sign or a capital inside it is prose: "basic authentication failed"
      {
        find: /(?<!\w)((?:[Bb]earer|[Bb]asic|BEARER|BASIC)\s{1,4})(?=[A-Za-z._~+/-]{0,64}[\d=]|[A-Za-z]{0,64}[a-z][A-Z])[\w.~+/=-]{6,4096}/g,
        leave: `$1${mark}`,
      },
    ],
  },
  {
    suspects: gate(`[=:](?<=(?:${ends})${closing}[=:])`, `=(?<=[?&;][\\w.-]{0,33}(?:code|auth|assertion)=)`),
    patterns: [
      {
        find: new RegExp(`([?&;](?:[\\w.-]{0,32}[-_.])?(?:${query})=)[^\\s&#;"'<>]{1,4096}`, 'gi'),
        leave: `$1${mark}`,
      },
      {
        find: new RegExp(
          `([:=](?<=authorization${closing}[:=])\\s{0,4}(?:\\\\{0,3}["'])?(?:[a-z][\\w-]{1,30}\\s{1,4})?)[^\\s"',;\\\\]{1,4096}`,
          'gi',
        ),
        leave: `$1${mark}`,
      },
      {
        find: new RegExp(`([:=](?<=cookie${closing}[:=])\\s{0,4}(?:\\\\{0,3}["'])?)[^\\r\\n"'\\\\]{1,4096}`, 'gi'),
        leave: `$1${mark}`,
      },
      valueAfter(`${separate}(?:${fields})`, '=:', 'gi'),
      valueAfter(`${separate}(?:${parameters})`, '=', 'gi'),
      // accessToken, clientSecret, dbPassword
      valueAfter(camelCase, '=:', 'g'),
    ],
  },
  {
    suspects: (text) => shapes.test(text),
    patterns: [
      // JSON Web Tokens: `eyJ` is base64 for `{"`
      { find: /(?<![\w-])eyJ[\w-]{5,4096}\.[\w-]{2,4096}(?:\.[\w-]{0,4096}){0,3}/g, leave: mark },
      { find: /(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9+/=_]{3,256}/g, leave: mark },
      { find: /(?<![A-Za-z0-9])sk-[\w-]{16,256}/g, leave: mark },
      {
        find: /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{3,255}|github_pat_\w{3,255}|glpat-[\w-]{16,64})/g,
        leave: mark,
      },
      { find: /(?<![A-Za-z0-9])x(?:ox[a-z]|app)-[A-Za-z0-9-]{3,256}/g, leave: mark },
      { find: /(?<![A-Za-z0-9])(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}(?![A-Za-z0-9])/g, leave: mark },
      { find: /(?<![A-Za-z0-9])AIza[\w-]{30,64}/g, leave: mark },
      { find: /(?<![A-Za-z0-9])SG\.[\w-]{16,64}\.[\w-]{16,128}/g, leave: mark },
    ],
  },
];

const schemes = /(?:[Bb](?:earer|asic)|BEARER|BASIC)\s/;

const shapes =
  /eyJ[\w-]{5}|[sr]k_(?:live|test)_|whsec_|(?<![A-Za-z0-9])sk-|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|xapp-|A(?:KIA|SIA|ROA|IDA)[A-Z0-9]|AIza|SG\./;

/** The same for names of the user's own. */
export function groupOf(keys: readonly string[]): SecretGroup {
  const names = `${separate}(?:${keys.map(namePattern).join('|')})`;
  return { suspects: gate(`[=:](?<=(?:${names})${closing}[=:])`), patterns: [valueAfter(names, '=:', 'gi')] };
}
