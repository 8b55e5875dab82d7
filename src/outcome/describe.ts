import { redactText } from '../redaction/index.ts';
import { chainOf, classOf } from './failure/index.ts';
import { isObject } from '../safety/index.ts';
import { isError, readText } from './read.ts';

/** A thrown value in words that may leave the process. */
export interface ErrorDescription {
  /** Class name; of a value that is no object, its `typeof`. */
  readonly type: string;
  /** Redacted, at most 2,048 characters. */
  readonly message: string;
  /** First line of the message, for a span's status; redacted, at most 256 characters. */
  readonly firstLine: string;
  /** The stack, then those of the causes; redacted, at most 16,384 characters. Absent where nothing has one. */
  readonly stacktrace: string | undefined;
}

const mostOfMessage = 2_048;
const mostOfLine = 256;
const mostOfStack = 16_384;

/** Describes whatever was thrown, without its secrets. Never throws. */
export function describeError(error: unknown): ErrorDescription {
  const message = redactText(messageOf(error));
  const firstLine = (/[^\r\n]+/.exec(message)?.[0] ?? '').trim();
  return {
    type: typeOf(error),
    message: bounded(message, mostOfMessage),
    firstLine: bounded(firstLine, mostOfLine),
    stacktrace: stackOf(error),
  };
}

function typeOf(error: unknown): string {
  if (isObject(error)) return classOf(error) ?? (isError(error) ? 'Error' : 'Object');
  return error === null ? 'null' : typeof error;
}

function messageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  // A symbol's and a bigint's text is safe to take; an object's `toString` is a stranger's function
  if (!isObject(error)) return String(error);
  return readText(error, 'message') ?? (isError(error) ? '' : `a thrown ${typeof error} without a message`);
}

function stackOf(error: unknown): string | undefined {
  const stack = readText(error, 'stack');
  let text = stack === undefined ? undefined : redactText(stack);
  for (const cause of chainOf(error).slice(1)) {
    const part = readText(cause, 'stack') ?? (isObject(cause) ? readText(cause, 'message') : String(cause));
    if (part === undefined) continue;
    // Each by itself: the redaction drops what lies beyond its limit, and the root cause counts most
    text = `${text ?? redactText(messageOf(error))}\nCaused by: ${redactText(part)}`;
    if (text.length >= mostOfStack) break;
  }
  return text === undefined ? undefined : bounded(text, mostOfStack);
}

function bounded(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
