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
import { ownPaths, paths, run } from './run.ts';
import type { Ran } from './run.ts';

const calls = ['work > satloc jobs.fail', 'work > satloc jobs.upload', 'work > satloc jobs.upload > GET'];

describe('beside an SDK of its own, of the 3.x line', () => {
  let bare: Ran;
  let wrapped: Ran;
  let before: Ran;
  let after: Ran;

  beforeAll(async () => {
    [bare, wrapped] = await Promise.all([run('sdk-3', 'bare'), run('sdk-3', 'wrapped')]);
    [before, after] = await Promise.all([run('sdk-3', 'before'), run('sdk-3', 'after')]);
  }, 180_000);

  test('a wrapped client is told about to that SDK, in its traces, metrics and logs', () => {
    expectUnchanged(wrapped, bare);
    expect(wrapped.stderr).toBe('');
    expect(paths(wrapped.theirs.spans)).toEqual(expect.arrayContaining(calls));
    expectReadings(wrapped.theirs);
    expectToldOnce(wrapped.theirs, wrapped.theirs, 'record');
  });

  test('what was retired reports 0 to its reader', () => {
    expectNoLies(wrapped.theirs);
  });

  test('startTelemetry after it leaves everything as it is, and says what was taken', () => {
    expectUnchanged(after, bare);
    expect(paths(after.theirs.spans)).toEqual(paths(wrapped.theirs.spans));
    expectReadings(after.theirs);
    expectToldOnce(after.theirs, after.theirs, 'record');
    expect([...after.ours.spans, ...after.ours.logs, ...after.ours.metrics]).toEqual([]);
    const [line, ...others] = said(after, bare);
    expect(others).toEqual([
      expect.stringContaining("requests to partner 'satloc' carry baggage, traceparent, which another SDK writes"),
    ]);
    expect(line).toMatch(/^\[otel\].* partner-otel: /);
    for (const taken of ['traces', 'metrics', 'logs', 'headers', 'context']) expect(line).toContain(taken);
    expect(line).not.toContain(' to http');
  });

  test('startTelemetry before it has everything, and the application is served as ever', () => {
    expect({ code: before.code, stdout: before.stdout }).toEqual({ code: 3, stdout: bare.stdout });
    expect(ownPaths(before.ours.spans)).toEqual(expect.arrayContaining(['work', 'work > step']));
    expect(paths(before.ours.spans)).toEqual(expect.arrayContaining(calls));
    expectReadings(before.ours);
    expectToldOnce(before.ours, before.ours, 'record');
    expect([...before.theirs.spans, ...before.theirs.logs, ...before.theirs.metrics]).toEqual([]);
    expect(before.stderr).toMatch(/telemetry started: traces, metrics, logs to http:/);
    // The API's own words for an SDK that comes second.
    expect(before.stderr).toContain('Attempted duplicate registration of API: trace');
  });
});

describe('beside a tracer provider of its own and nothing else', () => {
  let bare: Ran;
  let after: Ran;

  beforeAll(async () => {
    const env = { THEIR_SIGNALS: 'traces' };
    [bare, after] = await Promise.all([run('sdk-3', 'bare', { env }), run('sdk-3', 'after', { env })]);
  }, 180_000);

  test('startTelemetry adds metrics and logs, and says which', () => {
    expectUnchanged(after, bare);
    expect(paths(after.theirs.spans)).toEqual(
      expect.arrayContaining(['work > satloc jobs.fail', 'work > satloc jobs.upload']),
    );
    const [line, ...others] = said(after, bare);
    expect(others).toEqual([]);
    expectOnlyTracesLeft(after, 'another SDK', line);
  });
});

describe('beside an SDK of its own, of the 2.x line with its API', () => {
  let bare: Ran;
  let wrapped: Ran;
  let after: Ran;

  beforeAll(async () => {
    bare = await run('sdk-2', 'bare');
    [wrapped, after] = await Promise.all([run('sdk-2', 'wrapped'), run('sdk-2', 'after')]);
  }, 180_000);

  test('a wrapped client is told about to that SDK, a failure as an exception on its span', () => {
    expectUnchanged(wrapped, bare);
    expect(wrapped.stderr).toBe('');
    expect(paths(wrapped.theirs.spans)).toEqual(expect.arrayContaining(calls));
    expectReadings(wrapped.theirs);
    expectToldOnce(wrapped.theirs, wrapped.theirs, 'exception');
  });

  test('what was retired reports 0 to its reader', () => {
    expectNoLies(wrapped.theirs);
  });

  test('startTelemetry starts nothing and says the cure in one line', () => {
    expectUnchanged(after, bare);
    expect(paths(after.theirs.spans)).toEqual(paths(wrapped.theirs.spans));
    expectReadings(after.theirs);
    expectNothingStarted(after, bare);
  });
});
