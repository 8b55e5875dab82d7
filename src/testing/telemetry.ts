import { readMetrics, rootsOf, total, viewOf } from './emitted/index.ts';
import type { AnyMetricName, EmittedLog, EmittedSpan, HistogramOnly, HistogramReading } from './emitted/index.ts';
import type { MetricFilter, NumberOnly, Series } from './emitted/index.ts';
import type { LogFilter, SpanFilter } from './matching/index.ts';
import { stage } from './memory/index.ts';
import { holdSeries, lines } from './report-metric.ts';
import { reportMissing } from './report.ts';
import { holdLogs, holdSpans } from './select.ts';
import { printLog, printSpan, printTree } from './tree.ts';
import type { TreeOptions } from './tree.ts';

/** All that is emitted in this process while a test runs. Its methods may be passed on by themselves: `afterEach(telemetry.reset)`. */
export interface TestTelemetry extends Disposable {
  /** Finished spans in the order of their starts; those that are still open by `{ open: true }`. */
  spans(filter?: SpanFilter): EmittedSpan[];
  /** The one span that matches; throws, with the nearest miss, where none does or several do. */
  span(filter: SpanFilter): EmittedSpan;
  /** Roots of traces in the order of their starts, open ones too; the rest hangs on their `children`. */
  traces(): EmittedSpan[];
  /** Log records in the order in which they were written. */
  logs(filter?: LogFilter): EmittedLog[];
  /** The one log record that matches; throws where none does or several do. */
  log(filter: LogFilter): EmittedLog;
  /**
   * All traces with their log records as text without ids and times, for an inline snapshot.
   *
   * @example
   * expect(telemetry.tree()).toMatchInlineSnapshot(`
   *   "sync jobs
   *     satloc jobs.upload (client) ERROR "read ETIMEDOUT" status=timeout error.type=ETIMEDOUT
   *       | error partner.call.exception status=timeout error.type=ETIMEDOUT"
   * `);
   */
  tree(options?: TreeOptions): string;
  /**
   * Value of a counter or gauge at this moment: the sum over all series that have these attributes, whatever others
   * they have. Undefined where there is none: absent is not 0.
   *
   * @example
   * expect(await telemetry.metric('partner.api.requests', { partner: 'satloc', status: 'success' })).toBe(1);
   */
  metric<N extends AnyMetricName>(name: N & NumberOnly<N>, attributes?: MetricFilter<N>): Promise<number | undefined>;
  /**
   * What a histogram holds at this moment, over all series that have these attributes; undefined where there is none.
   *
   * @example
   * expect(await telemetry.histogram('partner.api.duration', { partner: 'satloc' })).toMatchObject({ count: 2 });
   */
  histogram<N extends AnyMetricName>(
    name: N & HistogramOnly<N>,
    attributes?: MetricFilter<N>,
  ): Promise<HistogramReading | undefined>;
  /** All series, or those of one metric, with their attributes and values, sorted. */
  series(name?: AnyMetricName): Promise<readonly Series[]>;
  /**
   * The same as text, a series a line, for an inline snapshot; of histograms only the count.
   *
   * @example
   * expect(await telemetry.table('partner.api.requests')).toMatchInlineSnapshot(
   *   `"partner.api.requests{operation="jobs.upload", partner="satloc", status="success"} 1"`,
   * );
   */
  table(name?: AnyMetricName): Promise<string>;
  /** Begins anew: counters at zero, nothing seen of what was before. Spans that are open stay with what was before. */
  reset(): void;
  /** Gives the global providers back. Nothing can be read afterwards. */
  stop(): void;
}

/**
 * Registers in-memory traces, metrics and logs as the global providers, exact at once and without any exporter, and
 * takes over from test telemetry that was there before. Start it in a setup file where the application makes
 * instruments of its own when imported: the metrics API has no proxy, so what is made before it is dead. Clients
 * wrapped by partner-otel may be made before or after. It is one a process: tests that run concurrently in one file
 * see one another's.
 *
 * @example
 * import { matchers, startTestTelemetry } from 'partner-otel/testing';
 *
 * expect.extend(matchers);
 * const telemetry = startTestTelemetry();
 * afterEach(telemetry.reset);
 * afterAll(telemetry.stop);
 *
 * test('counts an upload', async () => {
 *   await satloc.jobs.upload(job);
 *   expect(telemetry).toHaveSpan({ name: 'satloc jobs.upload', kind: 'client', attributes: { status: 'success' } });
 *   await expect(telemetry).toHaveMetric('partner.api.requests', { partner: 'satloc', status: 'success' }, 1);
 * });
 *
 * @throws where another SDK holds one of the global providers, with what to do.
 */
export function startTestTelemetry(): TestTelemetry {
  const view = () => viewOf(stage.read(telemetry));
  const measure = async (name: string, attributes: object = {}) =>
    total(holdSeries(await readMetrics(stage.read(telemetry)), { name, attributes }).matching);
  const series = async (name?: string) => {
    const all = (await readMetrics(stage.read(telemetry))).series;
    return name === undefined ? all : all.filter((one) => one.name === name);
  };

  const telemetry: TestTelemetry = {
    spans: (filter = () => true) => [...holdSpans(view(), filter).matching],
    span(filter) {
      const all = view();
      const held = holdSpans(all, filter);
      return only(held.matching, () =>
        reportMissing({ noun: 'span', filter, held, show: printSpan, view: all, times: 1 }),
      );
    },
    traces: () => rootsOf(view()),
    logs: (filter = () => true) => [...holdLogs(view(), filter).matching],
    log(filter) {
      const all = view();
      const held = holdLogs(all, filter);
      return only(held.matching, () =>
        reportMissing({ noun: 'log record', filter, held, show: printLog, view: all, times: 1 }),
      );
    },
    tree: (options) => printTree(view(), options),
    async metric(name, attributes) {
      const value = await measure(name, attributes);
      if (typeof value === 'object') throw new TypeError(`${name} is a histogram: read it by telemetry.histogram(...)`);
      return value;
    },
    async histogram(name, attributes) {
      const value = await measure(name, attributes);
      if (typeof value === 'number') throw new TypeError(`${name} is no histogram: read it by telemetry.metric(...)`);
      return value;
    },
    series,
    table: async (name) => lines(await series(name)),
    reset: () => stage.reset(telemetry),
    stop: () => stage.end(telemetry),
    [Symbol.dispose]: () => stage.end(telemetry),
  };
  stage.begin(telemetry);
  return telemetry;
}

function only<T>(matching: readonly T[], report: () => string): T {
  const [one, second] = matching;
  if (one === undefined || second !== undefined) throw new Error(report());
  return one;
}
