export { attributes } from './attributes.ts';
export { events } from './events.ts';
export type { EventName } from './events.ts';
export { metrics } from './metrics/index.ts';
export type { MetricAttributes, MetricName, MetricOf } from './metrics/index.ts';
export { prometheusName } from './prometheus.ts';
export type { AttributeKey, EventRecord, MetricRecord, SpanRecord, Unit, Values } from './record.ts';
export { scope } from './scope.ts';
export { spans } from './spans.ts';
export {
  callStatuses,
  objectiveResults,
  objectives,
  queueStates,
  recordDirections,
  recordResults,
  runStatuses,
  userStates,
} from './values.ts';
export type {
  CallStatus,
  Objective,
  ObjectiveResult,
  QueueState,
  RecordDirection,
  RecordResult,
  RunEnd,
  RunStatus,
  UserState,
} from './values.ts';
