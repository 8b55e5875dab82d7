export { redactingLogProcessor } from './logs.ts';
export type { LogRecordProcessorLike } from './logs.ts';
export { Resources } from './resources.ts';
export type { ResourceLike } from './resources.ts';
export { redactingSpanProcessor } from './spans.ts';
export type { SpanProcessorLike } from './spans.ts';
