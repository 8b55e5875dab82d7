import type { CallStatus } from '../../signals/index.ts';
import { read } from '../read.ts';
import type { Signs } from './signs.ts';

export interface Stop {
  readonly status: CallStatus;
  readonly word: string | undefined;
}

/** The caller's own cancelling, said by class or code alone: axios, got, openai and anthropic, gRPC. */
const cancels: ReadonlySet<string> = new Set([
  'APIUserAbortError',
  'CANCELLED',
  'CancelError',
  'CanceledError',
  'CancelledError',
  'ERR_CANCELED',
]);

/** An abort by someone: by the caller where a signal of the caller's is aborted, by the client's own timer else. */
const aborts: ReadonlySet<string> = new Set(['ABORT_ERR', 'AbortError', 'ERR_ABORTED', 'UND_ERR_ABORTED']);

/**
 * Whether the call was stopped, and by whom. `fired` are those of the caller's signals that are aborted; one that ran
 * out of time (`AbortSignal.timeout`) is a time limit as any other.
 */
export function stopOf({ value, words }: Signs, fired: readonly AbortSignal[]): Stop | undefined {
  for (const signal of fired) {
    // The caller may abort with any value, and fetch, ky and undici throw that very value
    if (Object.is(read(signal, 'reason'), value)) return stopBy(signal);
  }
  const cancel = words.find((each) => cancels.has(each));
  const abort = cancel ?? words.find((each) => aborts.has(each));
  if (abort === undefined) return undefined;
  const [first] = fired;
  if (first !== undefined) return stopBy(first);
  return { status: cancel === undefined ? 'timeout' : 'cancelled', word: abort };
}

/** What the caller meant by aborting. */
export function stopBy(signal: AbortSignal): Stop {
  const timedOut = read(read(signal, 'reason'), 'name') === 'TimeoutError';
  return timedOut ? { status: 'timeout', word: 'TimeoutError' } : { status: 'cancelled', word: undefined };
}
