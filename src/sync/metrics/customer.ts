import { isName, sayOnce } from '../../safety/index.ts';
import type { MetricAttributes } from '../../signals/index.ts';

/** What names a sync on metrics. */
export interface SyncName {
  readonly partner: string;
  readonly operation: string;
}

/** What stands for the customer of a sync that has none: Prometheus takes an empty label for one that is not there. */
export const nobody = '';

/** Labels of the series of one customer. */
export function customerLabels(
  { partner, operation }: SyncName,
  customer: string,
): MetricAttributes<'sync.last_success_timestamp'> {
  return { partner, operation, customer };
}

/** What tells the series of one customer from all others. */
export function customerKey({ partner, operation }: SyncName, customer: string): string {
  return `${partner}\n${operation}\n${customer}`;
}

/** A customer as given, of whatever type; undefined, said once, for what is no id. */
export function customerId(given: unknown, title: string): string | undefined {
  if (given === undefined || given === null) return undefined;
  const id = typeof given === 'number' || typeof given === 'bigint' ? String(given) : given;
  if (isName(id)) return id;
  sayOnce(
    `customer of ${title}`,
    `the customer of ${title} must be a number or a string of 1 to 64 characters without control characters ` +
      `(it was ${typeof id === 'string' ? `one of ${id.length} characters` : `of type ${typeof id}`}); it is left out.`,
  );
  return undefined;
}
