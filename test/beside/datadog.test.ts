import { beforeAll, describe, expect, test } from 'vitest';
import {
  expectNoLies,
  expectNothingStarted,
  expectOnlyTracesLeft,
  expectReadings,
  expectToldOnce,
  expectUnchanged,
  said,
} from './expected.ts';
import { paths, run } from './run.ts';
import type { Ran } from './run.ts';

// The client's request and, by the header it sends, the server's.
const calls = [
  'work > satloc jobs.fail',
  'work > satloc jobs.upload',
  'work > satloc jobs.upload > GET',
  'work > satloc jobs.upload > GET > GET',
];

describe('beside dd-trace and its OpenTelemetry bridge', () => {
  let bare: Ran;
  let wrapped: Ran;
  let after: Ran;

  beforeAll(async () => {
    bare = await run('datadog-6', 'bare');
    [wrapped, after] = await Promise.all([run('datadog-6', 'wrapped'), run('datadog-6', 'after')]);
  }, 180_000);

  test('calls are spans of Datadog, a failure as its error', () => {
    expectUnchanged(wrapped, bare);
    expect(said(wrapped, bare)).toEqual([]);
    expect(paths(wrapped.theirs.spans)).toEqual(expect.arrayContaining(calls));
    expectToldOnce(wrapped.theirs, wrapped.theirs, 'exception');
  });

  test('startTelemetry starts nothing, because dd-trace has the older API, and says the cure', () => {
    expectUnchanged(after, bare);
    expect(paths(after.theirs.spans)).toEqual(paths(wrapped.theirs.spans));
    expectNothingStarted(after, bare);
  });
});

describe('beside dd-trace with its own meter provider', () => {
  test('calls are counted there, and what was retired reports 0', { timeout: 60_000 }, async () => {
    const ran = await run('datadog-6', 'wrapped', { env: { DD_METRICS_OTEL_ENABLED: 'true', METRICS_TO: 'theirs' } });
    expect(ran.code).toBe(3);
    expectReadings(ran.theirs);
    expectNoLies(ran.theirs);
  });
});

describe('beside dd-trace, with one API of the newer version by an override', () => {
  let bare: Ran;
  let wrapped: Ran;
  let after: Ran;

  beforeAll(async () => {
    bare = await run('datadog-6-api-1.10', 'bare');
    [wrapped, after] = await Promise.all([run('datadog-6-api-1.10', 'wrapped'), run('datadog-6-api-1.10', 'after')]);
  }, 180_000);

  test('calls are spans of Datadog', () => {
    expectUnchanged(wrapped, bare);
    expect(said(wrapped, bare)).toEqual([]);
    expect(paths(wrapped.theirs.spans)).toEqual(expect.arrayContaining(calls));
  });

  test('startTelemetry leaves tracing to Datadog, adds metrics and logs, and says which', () => {
    expectUnchanged(after, bare);
    expect(paths(after.theirs.spans)).toEqual(paths(wrapped.theirs.spans));
    const [line, ...others] = said(after, bare);
    expect(others).toEqual([
      expect.stringContaining("requests to partner 'satloc' carry traceparent, tracestate, which another SDK writes"),
    ]);
    expectOnlyTracesLeft(after, 'dd-trace', line);
  });
});
