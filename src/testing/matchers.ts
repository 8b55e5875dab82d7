// Only what is imported is looked for, and can be augmented below.
// oxlint-disable-next-line import/no-empty-named-blocks, unicorn/require-module-specifiers
import type {} from 'vitest';
import type { MetricName } from '../signals/index.ts';
import type { EventName, LogExpectation, MetricExpectation, SpanExpectation } from './matching/index.ts';
import { stage } from './memory/index.ts';
import { readMetrics, viewOf } from './emitted/index.ts';
import type { MetricFilter } from './emitted/index.ts';
import { holdSeries, isAsExpected, reportMetricMissing, reportMetricUnwanted } from './report-metric.ts';
import { reportMissing, reportUnwanted } from './report.ts';
import { holdLogs, holdSpans } from './select.ts';
import { printLog, printSpan } from './tree.ts';

/** How often something is expected. */
export interface Times {
  /** Exactly so often; without it once or more. */
  readonly times?: number;
}

/** What `expect(telemetry)` can be asked after `expect.extend(matchers)`. */
export interface TelemetryMatchers<R> {
  /**
   * A span anywhere in a trace; by `children` or `including` also what is beneath it. A text is its name.
   *
   * @example
   * expect(telemetry).toHaveSpan({ name: 'satloc jobs.upload', status: 'error', attributes: { status: 'timeout' } });
   * expect(telemetry).not.toHaveSpan('satloc jobs.delete');
   */
  toHaveSpan(expected: string | RegExp | SpanExpectation, options?: Times): R;
  /**
   * A whole trace, from its root. Lists are complete and in the order of starts, objects are subsets.
   *
   * @example
   * expect(telemetry).toHaveTrace({ name: 'sync jobs', children: [{ name: 'satloc jobs.upload', children: [] }] });
   */
  toHaveTrace(expected: string | RegExp | SpanExpectation, options?: Times): R;
  /**
   * A log record; a text is its event name.
   *
   * @example
   * expect(telemetry).toHaveLog({ event: 'partner.call.exception', span: 'satloc jobs.upload' });
   */
  toHaveLog(expected: EventName | RegExp | LogExpectation, options?: Times): R;
  /**
   * A metric: the sum over all series that have these attributes, whatever others they have; of a histogram its
   * count, or some of what it holds. Without a value: that there is any such series. Await it.
   *
   * @example
   * await expect(telemetry).toHaveMetric('partner.api.requests', { partner: 'satloc', status: 'success' }, 1);
   * await expect(telemetry).toHaveMetric('partner.api.duration', { partner: 'satloc' }, { count: 1 });
   * await expect(telemetry).not.toHaveMetric('partner.api.requests', { status: 'timeout' });
   */
  toHaveMetric<N extends MetricName | (string & {})>(
    name: N,
    attributes?: MetricFilter<N>,
    value?: MetricExpectation,
  ): Promise<void>;
}

interface Result {
  readonly pass: boolean;
  readonly message: () => string;
}

declare module 'vitest' {
  // Type parameters of interfaces that merge must be the same to the letter.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends TelemetryMatchers<R> {}
}

/**
 * Matchers for `expect.extend` of vitest, and of jest, which has the same protocol. The types come along for vitest;
 * for jest's globals a project says `declare global { namespace jest { interface Matchers<R> extends TelemetryMatchers<R> {} } }`.
 *
 * @example
 * import { expect } from 'vitest';
 * import { matchers } from 'partner-otel/testing';
 *
 * expect.extend(matchers);
 */
export const matchers: {
  toHaveSpan(telemetry: unknown, expected: string | RegExp | SpanExpectation, options?: Times): Result;
  toHaveTrace(telemetry: unknown, expected: string | RegExp | SpanExpectation, options?: Times): Result;
  toHaveLog(telemetry: unknown, expected: EventName | RegExp | LogExpectation, options?: Times): Result;
  toHaveMetric(telemetry: unknown, name: string, attributes?: object, value?: MetricExpectation): Promise<Result>;
} = {
  toHaveSpan: (telemetry, expected, options) => spanResult('span', telemetry, expected, options),
  toHaveTrace: (telemetry, expected, options) => spanResult('trace', telemetry, expected, options),

  toHaveLog(telemetry, filter, { times } = {}) {
    const view = viewOf(stage.read(telemetry));
    const held = holdLogs(view, filter);
    const asked = { noun: 'log record', filter, held, show: printLog, view, times } as const;
    return result(
      held.matching.length,
      times,
      () => reportMissing(asked),
      () => reportUnwanted(asked),
    );
  },

  async toHaveMetric(telemetry, name, attributes = {}, value) {
    const reading = await readMetrics(stage.read(telemetry));
    const question = { name, attributes, value };
    const held = holdSeries(reading, question);
    const pass = isAsExpected(held, question);
    return {
      pass,
      message: () => (pass ? reportMetricUnwanted(held, question) : reportMetricMissing(reading, held, question)),
    };
  },
};

function spanResult(
  noun: 'span' | 'trace',
  telemetry: unknown,
  filter: string | RegExp | SpanExpectation,
  { times }: Times = {},
): Result {
  const view = viewOf(stage.read(telemetry));
  const held = holdSpans(view, filter, noun === 'trace' ? 'roots' : 'all');
  const elsewhere = noun === 'trace' && held.matching.length === 0 && holdSpans(view, filter).matching.length > 0;
  const hint = elsewhere ? 'Such a span is there, but it is no root: toHaveSpan finds it.' : undefined;
  const asked = { noun, filter, held, show: printSpan, view, times, hint };
  return result(
    held.matching.length,
    times,
    () => reportMissing(asked),
    () => reportUnwanted(asked),
  );
}

function result(found: number, times: number | undefined, missing: () => string, unwanted: () => string): Result {
  const pass = times === undefined ? found > 0 : found === times;
  // Called on failure alone: where it passes, only `.not` can have failed.
  return { pass, message: pass ? unwanted : missing };
}
