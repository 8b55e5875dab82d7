export type {
  EmittedAttributes,
  EmittedEvent,
  EmittedLink,
  EmittedLog,
  EmittedSpan,
  HistogramName,
  HistogramReading,
  MetricFilter,
  Series,
  SeverityName,
  SpanKindName,
} from './emitted/index.ts';
export { matchers } from './matchers.ts';
export type { TelemetryMatchers, Times } from './matchers.ts';
export type {
  AsymmetricMatcher,
  EventName,
  Expected,
  ExpectedAttributes,
  ExpectedEvent,
  ExpectedLink,
  LogExpectation,
  LogFilter,
  MetricExpectation,
  SpanExpectation,
  SpanFilter,
} from './matching/index.ts';
export { startTestTelemetry } from './telemetry.ts';
export type { TestTelemetry } from './telemetry.ts';
export type { TreeOptions } from './tree.ts';
