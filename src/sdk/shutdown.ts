import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { letGo } from './let-go.ts';

// Orchestrators kill 10 to 30 s after SIGTERM, and a person at a terminal waits less.
const limit = 2_000;

const signals = ['SIGTERM', 'SIGINT'] as const;

/**
 * Flushes when the process ends by itself or by a signal, for 2 s at most. Exit code and signal stay what they were,
 * and handlers of the application alone decide where it has any. Gives the function that takes all of it back.
 */
export function flushAtExit(flush: () => Promise<void>): () => void {
  let ending = false;

  const onSignal = (signal: NodeJS.Signals): void => {
    // Node ends a process by a signal that nobody listens to. Ours must not be the listener that changes that.
    const alone = process.listenerCount(signal) === 1;
    if (ending && alone) return raise(signal);
    ending = true;
    void within(flush).then(() => {
      if (alone) raise(signal);
      else ending = false;
    });
  };
  const raise = (signal: NodeJS.Signals): void => {
    process.removeListener(signal, onSignal);
    process.kill(process.pid, signal);
  };
  const onBeforeExit = (): void => {
    void within(flush, letGo);
  };

  // First, so that a `once` of the application is still there to be counted.
  for (const signal of signals) process.prependListener(signal, onSignal);
  process.once('beforeExit', onBeforeExit);
  return () => {
    for (const signal of signals) process.removeListener(signal, onSignal);
    process.removeListener('beforeExit', onBeforeExit);
  };
}

/** Resolves when the work is done or the time is over. The timer keeps the process for that long and no longer. */
function within(work: () => Promise<void>, begin: typeof letGo = (run) => run()): Promise<void> {
  return context.with(ROOT_CONTEXT, async () => {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, limit)));
    try {
      await Promise.race([begin(work, over), over]);
    } finally {
      clearTimeout(timer);
    }
  });
}
