export { protocolOf, text, withoutVariable } from './environment.ts';
export type { Signal } from './environment.ts';
export { logRecordProcessors } from './logs.ts';
export { isWide, metricReaders } from './metrics.ts';
export { spanProcessors } from './traces.ts';
