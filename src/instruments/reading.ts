import { context as contexts, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { sayFault, sayRecovered } from '../safety/index.ts';

// The SDK's own key, shared by its name: what telemetry asks for itself makes no spans, and belongs to no request.
const quiet = ROOT_CONTEXT.setValue(createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING'), true);

/** Something observed: what is known of it now, and the end of observing it. */
export interface Observation<T> {
  /** Takes a fresh reading, which metrics and health share from then on. Rejects where the source cannot be read. */
  read(): Promise<T>;
  /** Retires it on purpose: its series end, and alert rules are told that it is no crash. */
  dispose(): void;
}

export interface ReadingOptions<T> {
  /** What is read, as a failure is told: `queue 'uploads'`. */
  readonly of: string;
  readonly source: () => T | PromiseLike<T>;
  /** Milliseconds for which a reading is shared. */
  readonly every: number;
  /** Milliseconds after which nobody waits any longer. */
  readonly limit: number;
}

/** Why a source cannot be read at present. */
export interface ReadingFailure {
  readonly error: unknown;
  /** When it was found out, in Unix ms. */
  readonly at: number;
}

interface Attempt<T> {
  /** By the monotonic clock: the system's may be set back. */
  readonly begun: number;
  /** Settles when the source answered or the limit passed. */
  readonly outcome: Promise<T>;
  answered: boolean;
}

/**
 * One source, read for whoever asks: at most once per `every`, never twice at a time, and not again before it answered.
 * A failure is neither repeated as a value nor told twice in a row.
 */
export class Reading<T> {
  /** Set while the latest attempt is one that failed. */
  failure: ReadingFailure | undefined;
  readonly #options: ReadingOptions<T>;
  #latest: Attempt<T> | undefined;
  #next: Promise<T> | undefined;
  #expired = false;

  constructor(options: ReadingOptions<T>) {
    this.#options = options;
  }

  /** The reading that all share; undefined while there is none. Never rejects, never waits longer than the limit. */
  async shared(): Promise<T | undefined> {
    const latest = this.#latest;
    const isDue = latest === undefined || this.#expired || performance.now() - latest.begun >= this.#options.every;
    const attempt = isDue && latest?.answered !== false ? this.#begin() : latest;
    try {
      return await attempt?.outcome;
    } catch {
      return undefined;
    }
  }

  /** A reading begun after this was asked; those who ask while one runs share the next. */
  fresh(): Promise<T> {
    const running = this.#latest;
    if (running === undefined || running.answered) return this.#begin().outcome;
    const follow = (): Promise<T> => {
      this.#next = undefined;
      if (!running.answered) return running.outcome;
      const latest = this.#latest;
      return (latest === undefined || latest === running ? this.#begin() : latest).outcome;
    };
    this.#next ??= running.outcome.then(follow, follow);
    return this.#next;
  }

  /** What was read before is shared no longer. */
  expire(): void {
    this.#expired = true;
  }

  #begin(): Attempt<T> {
    const { of, source, limit } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const attempt: Attempt<T> = { begun: performance.now(), outcome: promise, answered: false };
    this.#latest = attempt;
    this.#expired = false;
    let late = false;
    const fail = (error: unknown, said: unknown): void => {
      this.failure = { error, at: Date.now() };
      sayFault(`reading ${of}`, said);
      reject(error);
    };
    // Whoever asked hears of it; nobody may have.
    promise.catch(() => undefined);
    contexts.with(quiet, () => {
      const timer = setTimeout(() => {
        late = true;
        const reason = `no answer within ${limit} ms`;
        fail(new Error(`partner-otel: ${of}: ${reason}`), reason);
      }, limit).unref();
      new Promise<T>((answer) => answer(source())).then(
        (value) => {
          attempt.answered = true;
          clearTimeout(timer);
          if (late) return;
          this.failure = undefined;
          sayRecovered(`reading ${of}`);
          resolve(value);
        },
        (error: unknown) => {
          attempt.answered = true;
          clearTimeout(timer);
          if (!late) fail(error, error);
        },
      );
    });
    return attempt;
  }
}
