import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { partnerMetricExporter } from '../../parts/index.ts';
import type { PartnerMetricExporter } from '../../parts/index.ts';
import type { RedactionOptions } from '../../redaction/index.ts';
import { collectNow } from './collect-now.ts';
import type { Queue } from '../leaving/index.ts';

/** Attribute sets an instrument, beyond which the SDK folds the rest into one nameless point. */
export const setsLimit = 20_000;

export interface ReaderOptions {
  readonly exporter: PushMetricExporter;
  /** Milliseconds from one periodic export to the next. */
  readonly interval: number;
  /** Milliseconds that collecting and exporting may take; never more than the interval. */
  readonly timeout: number;
  readonly redact?: RedactionOptions | undefined;
}

/** Exports every so often, gauges that end and counters that begin at 0; a flush and a shutdown get exact values. */
export class PartnerMetricReader extends PeriodicExportingMetricReader implements Queue {
  readonly filled = true;
  readonly #exporter: PartnerMetricExporter<PushMetricExporter>;

  constructor({ exporter, interval, timeout, redact }: ReaderOptions) {
    const partner = partnerMetricExporter(exporter, redact);
    super({
      exporter: partner,
      exportIntervalMillis: interval,
      exportTimeoutMillis: Math.min(timeout, interval),
      cardinalityLimits: { default: setsLimit },
    });
    this.#exporter = partner;
  }

  letOut(): void {
    const metrics = collectNow(this);
    if (metrics === undefined) return;
    void this.#exporter.exactly(async () => this.#exporter.export(metrics, () => {}));
  }

  /** A shutdown comes by here too. */
  protected override onForceFlush(): Promise<void> {
    return this.#exporter.exactly(() => super.onForceFlush());
  }
}
