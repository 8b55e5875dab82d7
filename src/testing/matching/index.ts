export { compareLog, compareSpan } from './compare.ts';
export { compareKeys, compareName, compareValue } from './difference.ts';
export type { Difference } from './difference.ts';
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
} from './expected.ts';
export { hold, printDifferences } from './nearest.ts';
export type { Held } from './nearest.ts';
