import { baggageEntryMetadataFromString, propagation } from '@opentelemetry/api';
import type { Baggage, BaggageEntry } from '@opentelemetry/api';

// https://www.w3.org/TR/baggage/#limits
const membersLimit = 64;
const lengthLimit = 8_192;
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Baggage in its W3C form; undefined where there is none. What goes beyond the limits is left out. */
export function writeBaggage(baggage: Baggage | undefined): string | undefined {
  let text = '';
  let members = 0;
  for (const [key, { value, metadata }] of baggage?.getAllEntries() ?? []) {
    if (!token.test(key) || members >= membersLimit) continue;
    const properties = metadata === undefined ? '' : `;${metadata.toString()}`;
    const member = `${key}=${encodeURIComponent(value.toWellFormed())}${properties}`;
    const grown = text === '' ? member : `${text},${member}`;
    if (grown.length > lengthLimit) continue;
    text = grown;
    members += 1;
  }
  return text === '' ? undefined : text;
}

/** Baggage of its W3C form; a member that cannot be read is left out. */
export function readBaggage(text: string): Baggage | undefined {
  if (text.length > lengthLimit) return undefined;
  const entries = new Map<string, BaggageEntry>();
  for (const member of text.split(',').slice(0, membersLimit)) {
    const [pair = '', ...properties] = member.split(';');
    const equals = pair.indexOf('=');
    const key = pair.slice(0, Math.max(equals, 0)).trim();
    const value = decode(pair.slice(equals + 1).trim());
    if (!token.test(key) || value === undefined) continue;
    const metadata = properties.join(';').trim();
    entries.set(key, metadata === '' ? { value } : { value, metadata: baggageEntryMetadataFromString(metadata) });
  }
  return entries.size === 0 ? undefined : propagation.createBaggage(Object.fromEntries(entries));
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
