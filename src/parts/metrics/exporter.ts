import { Redactor } from '../../redaction/index.ts';
import type { RedactionOptions } from '../../redaction/index.ts';
import { FirstZero, keptBack, zeroed } from './first-zero.ts';
import { Points } from './points.ts';
import { arrived, delta } from './shapes.ts';
import type { Batch, Result } from './shapes.ts';
import { partnerTemporality } from './temporality.ts';

/** What is asked of a push metric exporter: `PushMetricExporter` of the SDK's 2.x and 3.x line. */
export interface MetricExporter {
  export(metrics: never, done: (result: Result) => void): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
  selectAggregation?(instrumentType: never): unknown;
  selectAggregationTemporality?(instrumentType: never): number;
}

/** A push metric exporter for the same line as the one inside. */
export type PartnerMetricExporter<E extends MetricExporter> = Pick<E, keyof MetricExporter & keyof E> & {
  selectAggregationTemporality(instrumentType: string): number;
  /**
   * What leaves while this runs has its exact value at once, a periodic export that was under way included: for a
   * reader of one's own, around its flush. Without it a flush sends 0 for what is new, and its value behind it.
   */
  exactly(flush: () => Promise<void>): Promise<void>;
};

/**
 * An exporter that goes before another one: what `startTelemetry` puts before its own. Give it to a
 * `PeriodicExportingMetricReader` of the SDK's 2.x or 3.x line.
 *
 * - A counter series that is new goes out as 0 once, and with its value from the next export on: a rate sees only what
 *   rises between two samples, and would miss the first failure of all. At a flush and a shutdown both go out at once.
 * - Attributes go out without the secrets in them: `http.*` and others hold what strangers sent.
 * - Observable gauges are asked for as delta, so that what is no longer observed ends; see `partnerTemporality`.
 *
 * @throws OptionError for options that are wrong.
 *
 * @example new PeriodicExportingMetricReader({ exporter: partnerMetricExporter(new OTLPMetricExporter()) })
 */
export function partnerMetricExporter<E extends MetricExporter>(
  inner: E,
  options?: RedactionOptions,
): PartnerMetricExporter<E> {
  return new Exporter(inner, new Redactor(options, 'options')) as unknown as PartnerMetricExporter<E>;
}

type Inner = Omit<MetricExporter, 'export' | 'selectAggregation' | 'selectAggregationTemporality'> & {
  export(metrics: Batch, done: (result: Result) => void): void;
  selectAggregation?(instrumentType: string): unknown;
  selectAggregationTemporality?(instrumentType: string): number;
};

class Exporter {
  /** Absent where the one inside has none: readers ask. */
  readonly selectAggregation: ((instrumentType: string) => unknown) | undefined;
  readonly #inner: Inner;
  readonly #points: Points;
  readonly #firstZero = new FirstZero();
  #keptBack: (() => Batch) | undefined;
  #exact = 0;

  constructor(inner: MetricExporter, redactor: Redactor) {
    this.#inner = inner;
    this.#points = new Points(redactor);
    this.selectAggregation = this.#inner.selectAggregation?.bind(inner);
  }

  async exactly(flush: () => Promise<void>): Promise<void> {
    this.#exact += 1;
    try {
      await flush();
    } finally {
      this.#exact -= 1;
    }
  }

  export(collected: Batch, done: (result: Result) => void): void {
    const metrics = this.#points.redacted(collected);
    const unseen = this.#firstZero.unseenIn(metrics);
    const zeros = this.#exact === 0 && unseen.size > 0;
    this.#keptBack = zeros ? () => keptBack(metrics, unseen) : undefined;
    this.#inner.export(zeros ? zeroed(metrics, unseen) : metrics, (result) => {
      // What did not arrive has not been seen: its zero is due again.
      if (result.code === arrived) this.#firstZero.remember(unseen);
      done(result);
    });
  }

  async forceFlush(): Promise<void> {
    await this.#sendKeptBack().catch(noop);
    await this.#inner.forceFlush();
  }

  async shutdown(): Promise<void> {
    await this.#sendKeptBack().catch(noop);
    await this.#inner.shutdown();
  }

  selectAggregationTemporality(instrumentType: string): number {
    const ours = partnerTemporality(instrumentType);
    return ours === delta ? ours : (this.#inner.selectAggregationTemporality?.(instrumentType) ?? ours);
  }

  /** Readers flush by an export and then this: what the export began at 0 has its value before the process may end. */
  #sendKeptBack(): Promise<void> {
    const batch = this.#keptBack?.();
    this.#keptBack = undefined;
    if (batch === undefined) return Promise.resolve();
    return new Promise((resolve) => this.#inner.export(batch, () => resolve()));
  }
}

// An exporter that throws has done so at the export before, to whoever asked for it.
const noop = (): void => {};
