import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { processStop } from '../outcome/index.ts';
import { guard } from '../safety/index.ts';
import { letGo, sendLastWords } from './leaving/index.ts';
import type { Outgoing } from './leaving/index.ts';

// Orchestrators kill 10 to 30 s after SIGTERM, and a person at a terminal waits less.
const limit = 2_000;

/** Milliseconds after a flush in which nothing worth a thread can have happened to the metrics. */
const fresh = 1_000;

const signals = ['SIGTERM', 'SIGINT'] as const;

/**
 * Sends what is queued when the process ends, for 2 s at most: by itself, by a signal, by an error that nobody caught, by
 * `process.exit()`. Exit code and signal, what Node prints and the order of the application's handlers stay what they
 * were, and its handlers of signals alone decide where it has any. Gives the function that takes all of it back.
 */
export function flushAtExit(flush: () => Promise<void>, outgoing: Outgoing): () => void {
  let ending = false;
  /** The 2 s have passed once without an answer, and are not taken twice. */
  let gaveUp = false;

  const onSignal = (signal: NodeJS.Signals): void => {
    // Node ends a process by a signal that nobody listens to. Ours must not be the listener that changes that.
    const alone = process.listenerCount(signal) === 1;
    if (ending && alone) return raise(signal);
    ending = true;
    processStop.begin();
    if (alone) processStop.endOpenWork();
    void within(flush).then((done) => {
      gaveUp = !done;
      ending = alone;
      if (alone) raise(signal);
    });
  };
  const raise = (signal: NodeJS.Signals): void => {
    process.removeListener(signal, onSignal);
    process.kill(process.pid, signal);
  };
  const onBeforeExit = (): void => {
    void within(flush, letGo).then((done) => (gaveUp = !done));
  };
  const onExit = (): void => {
    guard('sending telemetry at the exit', () => {
      processStop.begin();
      processStop.endOpenWork();
      const nothingNew =
        performance.now() - outgoing.flushedAt < fresh && !outgoing.queues.some(({ filled }) => filled);
      if (!gaveUp && !nothingNew) sendLastWords(outgoing, limit);
    });
  };

  // First, so that a `once` of the application is still there to be counted.
  for (const signal of signals) process.prependListener(signal, onSignal);
  process.once('beforeExit', onBeforeExit);
  process.on('exit', onExit);
  return () => {
    for (const signal of signals) process.removeListener(signal, onSignal);
    process.removeListener('beforeExit', onBeforeExit);
    process.removeListener('exit', onExit);
  };
}

/**
 * Resolves when the work is done or the time is over, and says which. The timer keeps the process for that long and no
 * longer.
 */
function within(work: () => Promise<void>, begin: typeof letGo = (run) => run()): Promise<boolean> {
  return context.with(ROOT_CONTEXT, async () => {
    let done = true;
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        done = false;
        resolve();
      }, limit);
    });
    try {
      await Promise.race([begin(work, over), over]);
      return done;
    } finally {
      clearTimeout(timer);
    }
  });
}
