import { diag, DiagLogLevel } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
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
 * An application writes `startTelemetry()` and is done. The demo looks at its own telemetry, so it puts a reader of
 * its own beside each exporter.
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
  const remote = endpoint === undefined ? undefined : exportersTo(endpoint);
  const { shutdown } = startTelemetry({
    serviceName: 'partner-otel-demo',
    spanProcessors: [traces, ...(remote?.spanProcessors ?? [])],
    metricReaders: [board, ...(remote?.metricReaders ?? [])],
    logRecordProcessors: [records, ...(remote?.logRecordProcessors ?? [])],
  });
  return { board, traces, records, complaints, shutdown };
}

/** The SDK writes errors as JSON, stack and all; their message is what helps. */
function inShort(word: unknown): string {
  if (word instanceof Error) return word.message;
  const [, message] = /"message":"((?:[^"\\\\]|\\\\.)*)"/.exec(String(word)) ?? [];
  return message ?? String(word);
}

function exportersTo(endpoint: URL) {
  const url = (signal: string): string => `${endpoint.href.replace(/\/+$/, '')}/v1/${signal}`;
  return {
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: url('traces') }),
        scheduledDelayMillis: 1_000,
        maxQueueSize: 65_536,
      }),
    ],
    metricReaders: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter({ url: url('metrics') }),
        exportIntervalMillis: 5_000,
        exportTimeoutMillis: 5_000,
      }),
    ],
    logRecordProcessors: [
      new BatchLogRecordProcessor({ exporter: new OTLPLogExporter({ url: url('logs') }), scheduledDelayMillis: 1_000 }),
    ],
  };
}
