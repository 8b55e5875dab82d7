import { shared } from '../safety/index.ts';
import type { MetricAttributes } from '../signals/index.ts';
import { metrics } from '../signals/index.ts';
import { instruments } from './instruments.ts';
import type { ObservedName } from './instruments.ts';

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

/**
 * Series of one gauge that ended. Where the SDK cannot end them, and would repeat their last value for ever, they are
 * told as 0 for as long as the retirement is.
 */
export class EndedSeries<N extends ObservedName> {
  readonly #ended = new Map<string, { readonly at: number; readonly attributes: MetricAttributes<N> }>();

  constructor(name: N) {
    instruments.whenSwapped(() => this.#ended.clear());
    instruments.observe(name, (report) => {
      // An up-down counter ends under no SDK.
      if (instruments.endsGauges && metrics[name].kind === 'gauge') return;
      const before = Date.now() - toldFor;
      for (const [key, { at, attributes }] of this.#ended) {
        if (at < before) this.#ended.delete(key);
        else report(0, attributes);
      }
    });
  }

  add(attributes: MetricAttributes<N>): void {
    if (this.#ended.size < limit) this.#ended.set(JSON.stringify(attributes), { at: Date.now(), attributes });
  }

  /** It is observed again. */
  delete(attributes: MetricAttributes<N>): void {
    this.#ended.delete(JSON.stringify(attributes));
  }
}
