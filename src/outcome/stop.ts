import { sayFault, shared } from '../safety/index.ts';

/** Milliseconds after which a process that was told to stop and goes on is taken for one that goes on. */
const lapse = 5 * 60_000;

/**
 * The stop of the process, as `startTelemetry` hears of it. A deploy is no failure: what fails after it began is
 * `cancelled`, and what still runs when nothing can go on any more is ended as such, so that its span is told.
 */
class ProcessStop {
  #begunAt: number | undefined;
  readonly #ends: (() => void)[] = [];

  get begun(): boolean {
    return this.#begunAt !== undefined && performance.now() - this.#begunAt < lapse;
  }

  /** The process was told to stop; the application may still finish what it does. */
  begin(): void {
    if (!this.begun) this.#begunAt = performance.now();
  }

  /** Ends what is still open as cancelled; called before the last flush. */
  endOpenWork(): void {
    for (const end of this.#ends) {
      try {
        end();
      } catch (error) {
        sayFault('ending what was under way', error);
      }
    }
  }

  /** Adds what `endOpenWork` does. Called once a process by the room that knows what is open. */
  whenEnding(end: () => void): void {
    this.#ends.push(end);
  }
}

export const processStop: ProcessStop = shared('stop', () => new ProcessStop());
