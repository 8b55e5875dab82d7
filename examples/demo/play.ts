import { createClients } from './clients.ts';
import type { DemoOptions } from './options.ts';
import { startFleet } from './partners/fleet.ts';
import { createRandom } from './random.ts';
import { startSchedule } from './schedule.ts';
import { listenToKeys } from './screen/keys.ts';
import { openLive } from './screen/live.ts';
import { openPlain } from './screen/plain.ts';
import { summary } from './screen/summary.ts';
import type { Stage } from './stage.ts';
import { startDemoTelemetry } from './telemetry/start.ts';
import { startTraffic } from './traffic.ts';

/** The whole demo, from the first process to the last; gives its exit code. */
export async function play({ seconds, endpoint, seed, plain }: DemoOptions): Promise<number> {
  const telemetry = startDemoTelemetry(endpoint);
  const fleet = await startFleet(seed);
  const began = performance.now();
  const traffic = startTraffic(createClients(fleet), createRandom(seed));
  const schedule = startSchedule(seconds, { fleet, traffic, board: telemetry.board });
  const stage: Stage = { fleet, schedule, telemetry, elapsed: () => (performance.now() - began) / 1_000 };

  const quit = (): void => {
    schedule.stop();
    traffic.giveUp();
  };
  process.on('SIGINT', quit);
  process.on('SIGTERM', quit);
  // Whoever read along has left, as `head` does.
  process.stdout.on('error', quit);

  const terminal = process.stdin.isTTY && process.stdout.isTTY && !plain;
  const keys = terminal
    ? listenToKeys({
        suffer(partner, fault) {
          if (seconds !== undefined) return;
          schedule.pause();
          void fleet.suffer(partner, fault);
        },
        giveUp: traffic.giveUp,
        automatic: schedule.resume,
        quit,
      })
    : undefined;
  const view = keys === undefined ? openPlain(stage) : openLive(stage, keys, seconds === undefined);

  await schedule.done;
  await traffic.stop();
  await telemetry.board.refresh();
  view.close();
  keys?.release();
  process.stdout.write(summary(stage));
  await fleet.stop();
  await telemetry.shutdown();
  for (const [complaint, times] of telemetry.complaints) process.stderr.write(`${complaint} (${times} times)\n`);
  // The demo is a proof: what was done to a partner must have shown.
  return schedule.played.every(({ seenAfter }) => seenAfter !== undefined) ? 0 : 1;
}
