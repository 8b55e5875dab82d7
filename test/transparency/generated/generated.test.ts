/* oxlint-disable vitest/no-standalone-expect -- the linter knows no property tests */
import { test as property } from '@fast-check/vitest';
import { expect } from 'vitest';
import { sideBySide } from '../harness.ts';
import type { Log } from '../harness.ts';
import { build, resource } from './client.ts';
import { play, script } from './script.ts';

property.prop([resource, script], { numRuns: Number(process.env['TRANSPARENCY_RUNS'] ?? 150) })(
  'a generated client behaves as the bare one, and each of its calls is counted once',
  async (shape, moves) => {
    const asked: string[][] = [];
    const scenario = {
      make: () => {
        const calls: string[] = [];
        asked.push(calls);
        return build(shape, (path, failed) => calls.push(failed ? `${path} error` : path), '', undefined);
      },
      script: (client: object, log: Log) => play(client, moves, log),
    };
    const { bare, asleep, first, again } = await sideBySide(scenario);
    expect(asleep.log).toEqual(bare.log);
    expect(first.log).toEqual(bare.log);
    expect(again.log).toEqual(bare.log);
    // What throws at once is no call until its path is known to answer with a promise.
    expect(first.counted).toEqual(asked[2]!.sort());
    expect(again.counted).toEqual(asked[3]!.sort());
    expect([first.inFlight, again.inFlight]).toEqual([0, 0]);
    expect([first.calls.toSorted(), again.calls.toSorted()]).toEqual([first.counted, again.counted]);
  },
  600_000,
);
