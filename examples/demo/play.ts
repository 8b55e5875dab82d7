import type { DemoOptions } from './options.ts';
import { openOffice } from './office/office.ts';
import { openBull } from './office/queue/bull.ts';
import { openInProcess } from './office/queue/in-process.ts';
import { startTraffic } from './office/traffic.ts';
import { startFleet } from './partners/fleet.ts';
import { createRandom } from './random.ts';
import { startSchedule } from './schedule.ts';
import { listenToKeys } from './screen/keys.ts';
import { openLive } from './screen/live.ts';
import { openPlain } from './screen/plain.ts';
import { summary } from './screen/summary.ts';
import type { Scene } from './scene.ts';
import { startDemoTelemetry } from './telemetry/start.ts';

/** The whole demo, from the first process to the last; gives its exit code. */
export async function play({ seconds, endpoint, redis, seed, plain }: DemoOptions): Promise<number> {
  const queue = redis === undefined ? openInProcess() : await openBull(redis);
  const telemetry = startDemoTelemetry(endpoint);
  const fleet = await startFleet(seed);
  const office = openOffice(fleet, queue);
  const began = performance.now();
  const traffic = startTraffic(office, createRandom(seed));
  const schedule = startSchedule(seconds, { fleet, office, traffic, board: telemetry.board });
  const scene: Scene = { fleet, office, schedule, telemetry, elapsed: () => (performance.now() - began) / 1_000 };

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
        fallBehind(customer) {
          if (seconds !== undefined) return;
          schedule.pause();
          office.fallBehind(customer, !office.isBehind(customer));
        },
        standStill() {
          if (seconds !== undefined) return;
          schedule.pause();
          void office.standStill(!office.stands);
        },
        giveUp: traffic.giveUp,
        automatic: schedule.resume,
        quit,
      })
    : undefined;
  const view = keys === undefined ? openPlain(scene) : openLive(scene, keys, seconds === undefined);

  await schedule.done;
  await traffic.stop();
  await office.standStill(true);
  await telemetry.board.refresh();
  view.close();
  keys?.release();
  process.stdout.write(summary(scene));
  await office.close();
  await fleet.stop();
  await telemetry.shutdown();
  for (const [complaint, times] of telemetry.complaints) process.stderr.write(`${complaint} (${times} times)\n`);
  // The demo is a proof: whatever was done must have shown.
  return schedule.played.every(({ seenAfter }) => seenAfter !== undefined) ? 0 : 1;
}
