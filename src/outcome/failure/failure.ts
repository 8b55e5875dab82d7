import type { CallStatus } from '../../signals/index.ts';
import { chainOf } from './chain.ts';
import { answers, failures, wrappers } from '../codes.ts';
import { statusOfAnswer } from '../http.ts';
import { answerPatterns, failurePatterns, messagePatterns, quotedCode, wrapperPatterns } from './patterns.ts';
import { read } from '../read.ts';
import { classOf, signsOf } from './signs.ts';
import type { Signs } from './signs.ts';
import { stopBy, stopOf } from './stops.ts';

export interface Failure {
  readonly status: CallStatus;
  readonly statusCode: number | undefined;
  /** The code or class name that decided, or else says most. */
  readonly word: string | undefined;
}

interface Hit {
  readonly status: CallStatus;
  readonly word: string | undefined;
}

/**
 * What a thrown value says. The outermost error that says something definite decides; what is vague (a code that may
 * be made up, the text of a message, "connection error") is asked only when none of the errors behind it is definite.
 * An error that says nothing, with a signal of the caller's aborted, is taken for the abort: ofetch drops a reason of
 * `null`, and clients of a team's own wrap it in an error of theirs.
 */
export function failureOf(error: unknown, signals: readonly AbortSignal[] | undefined): Failure {
  const chain = chainOf(error).map(signsOf);
  const fired = signals?.filter((signal) => read(signal, 'aborted') === true) ?? [];
  for (const signs of chain) {
    const failure = definite(signs, fired);
    if (failure !== undefined) return failure;
  }
  const guess = firstOf(chain, unsureAnswer);
  if (guess !== undefined) return guess;
  const hit = firstOf(chain, byMessage) ?? firstOf(chain, ({ words }) => find(words, wrappers, wrapperPatterns));
  const statusCode = firstOf(chain, ({ answer }) => (answer?.sure === true ? answer.code : undefined));
  if (hit === undefined && fired[0] !== undefined) return { ...stopBy(fired[0]), statusCode: undefined };
  return { status: hit?.status ?? 'error', statusCode, word: hit?.word ?? firstOf(chain, ({ words }) => words[0]) };
}

function definite(signs: Signs, fired: readonly AbortSignal[]): Failure | undefined {
  const stopped = stopOf(signs, fired);
  if (stopped !== undefined) return { ...stopped, statusCode: undefined };
  const said = signs.throttled
    ? { status: 'rate_limited' as const, word: signs.words[0] }
    : find(signs.words, answers, answerPatterns);
  if (signs.answer?.sure === true) {
    const { code } = signs.answer;
    const status = statusOfAnswer(signs.answer, said?.status, signs.message);
    if (status !== undefined) return { status, statusCode: code, word: said?.word };
  }
  const hit = said ?? find(signs.words, failures, failurePatterns);
  if (hit === undefined) return undefined;
  return { ...hit, statusCode: signs.answer?.sure === true || said !== undefined ? signs.answer?.code : undefined };
}

function unsureAnswer({ answer, message }: Signs): Failure | undefined {
  const status = answer?.sure === false ? statusOfAnswer(answer, undefined, message) : undefined;
  return status === undefined ? undefined : { status, statusCode: answer?.code, word: undefined };
}

function byMessage({ message, value }: Signs): Hit | undefined {
  const code = quotedCode.exec(message)?.[0];
  const status = code !== undefined && Object.hasOwn(failures, code) ? failures[code] : undefined;
  if (status !== undefined) return { status, word: code };
  const pattern = messagePatterns.find((each) => each.find.test(message));
  return pattern === undefined ? undefined : { status: pattern.status, word: classOf(value) };
}

/** The first word that a table lists or a pattern knows; own properties only, as a class may be named `constructor`. */
function find(
  words: readonly string[],
  table: Readonly<Record<string, CallStatus>>,
  patterns: readonly { readonly find: RegExp; readonly status: CallStatus }[],
): Hit | undefined {
  for (const word of words) {
    const status = Object.hasOwn(table, word) ? table[word] : patterns.find((each) => each.find.test(word))?.status;
    if (status !== undefined) return { status, word };
  }
  return undefined;
}

function firstOf<T>(chain: readonly Signs[], pick: (signs: Signs) => T | undefined): T | undefined {
  for (const signs of chain) {
    const picked = pick(signs);
    if (picked !== undefined) return picked;
  }
  return undefined;
}
