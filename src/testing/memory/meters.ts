import { createNoopMeter } from '@opentelemetry/api';
import type { BatchObservableCallback, Meter, MeterProvider, MetricOptions, Observable } from '@opentelemetry/api';
import { LastingBatch, LastingObservable } from './observables.ts';
import type { Rebound } from './observables.ts';

/**
 * Meters that outlive a reset: each test has a MeterProvider of its own, so that it begins at zero, and the
 * instruments that an application keeps in its modules follow from one to the next. The metrics API has no proxy.
 */
export class LastingMeters {
  /** Observables and batches that have callbacks; the others are free to be collected as garbage. */
  readonly observed = new Set<Rebound>();
  #present: MeterProvider | undefined;

  switchTo(provider: MeterProvider | undefined): void {
    this.#present = provider;
    for (const one of this.observed) one.rebind();
  }

  /** A provider with an identity of its own: by that the instruments of partner-otel notice that a test began. */
  provider(): MeterProvider {
    return {
      getMeter: (...scope) => new LastingMeter(this, () => this.#present?.getMeter(...scope) ?? createNoopMeter()),
    };
  }

  /** The instrument of the present test, made when first used in it. */
  lasting<I>(make: () => I): () => I {
    let madeFor: MeterProvider | undefined;
    let instrument: I | undefined;
    return () => {
      if (instrument === undefined || madeFor !== this.#present) instrument = make();
      madeFor = this.#present;
      return instrument;
    };
  }
}

class LastingMeter implements Meter {
  readonly #meters: LastingMeters;
  readonly #meter: () => Meter;

  constructor(meters: LastingMeters, meter: () => Meter) {
    this.#meters = meters;
    this.#meter = meter;
  }

  createCounter(name: string, options?: MetricOptions): ReturnType<Meter['createCounter']> {
    const counter = this.#meters.lasting(() => this.#meter().createCounter(name, options));
    return { add: (...measurement) => counter().add(...measurement) };
  }

  createUpDownCounter(name: string, options?: MetricOptions): ReturnType<Meter['createUpDownCounter']> {
    const counter = this.#meters.lasting(() => this.#meter().createUpDownCounter(name, options));
    return { add: (...measurement) => counter().add(...measurement) };
  }

  createHistogram(name: string, options?: MetricOptions): ReturnType<Meter['createHistogram']> {
    const histogram = this.#meters.lasting(() => this.#meter().createHistogram(name, options));
    return { record: (...measurement) => histogram().record(...measurement) };
  }

  createGauge(name: string, options?: MetricOptions): ReturnType<Meter['createGauge']> {
    const gauge = this.#meters.lasting(() => this.#meter().createGauge(name, options));
    return { record: (...measurement) => gauge().record(...measurement) };
  }

  createObservableCounter(name: string, options?: MetricOptions): Observable {
    return this.#observable(() => this.#meter().createObservableCounter(name, options));
  }

  createObservableUpDownCounter(name: string, options?: MetricOptions): Observable {
    return this.#observable(() => this.#meter().createObservableUpDownCounter(name, options));
  }

  createObservableGauge(name: string, options?: MetricOptions): Observable {
    return this.#observable(() => this.#meter().createObservableGauge(name, options));
  }

  addBatchObservableCallback(callback: BatchObservableCallback, observables: Observable[]): void {
    const batch = new LastingBatch(this.#meter, callback, observables);
    this.#meters.observed.add(batch);
    batch.rebind();
  }

  removeBatchObservableCallback(callback: BatchObservableCallback, observables: Observable[]): void {
    for (const batch of this.#meters.observed) {
      if (!(batch instanceof LastingBatch) || !batch.is(callback, observables)) continue;
      this.#meters.observed.delete(batch);
      batch.remove();
    }
  }

  #observable(make: () => Observable): Observable {
    return new LastingObservable(this.#meters.lasting(make), this.#meters.observed);
  }
}
