import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { installedApplication, runFolder } from '../support/application.ts';
import { OtlpServer } from '../support/otlp-server.ts';
import type { ReceivedLog } from '../support/otlp-server.ts';
import { nodeBinary } from '../support/program.ts';
import { datadogSpans } from './sinks/datadog.ts';
import { sentrySpans } from './sinks/sentry.ts';
import { Sink } from './sinks/sink.ts';
import type { SunkSpan } from './sinks/sink.ts';

/**
 * `bare`: the application without partner-otel. `wrapped`: its client wrapped, nothing started. `before` and `after`:
 * `startTelemetry` as well, before or after its own SDK.
 */
export type Mode = 'bare' | 'wrapped' | 'before' | 'after';

const preloads: Readonly<Record<Mode, readonly string[]>> = {
  bare: ['theirs'],
  wrapped: ['theirs'],
  before: ['ours', 'theirs'],
  after: ['theirs', 'ours'],
};

/** What one side was sent. */
export interface Arrived {
  readonly spans: readonly SunkSpan[];
  readonly logs: readonly ReceivedLog[];
  /** By export: of each series of ours its value, named as `partner.api.requests satloc jobs.fail network_error`. */
  readonly metrics: readonly Readonly<Record<string, number>>[];
}

export interface Ran {
  readonly code: number | null;
  /** Each line of stdout, which is all JSON. */
  readonly stdout: readonly unknown[];
  readonly stderr: string;
  /** By OTLP to its own backend, or by its vendor's protocol. */
  readonly theirs: Arrived;
  readonly ours: Arrived;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Changes what is installed in the folder of this run. */
  readonly prepare?: (folder: string) => void;
}

/** Runs the application of `apps/<name>` in a process of its own; everything it may speak to listens on loopback. */
export async function run(app: string, mode: Mode, { env = {}, prepare }: RunOptions = {}): Promise<Ran> {
  const source = join(import.meta.dirname, 'apps', app);
  const folder = runFolder(installedApplication(source));
  try {
    for (const file of ['application.ts', 'apps/ours.mjs', `apps/${app}/theirs.mjs`]) {
      cpSync(join(import.meta.dirname, file), join(folder, file.slice(file.lastIndexOf('/') + 1)));
    }
    prepare?.(folder);
    return await runIn(folder, mode, env);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function runIn(folder: string, mode: Mode, env: Readonly<Record<string, string>>): Promise<Ran> {
  await using theirs = await OtlpServer.start();
  await using ours = await OtlpServer.start();
  await using vendor = await Sink.start((path, body) => [...sentrySpans(path, body), ...datadogSpans(path, body)]);
  const args = [...preloads[mode].flatMap((name) => ['--import', `./${name}.mjs`]), 'application.ts'];
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(OTEL_|SENTRY_|DD_|NODE_OPTIONS|VITEST)/.test(name),
  );
  const child = spawn(nodeBinary(24), args, {
    cwd: folder,
    env: {
      ...Object.fromEntries(inherited),
      MODE: mode,
      THEIR_ENDPOINT: theirs.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: ours.url,
      SENTRY_DSN: `http://key@${vendor.host}/1`,
      DD_TRACE_AGENT_URL: `http://${vendor.host}`,
      DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
      DD_REMOTE_CONFIGURATION_ENABLED: 'false',
      DD_TRACE_STARTUP_LOGS: 'false',
      // Of whether a connection is used again nothing is said here.
      DD_TRACE_DISABLED_PLUGINS: 'dns,net,fs',
      ...(env['METRICS_TO'] === 'theirs' && { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${theirs.url}/v1/metrics` }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  const [code, stdout, stderr] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  const sent = arrived(theirs);
  return {
    code,
    stdout: stdout.split('\n').filter(Boolean).map(parsed),
    stderr,
    theirs: { ...sent, spans: [...sent.spans, ...vendor.spans] },
    ours: arrived(ours),
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return line;
  }
}

function arrived({ spans, logs, metricExports }: OtlpServer): Arrived {
  return {
    spans: spans.map(({ status, events, ...span }) => ({
      ...span,
      failed: status === 'error',
      exceptions: events
        .filter(({ name }) => name === 'exception')
        .map(({ attributes }) => String(attributes['exception.message'])),
    })),
    logs,
    metrics: metricExports.map((metrics) =>
      Object.fromEntries(
        metrics
          .filter(({ scope }) => scope === 'partner-otel')
          .flatMap(({ name, points }) =>
            points.map(({ attributes, value, count }) => [
              [name, ...Object.values(attributes)].join(' '),
              count ?? value,
            ]),
          ),
      ),
    ),
  };
}

/** Names from the root down, one a span, sorted: `work > satloc jobs.upload > GET`. */
export function paths(spans: readonly SunkSpan[]): string[] {
  return spans.map((span) => lineage(span, spans).map(nameOf).join(' > ')).sort();
}

/** The same of the application's own spans, as if ours were not there. */
export function ownPaths(spans: readonly SunkSpan[]): string[] {
  return spans
    .filter((span) => !isOurs(span))
    .map((span) =>
      lineage(span, spans)
        .filter((one) => !isOurs(one))
        .map(nameOf)
        .join(' > '),
    )
    .sort();
}

export function isOurs({ attributes }: SunkSpan): boolean {
  return attributes['partner'] !== undefined;
}

function lineage(span: SunkSpan, spans: readonly SunkSpan[]): SunkSpan[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent === undefined ? [span] : [...lineage(parent, spans), span];
}

/** Ports differ from run to run. */
function nameOf({ name }: SunkSpan): string {
  return name.replace(/127\.0\.0\.1:\d+/, 'host');
}
