import { mark, secretGroups } from './patterns.ts';
import type { SecretGroup } from './patterns.ts';

/** Whatever no secret contains: a text that is cut ends at one of these, so that half a secret is not left at its end. */
const boundary = /[\s"'<>]/;
// The shortest text with a secret in it: `pwd=1`
const shortest = 5;
/** What every text with a secret has: most values (`GET`, `satloc`, `jobs.upload`) have nothing of it. */
const ground = /[=:_\-\s]|eyJ|SG\.|A[KSRI]/;

/** The text without the secrets of these groups, at most so many characters long: the rest is dropped, never passed on unread. */
export function withoutSecrets(text: string, limit: number, more?: SecretGroup): string {
  if (text.length < shortest || (text.length <= limit && !ground.test(text))) return text;
  const read = text.length > limit ? cut(text, limit) : text;
  let redacted = read;
  for (const group of secretGroups) if (group.suspects(redacted)) redacted = replaced(redacted, group);
  if (more?.suspects(redacted)) redacted = replaced(redacted, more);
  return redacted.length > limit ? redacted.slice(0, limit) : redacted;
}

const errorText = 8_192;

/**
 * The text without the secrets in it: credentials in URLs and connection strings, secret query parameters and fields,
 * authorization headers, tokens of well-known shapes, private keys. At most 8,192 characters long; never throws.
 */
export function redactText(text: string): string {
  try {
    return typeof text === 'string' ? withoutSecrets(text, errorText) : mark;
  } catch {
    // Nothing may pass unread.
    return mark;
  }
}

function replaced(text: string, { patterns }: SecretGroup): string {
  let redacted = text;
  for (const { find, leave } of patterns) redacted = redacted.replace(find, leave);
  return redacted;
}

function cut(text: string, limit: number): string {
  let end = limit - 1;
  while (end > 0 && !boundary.test(text.charAt(end - 1))) end -= 1;
  return `${text.slice(0, end)}…`;
}
