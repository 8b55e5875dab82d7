import { context, ROOT_CONTEXT } from '@opentelemetry/api';

// Most applications start their SDK within the first second after the clients are made, some after a minute.
const delays = [0, 1_000, 4_000, 10_000, 45_000];

/** Looks again 0, 1, 5, 15 and 60 s after the latest wrapping; one timer a process, which keeps nothing alive. */
export class Rechecks {
  readonly #check: () => void;
  #timer: NodeJS.Timeout | undefined;
  #step = 0;

  constructor(check: () => void) {
    this.#check = check;
  }

  restart(): void {
    if (this.#timer !== undefined && this.#step === 0) return;
    clearTimeout(this.#timer);
    this.#schedule(0);
  }

  #schedule(step: number): void {
    this.#step = step;
    this.#timer = undefined;
    const delay = delays[step];
    if (delay === undefined) return;
    // A timer inherits the active context and would keep a request's span alive.
    context.with(ROOT_CONTEXT, () => {
      this.#timer = setTimeout(() => {
        this.#check();
        this.#schedule(step + 1);
      }, delay).unref();
    });
  }
}
