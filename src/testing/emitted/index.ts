export type { AttributeValue, EmittedAttributes } from './attributes.ts';
export { printSeries, readMetrics, total } from './metrics.ts';
export type {
  AnyMetricName,
  HistogramName,
  HistogramOnly,
  HistogramReading,
  MetricFilter,
  NumberOnly,
  Reading,
  Series,
} from './metrics.ts';
export type { EmittedEvent, EmittedLink, EmittedLog, EmittedSpan, SeverityName, SpanKindName } from './spans.ts';
export { rootsOf, viewOf } from './view.ts';
export type { View } from './view.ts';
