import { shared } from '../safety/index.ts';

/** What can be done to something wrapped. */
export interface Controls {
  /** Retires its name on purpose: its series end, and alert rules are told that it is no crash. */
  dispose(): void;
  /** Retires one customer of a sync. */
  forget(customer: string): void;
}

const all = shared('controls', () => new WeakMap<object, Controls>());

export function setControls(wrapped: object, given: Controls): void {
  all.set(wrapped, given);
}

/**
 * The controls of anything this package wrapped.
 *
 * @example controls(satloc).dispose();
 * @throws TypeError where `wrapped` was not wrapped by this package.
 */
export function controls(wrapped: object): Controls {
  const found = all.get(wrapped);
  if (found === undefined) {
    throw new TypeError(
      'partner-otel: controls() takes what instrumentPartner, instrumentSync, beginSync or instrumentStage gave back; received something else.',
    );
  }
  return found;
}
