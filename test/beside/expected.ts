import { expect } from 'vitest';
import { isOurs, ownPaths } from './run.ts';
import type { Arrived, Ran } from './run.ts';

/** What its users see, its handlers, its exit code and its own spans: all as in the bare application. */
export function expectUnchanged(ran: Ran, bare: Ran): void {
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 3, stdout: bare.stdout });
  expect(ownPaths(ran.theirs.spans)).toEqual(ownPaths(bare.theirs.spans));
}

/** What is on stderr beyond what the bare application writes there. */
export function said({ stderr }: Ran, bare: Ran): string[] {
  const known = new Set(bare.stderr.split('\n'));
  return stderr.split('\n').filter((line) => !known.has(line));
}

/** The calls of the partner, while the third is under way. */
export function expectReadings({ metrics }: Arrived): void {
  expect(metrics[0]).toMatchObject({
    'partner.api.requests satloc jobs.upload success': 1,
    'partner.api.requests satloc jobs.fail network_error': 1,
    'partner.api.duration satloc jobs.upload success': 1,
    'partner.api.objective_events satloc availability bad': 1,
    'partner.api.in_flight satloc': 1,
    'partner.api.consecutive_failures satloc': 1,
    'partner.api.objective satloc availability': 0.995,
    'partner.api.latency_threshold satloc': 2,
  });
}

/** After the partner was retired, a value that stays where it was would be a lie: gone, or 0. */
export function expectNoLies({ metrics }: Arrived): void {
  const last: Record<string, number> = { ...metrics[0], ...metrics[1] };
  const present = [
    'partner.api.in_flight satloc',
    'partner.api.consecutive_failures satloc',
    'partner.api.objective satloc availability',
    'partner.api.objective satloc latency',
    'partner.api.latency_threshold satloc',
  ];
  expect(Object.fromEntries(present.map((name) => [name, last[name]]))).toEqual(
    Object.fromEntries(present.map((name) => [name, 0])),
  );
  expect(metrics[1]).toHaveProperty(['telemetry.retired_timestamp satloc']);
}

/** One failure, told once: by a record of the log or by an exception on its span. */
export function expectToldOnce(spans: Arrived, logs: Arrived, voice: 'record' | 'exception'): void {
  const [failed, ...others] = spans.spans.filter((span) => isOurs(span) && span.failed);
  expect(failed).toMatchObject({
    name: 'satloc jobs.fail',
    attributes: { status: 'network_error', 'error.type': 'ECONNREFUSED' },
    exceptions: voice === 'exception' ? ['refused by satloc'] : [],
  });
  expect(others).toEqual([]);
  const records = logs.logs.filter(({ scope }) => scope === 'partner-otel');
  expect(records).toEqual(
    voice === 'exception'
      ? []
      : [
          expect.objectContaining({
            eventName: 'partner.call.exception',
            spanId: failed?.spanId,
            traceId: failed?.traceId,
          }),
        ],
  );
}

/** Nothing of ours leaves, and one line says why, with the cure. */
export function expectNothingStarted(ran: Ran, bare: Ran): void {
  expect([...ran.ours.spans, ...ran.ours.logs, ...ran.ours.metrics]).toEqual([]);
  expect(said(ran, bare)).toEqual([
    expect.stringMatching(/nothing is started.*@opentelemetry\/api.*keep your own SDK.*overrides/),
  ]);
}

/** Calls are spans of the other SDK alone; metrics and logs leave by us, as the start line says, which names the owner. */
export function expectOnlyTracesLeft(ran: Ran, owner: string, line: string | undefined): void {
  expect(ran.ours.spans).toEqual([]);
  expectReadings(ran.ours);
  expectToldOnce(ran.theirs, ran.ours, 'record');
  expect(line).toMatch(/started: metrics, logs to http:/);
  expect(line).toMatch(new RegExp(`; traces[^;]* left to ${owner}`));
}
