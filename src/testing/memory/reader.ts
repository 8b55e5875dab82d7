import { AggregationTemporality, InstrumentType, MetricReader } from '@opentelemetry/sdk-metrics';
import type { CollectionResult } from '@opentelemetry/sdk-metrics';

// Above the 2 s that a source of ours may take, below the 5 s after which vitest gives a test up.
const timeoutMillis = 3_000;

/** Collects when asked, and only then. */
export class MemoryReader extends MetricReader {
  #last: Promise<unknown> = Promise.resolve();

  constructor() {
    super({
      // Under cumulative temporality the SDK repeats the last value of a gauge that nobody observes any more.
      aggregationTemporalitySelector: (type) =>
        type === InstrumentType.OBSERVABLE_GAUGE ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE,
    });
  }

  /** One collection after another: of two at once the second would find the gauges already taken by the first. */
  read(): Promise<CollectionResult> {
    const next = this.#last.then(() => this.collect({ timeoutMillis }));
    this.#last = next.catch(() => undefined);
    return next;
  }

  protected override async onForceFlush(): Promise<void> {}

  protected override async onShutdown(): Promise<void> {}
}
