import { callStatuses } from '../signals/index.ts';
import type { CallStatus } from '../signals/index.ts';
import { isObject, sayFault } from '../safety/index.ts';
import { answerOf } from './answer.ts';
import { describeError } from './describe.ts';
import { failureOf } from './failure/index.ts';
import type { Failure } from './failure/index.ts';
import { statusOfAnswer } from './http.ts';
import { processStop } from './stop.ts';

/** What a call came to; a tagged value, since `undefined`, `0` and `''` can be thrown too. */
export type Ending =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown };

/** Decided once a call, and equal on span, metric and log record. */
export interface Outcome {
  readonly status: CallStatus;
  /** HTTP status code, error code or class name; absent on success and on a cancelled call. At most 64 characters. */
  readonly errorType: string | undefined;
  /** Status code of the response, where one is known. */
  readonly statusCode: number | undefined;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
}

/** What else bears on an outcome: what the caller passed, and what the options say. */
export interface Reading {
  /** Those of the call's own arguments, see `callerSignals`. */
  readonly signals: readonly AbortSignal[] | undefined;
  /** HTTP status codes that count as `success`. */
  readonly expected: readonly number[] | undefined;
  /** The user's own word, before all else: a status, or nothing. */
  readonly classify: ((result: unknown, error: unknown) => CallStatus | undefined) | undefined;
}

const levels: Readonly<Record<CallStatus, Outcome['level']>> = {
  success: 'debug',
  cancelled: 'debug',
  client_error: 'warn',
  rate_limited: 'warn',
  rejected: 'warn',
  timeout: 'error',
  auth_error: 'error',
  network_error: 'error',
  server_error: 'error',
  error: 'error',
};

const success: Outcome = Object.freeze({
  status: 'success',
  errorType: undefined,
  statusCode: undefined,
  level: 'debug',
});

/** One outcome a status code (100 to 599), made when first needed: a success allocates nothing. */
const successes = new Map<number, Outcome>();

/** Decides what an ending means. Never throws, whatever was returned or thrown; runs no getter of a plain result. */
export function outcomeOf(ending: Ending, reading: Reading): Outcome {
  try {
    if (ending.kind === 'threw') return ofThrown(ending.error, reading);
    if (reading.classify === undefined && !isObject(ending.value)) return success;
    return ofReturned(ending.value, reading);
  } catch (fault) {
    sayFault('reading the outcome of a call', describeError(fault).message);
    return ending.kind === 'returned' ? success : outcome({ status: 'error', statusCode: undefined, word: undefined });
  }
}

function ofReturned(value: unknown, reading: Reading): Outcome {
  const answer = typeof value === 'object' && value !== null ? answerOf(value) : undefined;
  const code = answer?.code;
  const told = reading.classify === undefined ? undefined : ask(reading.classify, value, undefined);
  if (told !== undefined) return outcome({ status: told, statusCode: code, word: undefined });
  if (answer === undefined || answer.code < 400 || reading.expected?.includes(answer.code) === true)
    return successOf(code);
  return outcome({ status: statusOfAnswer(answer, undefined, '') ?? 'error', statusCode: code, word: undefined });
}

function ofThrown(error: unknown, { signals, expected, classify }: Reading): Outcome {
  const failure = failureOf(error, signals);
  // A deploy is no failure of anybody's: connections are closed under what still runs.
  if (processStop.begun) return outcome({ ...failure, status: 'cancelled' });
  const told = classify === undefined ? undefined : ask(classify, undefined, error);
  if (told !== undefined) return outcome({ ...failure, status: told });
  if (failure.statusCode !== undefined && expected?.includes(failure.statusCode) === true)
    return successOf(failure.statusCode);
  return outcome(failure);
}

function outcome({ status, statusCode, word }: Failure): Outcome {
  if (status === 'success') return successOf(statusCode);
  const level = levels[status];
  if (status === 'cancelled') return { status, errorType: undefined, statusCode, level };
  // A code below 400 came with the body that then failed: it is no type of error
  const errorType = statusCode !== undefined && statusCode >= 400 ? String(statusCode) : (word ?? '_OTHER');
  return { status, errorType, statusCode, level };
}

function successOf(code: number | undefined): Outcome {
  if (code === undefined) return success;
  let found = successes.get(code);
  if (found === undefined) {
    found = Object.freeze({ ...success, statusCode: code });
    successes.set(code, found);
  }
  return found;
}

/** What the hook says; a fault in it, or a word that is no status, changes nothing and is told once. */
function ask(classify: NonNullable<Reading['classify']>, result: unknown, error: unknown): CallStatus | undefined {
  try {
    const told: unknown = classify(result, error);
    if (told === undefined || told === null) return undefined;
    if (callStatuses.includes(told as CallStatus)) return told as CallStatus;
    // An async hook's rejection would end the process
    if (told instanceof Promise) told.catch(() => {});
    sayFault(
      'the classify hook',
      `it must give nothing or one of ${callStatuses.join(', ')}; it gave ${describeError(told).message}`,
    );
  } catch (fault) {
    // As text: `sayFault` is handed no stranger's object, and no secret
    const { message, stacktrace } = describeError(fault);
    sayFault('the classify hook', stacktrace ?? message);
  }
  return undefined;
}
