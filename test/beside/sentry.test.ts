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

// Its spans have no events: a failure is told by status and `error.type`, and by a record where somebody takes those.
const failure = {
  name: 'satloc jobs.fail',
  failed: true,
  attributes: { status: 'network_error', 'error.type': 'ECONNREFUSED' },
};
const calls = ['work > satloc jobs.fail', 'work > satloc jobs.upload'];

describe('beside @sentry/node 10, and a meter provider of the 2.x line', () => {
  let bare: Ran;
  let wrapped: Ran;
  let after: Ran;

  beforeAll(async () => {
    bare = await run('sentry-10', 'bare');
    [wrapped, after] = await Promise.all([run('sentry-10', 'wrapped'), run('sentry-10', 'after')]);
  }, 180_000);

  test('calls are spans of Sentry, and metrics of the meter provider', () => {
    expectUnchanged(wrapped, bare);
    expect(wrapped.stderr).toBe('');
    expect(paths(wrapped.theirs.spans)).toEqual(
      expect.arrayContaining([...calls, 'work > satloc jobs.upload > GET http://host/upload']),
    );
    expect(wrapped.theirs.spans.find(({ name }) => name === failure.name)).toMatchObject(failure);
    expectReadings(wrapped.theirs);
    expectNoLies(wrapped.theirs);
  });

  test('startTelemetry starts nothing, because Sentry 10 has the older API, and says the cure', () => {
    expectUnchanged(after, bare);
    expect(paths(after.theirs.spans)).toEqual(paths(wrapped.theirs.spans));
    expectReadings(after.theirs);
    expectNothingStarted(after, bare);
  });
});

describe('beside @sentry/node 11', () => {
  let bare: Ran;
  let wrapped: Ran;
  let after: Ran;

  beforeAll(async () => {
    bare = await run('sentry-11', 'bare');
    [wrapped, after] = await Promise.all([run('sentry-11', 'wrapped'), run('sentry-11', 'after')]);
  }, 180_000);

  test('a wrapped client changes nothing and sends nothing: no provider is taken', () => {
    expectUnchanged(wrapped, bare);
    expect(wrapped.stderr).toBe('');
    expect(paths(wrapped.theirs.spans)).toEqual(paths(bare.theirs.spans));
  });

  test('startTelemetry takes all, and Sentry gets what it always got', () => {
    const [report, ...ends] = bare.stdout;
    // Context is carried now, which it was not before.
    expect(after.stdout).toEqual([{ ...(report as object), active: true, stepActive: true }, ...ends]);
    expect(after.code).toBe(3);
    expect(paths(after.theirs.spans)).toEqual(paths(bare.theirs.spans));
    expect(paths(after.ours.spans)).toEqual(expect.arrayContaining(calls));
    expectReadings(after.ours);
    expectToldOnce(after.ours, after.ours, 'record');
    expect(said(after, bare)).toEqual([expect.stringMatching(/telemetry started: traces, metrics, logs to http:/)]);
  });
});

describe('beside @sentry/node 11 with enableOpenTelemetrySetup', () => {
  let bare: Ran;
  let wrapped: Ran;
  let after: Ran;

  beforeAll(async () => {
    const env = { SENTRY_OTEL: 'true' };
    bare = await run('sentry-11', 'bare', { env });
    [wrapped, after] = await Promise.all([run('sentry-11', 'wrapped', { env }), run('sentry-11', 'after', { env })]);
  }, 180_000);

  test('calls are spans of Sentry', () => {
    expectUnchanged(wrapped, bare);
    expect(wrapped.stderr).toBe('');
    expect(paths(wrapped.theirs.spans)).toEqual(expect.arrayContaining(calls));
    expect(wrapped.theirs.spans.find(({ name }) => name === failure.name)).toMatchObject(failure);
  });

  test('startTelemetry leaves tracing to Sentry, adds metrics and logs, and says which', () => {
    expectUnchanged(after, bare);
    expect(paths(after.theirs.spans)).toEqual(paths(wrapped.theirs.spans));
    const [line, ...others] = said(after, bare);
    expect(others).toEqual([
      expect.stringContaining("requests to partner 'satloc' carry baggage, sentry-trace, which another SDK writes"),
    ]);
    expectOnlyTracesLeft(after, 'Sentry', line);
  });
});
