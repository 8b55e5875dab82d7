import type { Context } from '@opentelemetry/api';
import { instruments } from '../instruments/index.ts';
import { shared } from '../safety/index.ts';

/** How long what was taken from queues had waited, by the time stamp of its carrier. */
class Waits {
  readonly #partners = new Map<string, string>();

  /** The queue of a type belongs to a partner; undefined where it belongs to none. */
  belongs(queueType: string, partner: string | undefined): void {
    if (partner === undefined) this.#partners.delete(queueType);
    else this.#partners.set(queueType, partner);
  }

  /**
   * Something was taken from a queue; `at` is when it was put there, in Unix ms. The clocks of two machines differ by
   * some milliseconds, and one may be set back: nothing waited for less than no time.
   */
  taken(queueType: string, at: number, context: Context): void {
    const partner = this.#partners.get(queueType);
    const waited = Math.max(0, Date.now() - at) / 1_000;
    const attributes = { queue_type: queueType, ...(partner !== undefined && { partner }) };
    instruments.histogram('queue.wait.duration').record(waited, attributes, context);
  }
}

export const waits: Waits = shared('waits', () => new Waits());
