import { instruments } from './instruments.ts';

/**
 * The attribute sets of one instrument. They never reach the SDK's own limit, beyond which it loses all names:
 * named sets are admitted while the reserve, which is kept for the sets called `other`, stays free.
 */
export class AttributeSets {
  readonly #reserve: number;
  readonly #named = new Set<string>();

  constructor(reserve: number) {
    this.#reserve = reserve;
  }

  /** Whether a set may have a series of its own. What was admitted once is admitted again: an SDK never frees it. */
  admit(key: string): boolean {
    if (this.#named.has(key)) return true;
    if (this.#named.size >= instruments.setsLimit - this.#reserve) return false;
    this.#named.add(key);
    return true;
  }

  /** Its series has ended. Only a reader that ends gauges frees it; anywhere else it is there for ever. */
  release(key: string): void {
    if (instruments.endsGauges) this.#named.delete(key);
  }

  clear(): void {
    this.#named.clear();
  }
}
