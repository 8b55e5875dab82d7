import { beforeAll, describe, expect, test } from 'vitest';
import { expectReadings, expectToldOnce, expectUnchanged, said } from './expected.ts';
import { paths, run } from './run.ts';
import type { Ran } from './run.ts';

describe('in an application without an SDK', () => {
  let bare: Ran;
  let wrapped: Ran;
  let started: Ran;

  beforeAll(async () => {
    [bare, wrapped, started] = await Promise.all([run('none', 'bare'), run('none', 'wrapped'), run('none', 'before')]);
  }, 180_000);

  test('a wrapped client changes nothing, says nothing, sends nothing', () => {
    expectUnchanged(wrapped, bare);
    expect(wrapped.stderr).toBe('');
    expect([wrapped.theirs, wrapped.ours].flatMap(({ spans, logs, metrics }) => [spans, logs, metrics].flat())).toEqual(
      [],
    );
  });

  test('startTelemetry takes all, and says so in one line', () => {
    // Headers go to one's own services, and not to the partner, whose server stands for itself here.
    expect(paths(started.ours.spans)).toEqual([
      'GET',
      'satloc jobs.slow',
      'work',
      'work > GET',
      'work > GET > GET',
      'work > satloc jobs.fail',
      'work > satloc jobs.upload',
      'work > satloc jobs.upload > GET',
      'work > step',
    ]);
    expectReadings(started.ours);
    expectToldOnce(started.ours, started.ours, 'record');
    expect(said(started, bare)).toEqual([expect.stringMatching(/telemetry started: traces, metrics, logs to http:/)]);
  });

  test('what users of the application see stays as it was', () => {
    // But for context, which nobody carried before.
    const [report, ...ends] = bare.stdout;
    expect(started.stdout).toEqual([{ ...(report as object), active: true, stepActive: true }, ...ends]);
    expect(started.code).toBe(3);
  });

  test('a retired partner has no series of gauges any more, and none in flight', () => {
    const [, after = {}] = started.ours.metrics;
    const gauges = Object.keys(after).filter((name) => /consecutive_failures|objective |latency_threshold/.test(name));
    expect(gauges).toEqual([]);
    expect(after['partner.api.in_flight satloc'] ?? 0).toBe(0);
    expect(after).toHaveProperty(['telemetry.retired_timestamp satloc']);
  });
});
