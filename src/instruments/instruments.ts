import { createNoopMeter, metrics as metricsApi } from '@opentelemetry/api';
import type { Histogram, Meter, MeterProvider, Observable, ObservableCallback } from '@opentelemetry/api';
import { sayCopies, sayFault, shared } from '../safety/index.ts';
import { metrics, scope } from '../signals/index.ts';
import type { MetricAttributes, MetricName, MetricOf, MetricRecord } from '../signals/index.ts';
import { Rechecks } from './rechecks.ts';

/** Metrics that are read when asked; the hot path only keeps tallies. */
export type ObservedName = MetricOf<'counter' | 'up-down counter' | 'gauge'>;

export type Report<N extends MetricName> = (value: number, attributes: MetricAttributes<N>) => void;

type Source = (report: (value: number, attributes: Record<string, string>) => void) => void | Promise<void>;

interface Bound {
  readonly instrument: Observable;
  readonly callback: ObservableCallback;
}

/**
 * All instruments of the process, bound to one MeterProvider, told by identity: the metrics API has no proxy,
 * so what was taken from an earlier provider is dead. When the provider changes everything is made anew,
 * and whoever keeps tallies begins at zero.
 */
class Instruments {
  /** Whether anything collects: false under the API's no-op. */
  live = false;
  #provider: MeterProvider | undefined;
  #meter: Meter = createNoopMeter();
  #bound: Bound[] = [];
  readonly #histograms = new Map<string, Histogram>();
  readonly #sources = new Map<ObservedName, Source[]>();
  readonly #swapped: (() => void)[] = [];
  readonly #rechecks = new Rechecks(() => this.refresh());
  readonly #ours = new WeakSet<MeterProvider>();

  /** One comparison; called at each wrapping and at the start of each call. */
  refresh(): void {
    const provider = metricsApi.getMeterProvider();
    if (provider !== this.#provider) this.#bind(provider);
  }

  /** A partner, sync, stage or queue became known: the provider may follow, though nothing is ever called. */
  registered(): void {
    sayCopies();
    this.refresh();
    this.#rechecks.restart();
  }

  /** Told of each change of provider, before anything of the new one is read: tallies begin at zero. */
  whenSwapped(reset: () => void): void {
    this.#swapped.push(reset);
  }

  /**
   * Adds what is read whenever the metric is collected. Called once a process by the room that owns the tallies.
   * A source that has to ask somebody gives a promise: the collection waits for all of them at once, so each keeps to
   * a limit of its own (`Reading` has one).
   */
  observe<N extends ObservedName>(name: N, source: (report: Report<N>) => void | Promise<void>): void {
    const sources = this.#sources.get(name);
    if (sources !== undefined) {
      sources.push(source);
      return;
    }
    this.#sources.set(name, [source]);
    if (this.live) this.#create(name);
  }

  /** The histogram of the present provider; made when first asked for, with the boundaries known by then. */
  histogram<N extends MetricOf<'histogram'>>(
    name: N,
    extraBoundaries: Iterable<number> = [],
  ): Histogram<MetricAttributes<N>> {
    let histogram = this.#histograms.get(name);
    if (histogram === undefined) {
      const { brief, unit, boundaries } = metrics[name];
      const edges = new Set<number>([...boundaries, ...extraBoundaries]);
      histogram = this.#meter.createHistogram(name, {
        description: brief,
        unit,
        advice: { explicitBucketBoundaries: [...edges].sort((a, b) => a - b) },
      });
      this.#histograms.set(name, histogram);
    }
    return histogram;
  }

  /** How many attribute sets an instrument may have before the SDK folds the rest into one nameless point. */
  get setsLimit(): number {
    return this.endsGauges ? 20_000 : 1_900;
  }

  /** Whether a gauge ends when it is no longer observed; elsewhere its last value is repeated for ever. */
  get endsGauges(): boolean {
    return this.#provider !== undefined && this.#ours.has(this.#provider);
  }

  /** `startTelemetry` says that its reader admits 20,000 attribute sets an instrument, and ends gauges. */
  widen(provider: MeterProvider): void {
    this.#ours.add(provider);
  }

  #bind(provider: MeterProvider): void {
    // The first provider is told nothing more after a swap.
    for (const { instrument, callback } of this.#bound) instrument.removeCallback(callback);
    this.#bound = [];
    this.#histograms.clear();
    this.#provider = provider;
    for (const reset of this.#swapped) reset();
    try {
      this.#meter = provider.getMeter(scope.name, scope.version);
      this.live = this.#meter !== createNoopMeter();
      if (this.live) for (const name of this.#sources.keys()) this.#create(name);
    } catch (error) {
      this.#meter = createNoopMeter();
      this.live = false;
      sayFault('binding to the meter provider', error);
    }
  }

  #create(name: ObservedName): void {
    const record: MetricRecord = metrics[name];
    const options = { description: record.brief, unit: record.unit };
    const instrument =
      record.kind === 'counter'
        ? this.#meter.createObservableCounter(name, options)
        : record.kind === 'gauge'
          ? this.#meter.createObservableGauge(name, options)
          : this.#meter.createObservableUpDownCounter(name, options);
    const sources = this.#sources.get(name) ?? [];
    const callback: ObservableCallback = (result) => {
      const report = (value: number, attributes: Record<string, string>) => result.observe(value, attributes);
      const failed = (error: unknown) => sayFault(`reading ${name}`, error);
      const pending: Promise<void>[] = [];
      for (const source of sources) {
        try {
          const reading = source(report);
          if (reading !== undefined) pending.push(reading.catch(failed));
        } catch (error) {
          failed(error);
        }
      }
      if (pending.length > 0) return Promise.all(pending).then(() => undefined);
    };
    instrument.addCallback(callback);
    this.#bound.push({ instrument, callback });
  }
}

export const instruments: Instruments = shared('instruments', () => new Instruments());
