import type { Attributes } from '@opentelemetry/api';
import { keptHeaders } from '../carrier/index.ts';
import { somebodyListens } from '../operation/index.ts';
import type { Ending } from '../outcome/index.ts';
import { redactText } from '../redaction/index.ts';
import { guard } from '../safety/index.ts';
import type { PartnerOptions } from './options.ts';
import type { Partner } from './metrics/index.ts';

const pickedLimit = 32;

/** One wrapping: a partner with the options given for this client, shared by all clients derived from it. */
export class Surface {
  readonly partner: Partner;
  /** The name as given; the partner's own is `other` beyond the bound. */
  readonly name: string;
  readonly options: PartnerOptions;
  /** Tells this client, and what is derived from it, from another client of the same partner. */
  readonly family: object = {};
  readonly #expected: readonly number[] | undefined;
  readonly #expectedByOperation: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(partner: Partner, options: PartnerOptions) {
    this.partner = partner;
    this.name = options.partner;
    this.options = options;
    const { expected } = options;
    if (isList(expected)) this.#expected = expected;
    else if (expected !== undefined) this.#expectedByOperation = new Map(Object.entries(expected));
  }

  /** Whether anybody listens, or headers are kept from partners. Asked at the start of each call. */
  get awake(): boolean {
    return !this.partner.retired && (somebodyListens() || keptHeaders.kept);
  }

  expectedFor(operation: string): readonly number[] | undefined {
    return this.#expectedByOperation === undefined ? this.#expected : this.#expectedByOperation.get(operation);
  }

  /** What the hook picks for the span, under `app.`. */
  pick(args: readonly unknown[], ending: Ending, into: Attributes): void {
    const { attributes } = this.options;
    if (attributes === undefined) return;
    guard('attributes(args, result)', () => {
      const picked = attributes(args, ending.kind === 'returned' ? ending.value : undefined);
      for (const [key, value] of Object.entries(picked ?? {}).slice(0, pickedLimit)) {
        if (typeof value === 'string') into[`app.${key}`] = redactText(value);
        else if (typeof value === 'number' || typeof value === 'boolean') into[`app.${key}`] = value;
      }
    });
  }
}

function isList(expected: PartnerOptions['expected']): expected is readonly number[] {
  return Array.isArray(expected);
}
