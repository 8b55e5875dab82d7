export { logRecordProcessors } from './logs.ts';
export { isWide, metricReaders } from './metrics.ts';
export { spanProcessors } from './traces.ts';
