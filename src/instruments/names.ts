import { sayOnce, shared } from '../safety/index.ts';

/** What stands for all names beyond a bound. */
export const other = 'other';
const partnersLimit = 100;

/**
 * Names of partners that have series of their own, first come, whichever room saw them first: a partner is named on all
 * of its metrics or on none. A retired one makes room for another.
 */
class PartnerNames {
  readonly limit: number = partnersLimit;
  readonly #admitted = new Set<string>();

  /** The name as it stands on metrics: itself, or `other` beyond the bound. */
  labelOf(name: string): string {
    if (name === other || this.#admitted.has(name)) return name;
    if (this.#admitted.size >= partnersLimit) {
      sayOnce(
        'partners',
        `there are more than ${partnersLimit} partner names; further ones are counted as 'other'. ` +
          'A partner is a service such as stripe, never a customer or a tenant of it.',
      );
      return other;
    }
    this.#admitted.add(name);
    return name;
  }

  has(name: string): boolean {
    return this.#admitted.has(name);
  }

  release(name: string): void {
    this.#admitted.delete(name);
  }
}

export const partnerNames: PartnerNames = shared('partner names', () => new PartnerNames());
