import { mark, secretPatterns } from './patterns.ts';

/** Characters of a text that are read; what lies beyond is dropped, never passed on unread. */
const limit = 8_192;

/** Whatever no secret contains: a text that is cut ends at one of these, so that half a secret is not left at its end. */
const boundary = /[\s"'<>]/;

/**
 * The text without the secrets in it: credentials in URLs and connection strings, secret query parameters and fields,
 * authorization headers, tokens of well-known shapes, private keys. At most 8,192 characters long; never throws.
 */
export function redactText(text: string): string {
  try {
    let redacted = text.length > limit ? cut(text) : text;
    for (const { find, leave } of secretPatterns) redacted = redacted.replace(find, leave);
    return redacted.length > limit ? redacted.slice(0, limit) : redacted;
  } catch {
    // No text at all (the caller's types were wrong): nothing may pass unread.
    return mark;
  }
}

function cut(text: string): string {
  let end = limit - 1;
  while (end > 0 && !boundary.test(text.charAt(end - 1))) end -= 1;
  return `${text.slice(0, end)}…`;
}
