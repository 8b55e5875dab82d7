// What never ends must not grow without bound; beyond it a run is counted at its end alone.
const limit = 10_000;

interface OpenRun {
  /** By the monotonic clock. */
  readonly startedAt: number;
  cancel(): void;
}

/** Runs of one sync or stage that have begun and not ended, the oldest first. */
export class OpenRuns {
  readonly #runs = new Set<OpenRun>();

  add(run: OpenRun): void {
    if (this.#runs.size < limit) this.#runs.add(run);
  }

  delete(run: OpenRun): void {
    this.#runs.delete(run);
  }

  /** How many have been running for longer than so many milliseconds. */
  overdue(maxRuntime: number): number {
    const before = performance.now() - maxRuntime;
    let overdue = 0;
    for (const { startedAt } of this.#runs) {
      if (startedAt >= before) break;
      overdue += 1;
    }
    return overdue;
  }

  /** The process stops: what runs is cut short, and that is no failure. */
  cancelAll(): void {
    for (const run of this.#runs) run.cancel();
  }
}
