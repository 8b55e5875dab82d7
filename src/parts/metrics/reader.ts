import { Redactor } from '../../redaction/index.ts';
import type { RedactionOptions } from '../../redaction/index.ts';
import { Points } from './points.ts';
import type { Batch } from './shapes.ts';

/** What is asked of a pull reader: `MetricReader` of the SDK's 2.x and 3.x line. */
export interface MetricReaderLike {
  collect(options?: never): Promise<{ readonly resourceMetrics: object }>;
}

/**
 * A reader that hands out itself what it collects, such as a `PrometheusExporter`: the same reader, and what it collects
 * comes without the secrets in attributes. Readers that push take `partnerMetricExporter` instead.
 *
 * @throws OptionError for options that are wrong.
 *
 * @example redactingMetricReader(new PrometheusExporter())
 */
export function redactingMetricReader<R extends MetricReaderLike>(reader: R, options?: RedactionOptions): R {
  const points = new Points(new Redactor(options, 'options'));
  const collect = reader.collect.bind(reader);
  reader.collect = async (given) => {
    const collected = await collect(given);
    return { ...collected, resourceMetrics: points.redacted(collected.resourceMetrics as Batch) };
  };
  return reader;
}
