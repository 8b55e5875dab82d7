import type { BatchObservableCallback, Meter, Observable, ObservableCallback } from '@opentelemetry/api';

/** What has callbacks, and takes them to the next test. */
export interface Rebound {
  rebind(): void;
}

export class LastingObservable implements Observable, Rebound {
  readonly present: () => Observable;
  readonly #observed: Set<Rebound>;
  readonly #callbacks = new Set<ObservableCallback>();

  constructor(present: () => Observable, observed: Set<Rebound>) {
    this.present = present;
    this.#observed = observed;
  }

  addCallback(callback: ObservableCallback): void {
    this.#callbacks.add(callback);
    this.#observed.add(this);
    this.present().addCallback(callback);
  }

  removeCallback(callback: ObservableCallback): void {
    this.#callbacks.delete(callback);
    if (this.#callbacks.size === 0) this.#observed.delete(this);
    this.present().removeCallback(callback);
  }

  rebind(): void {
    for (const callback of this.#callbacks) this.present().addCallback(callback);
  }
}

export class LastingBatch implements Rebound {
  readonly #meter: () => Meter;
  readonly #given: BatchObservableCallback;
  readonly #observables: readonly Observable[];
  readonly #callback: BatchObservableCallback;

  constructor(meter: () => Meter, given: BatchObservableCallback, observables: readonly Observable[]) {
    this.#meter = meter;
    this.#given = given;
    this.#observables = [...observables];
    this.#callback = (result) =>
      given({ observe: (observable, ...measurement) => result.observe(presentOf(observable), ...measurement) });
  }

  is(given: BatchObservableCallback, observables: readonly Observable[]): boolean {
    return (
      given === this.#given &&
      observables.length === this.#observables.length &&
      observables.every((one) => this.#observables.includes(one))
    );
  }

  rebind(): void {
    this.#meter().addBatchObservableCallback(this.#callback, this.#observables.map(presentOf));
  }

  remove(): void {
    this.#meter().removeBatchObservableCallback(this.#callback, this.#observables.map(presentOf));
  }
}

function presentOf(observable: Observable): Observable {
  return observable instanceof LastingObservable ? observable.present() : observable;
}
