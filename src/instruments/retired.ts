import { shared } from '../safety/index.ts';
import type { MetricAttributes } from '../signals/index.ts';
import { instruments } from './instruments.ts';

type Retired = MetricAttributes<'telemetry.retired_timestamp'>;

const toldFor = 5 * 60_000;
const limit = 1_000;

/** What was retired on purpose, told for five minutes: a rule with a memory cannot tell it from a crash. */
class Retirements {
  readonly #at = new Map<string, { readonly at: number; readonly attributes: Retired }>();

  constructor() {
    instruments.whenSwapped(() => this.#at.clear());
    instruments.observe('telemetry.retired_timestamp', (report) => {
      this.#forgetOld();
      for (const { at, attributes } of this.#at.values()) report(at / 1_000, attributes);
    });
  }

  add(attributes: Retired): void {
    this.#forgetOld();
    const oldest = this.#at.keys().next();
    if (this.#at.size >= limit && !oldest.done) this.#at.delete(oldest.value);
    const key = JSON.stringify(attributes);
    this.#at.delete(key);
    this.#at.set(key, { at: Date.now(), attributes });
  }

  #forgetOld(): void {
    const before = Date.now() - toldFor;
    for (const [key, { at }] of this.#at) {
      if (at >= before) return;
      this.#at.delete(key);
    }
  }
}

export const retirements: Retirements = shared('retirements', () => new Retirements());
