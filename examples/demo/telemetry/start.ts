import { diag, DiagLogLevel } from '@opentelemetry/api';
import { startTelemetry } from 'partner-otel/sdk';
import type { Telemetry } from 'partner-otel/sdk';
import { Board } from './board.ts';
import { FailureRecords } from './records.ts';
import { Traces } from './traces.ts';

export interface DemoTelemetry extends Pick<Telemetry, 'shutdown'> {
  readonly board: Board;
  readonly traces: Traces;
  readonly records: FailureRecords;
  /** What the SDK had to complain about, and how often. */
  readonly complaints: ReadonlyMap<string, number>;
}

/**
 * An application writes `startTelemetry()` and is done. The demo looks at its own telemetry, so it puts readers of
 * its own beside what is sent, or in its stead where nothing is.
 */
export function startDemoTelemetry(endpoint: URL | undefined): DemoTelemetry {
  const complaints = new Map<string, number>();
  const complain = (...words: unknown[]): void => {
    const line = words.map(inShort).join(' ').split('\n', 1)[0]?.slice(0, 300) ?? '';
    if (complaints.size < 20 || complaints.has(line)) complaints.set(line, (complaints.get(line) ?? 0) + 1);
  };
  const silent = (): void => {};
  // Written at the end, since a line in between would tear the screen.
  diag.setLogger(
    { error: complain, warn: complain, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN },
  );

  const board = new Board();
  const traces = new Traces();
  const records = new FailureRecords();
  const own = { spanProcessors: [traces], metricReaders: [board], logRecordProcessors: [records] };
  if (endpoint !== undefined) sendTo(endpoint);
  const serviceName = 'partner-otel-demo';
  const { shutdown } = startTelemetry(endpoint === undefined ? { serviceName, ...own } : { serviceName, also: own });
  return { board, traces, records, complaints, shutdown };
}

/** The SDK writes errors as JSON, stack and all; their message is what helps. */
function inShort(word: unknown): string {
  if (word instanceof Error) return word.message;
  const [, message] = /"message":"((?:[^"\\\\]|\\\\.)*)"/.exec(String(word)) ?? [];
  return message ?? String(word);
}

/** What the command line says stands over the environment; that is where `startTelemetry` reads it. */
function sendTo(endpoint: URL): void {
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = endpoint.href;
  for (const signal of ['TRACES', 'METRICS', 'LOGS']) delete process.env[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`];
  process.env['OTEL_BSP_SCHEDULE_DELAY'] ??= '1000';
  process.env['OTEL_BLRP_SCHEDULE_DELAY'] ??= '1000';
  process.env['OTEL_METRIC_EXPORT_INTERVAL'] ??= '5000';
  process.env['OTEL_METRIC_EXPORT_TIMEOUT'] ??= '5000';
}
