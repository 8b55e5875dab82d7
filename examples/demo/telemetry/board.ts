import { MetricReader } from '@opentelemetry/sdk-metrics';
import { between, quantile, together } from './quantile.ts';
import { readMetrics } from './readings.ts';
import type { OperationReading, PartnerReading, Readings } from './readings.ts';
import { noWork, readWork } from './work-readings.ts';
import type { WorkReadings } from './work-readings.ts';

/** Seconds that percentiles and the trend look back. */
export const window = 10;

/** One second of a partner: how many calls ended, and how many of them badly. */
export interface Second {
  readonly calls: number;
  readonly failures: number;
}

export interface Percentiles {
  readonly p50: number | undefined;
  readonly p95: number | undefined;
}

/** All numbers of the screen, read from the emitted metrics as any reader of an SDK gets them. */
export class Board extends MetricReader {
  /** One reading a second, the newest last; enough for the window. */
  #history: { readonly at: number; readonly readings: Readings }[] = [];
  #now: Readings = new Map();
  #work: WorkReadings = noWork();

  get readings(): Readings {
    return this.#now;
  }

  /** Syncs, stages and queues, as they are now. */
  get work(): WorkReadings {
    return this.#work;
  }

  async refresh(): Promise<void> {
    const { resourceMetrics } = await this.collect();
    this.#now = readMetrics(resourceMetrics);
    this.#work = readWork(resourceMetrics);
    const at = performance.now() / 1_000;
    if (at - (this.#history.at(-1)?.at ?? -Infinity) < 1) return;
    this.#history.push({ at, readings: this.#now });
    this.#history = this.#history.filter((reading) => at - reading.at <= window + 1.5);
  }

  /** All calls of all partners. */
  total(): number {
    return [...this.#now.keys()].reduce((sum, partner) => sum + totals(this.#now, partner).calls, 0);
  }

  /** How many calls of the partner have ended with this status. */
  count(partner: string, status: string): number {
    return operations(this.#now, partner).reduce((sum, { byStatus }) => sum + (byStatus.get(status) ?? 0), 0);
  }

  /** Of the last seconds; of all time for the summary. */
  percentiles(of: PartnerReading | OperationReading, since: 'window' | 'start'): Percentiles {
    const before = since === 'window' ? this.#history[0]?.readings : undefined;
    const parts = 'operations' in of ? [...of.operations.values()] : [of];
    const durations = together(
      parts.map((part) =>
        between(before?.get(part.partner)?.operations.get(part.operation)?.durations, part.durations),
      ),
    );
    return { p50: quantile(0.5, durations), p95: quantile(0.95, durations) };
  }

  /** The partner second by second, the newest last. */
  trend(partner: string): Second[] {
    const seconds = this.#history.slice(1).map(({ readings }, index): Second => {
      const before = totals(this.#history[index]?.readings, partner);
      const after = totals(readings, partner);
      return { calls: after.calls - before.calls, failures: after.failures - before.failures };
    });
    return seconds.slice(-window);
  }

  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

const operations = (readings: Readings | undefined, partner: string): OperationReading[] => [
  ...(readings?.get(partner)?.operations.values() ?? []),
];

function totals(readings: Readings | undefined, partner: string): Second {
  let calls = 0;
  let good = 0;
  for (const { calls: all, byStatus } of operations(readings, partner)) {
    calls += all;
    good += (byStatus.get('success') ?? 0) + (byStatus.get('cancelled') ?? 0);
  }
  return { calls, failures: calls - good };
}
