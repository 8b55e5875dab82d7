import { SeverityNumber } from '@opentelemetry/api';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { DemoTelemetry } from '../telemetry/start.ts';
import { bad, dim, strong, styleOfStatus, warm } from './ink.ts';
import type { Line } from './ink.ts';
import { traceTree } from './trace-tree.ts';

/** The last failing trace, and the log record of the call that failed in it; at most so many lines. */
export function lastFailure({ traces, records }: DemoTelemetry, width: number, most = Infinity): Line[] {
  const failing = traces.lastFailing;
  if (failing === undefined) return [[['no call has failed yet', dim]]];
  const { failure } = failing;
  const { traceId, spanId } = failure.spanContext();
  const status = String(failure.attributes['status']);
  const record = records.of(spanId);
  const title: Line = [
    ['last failing trace', strong],
    ['  ', dim],
    [failure.name, bad],
    ' ',
    [status, styleOfStatus(status)],
    [`  ${traceId}`, dim],
  ];
  const log = record === undefined ? [] : [recordLine(record, 1)];
  return [title, ...traceTree(failing, width, most - 1 - log.length), ...log];
}

/** The latest log records of failures, the newest first. */
export function latestRecords({ records }: DemoTelemetry, most: number): Line[] {
  const latest = records.latest(most - 1);
  if (most < 2 || latest.length === 0) return [];
  return [[['log records', strong]], ...latest.map(({ record, times }) => recordLine(record, times))];
}

function recordLine(record: ReadableLogRecord, times: number): Line {
  const { hrTime, severityNumber = 0, severityText = '', eventName = '', body } = record;
  const time = new Date(hrTime[0] * 1_000 + hrTime[1] / 1e6).toISOString().slice(11, 23);
  const style = severityNumber >= SeverityNumber.ERROR ? bad : severityNumber >= SeverityNumber.WARN ? warm : dim;
  return [
    [`${time}  `, dim],
    [severityText.padEnd(5), style],
    [`  ${eventName}  `, dim],
    String(body ?? ''),
    [times > 1 ? `  (${times} times)` : '', dim],
  ];
}
