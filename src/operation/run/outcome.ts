import { outcomeOf } from '../../outcome/index.ts';
import type { Ending, Outcome } from '../../outcome/index.ts';
import type { RunEnd } from '../../signals/index.ts';

/** What a run of a sync or a stage came to: one word for span, metric and log record. */
export interface RunOutcome {
  readonly status: RunEnd;
  /** As of a partner call; `_OTHER` where no error was thrown. Absent unless it failed. */
  readonly errorType: string | undefined;
  readonly level: Outcome['level'];
}

const success: RunOutcome = { status: 'success', errorType: undefined, level: 'info' };
export const cancelledRun: RunOutcome = { status: 'cancelled', errorType: undefined, level: 'debug' };
const nothingDone: RunOutcome = { status: 'failed', errorType: '_OTHER', level: 'error' };

/** `fruitless`: nothing of what it had to do was done, and something failed. */
export function runOutcomeOf(
  ending: Ending,
  signals: readonly AbortSignal[] | undefined,
  fruitless: boolean,
): RunOutcome {
  if (ending.kind === 'returned') return fruitless ? nothingDone : success;
  const { status, errorType } = outcomeOf(ending, { signals, expected: undefined, classify: undefined });
  return status === 'cancelled' ? cancelledRun : { status: 'failed', errorType: errorType ?? '_OTHER', level: 'error' };
}
