import { setTimeout as sleep } from 'node:timers/promises';
import { acts } from './acts.ts';
import type { Act, Props } from './acts.ts';

/** An act that was played, and how long it took until the metrics showed it; undefined if they never did. */
export interface Played {
  readonly act: Act;
  readonly seenAfter: number | undefined;
}

export interface Schedule {
  readonly now: Act | undefined;
  readonly played: readonly Played[];
  readonly paused: boolean;
  /** The act is broken off and none follows until `resume`. */
  pause(): void;
  resume(): void;
  stop(): void;
  /** Settled when all acts have been played, or `stop` was called. */
  readonly done: Promise<void>;
}

/** Beyond its time, an act waits so long to be seen. */
const patience = 20_000;
const calm = 0.3;

/** All acts once within about so many seconds; without them again and again, at a pace to look at. */
export function startSchedule(seconds: number | undefined, on: Props): Schedule {
  const slot = seconds === undefined ? 9_000 : (seconds * 1_000) / (acts.length + 2 * calm);
  const played: Played[] = [];
  let now: Act | undefined;
  let paused = false;
  let stopped = false;
  let act = new AbortController();

  async function run(): Promise<void> {
    await pause(slot * calm);
    for (let turn = 0; seconds === undefined || turn < acts.length; turn += 1) {
      while (paused && !stopped) await sleep(50);
      if (stopped) return;
      act = new AbortController();
      now = acts[turn % acts.length] ?? acts[0];
      const seenAfter = await play(now, slot * (1 - calm), on, act.signal);
      if (!act.signal.aborted) played.push({ act: now, seenAfter });
      now = undefined;
      await pause(slot * calm);
    }
  }
  const pause = async (milliseconds: number): Promise<void> => {
    const until = performance.now() + milliseconds;
    while (!stopped && performance.now() < until) await sleep(50);
  };

  const done = run();
  return {
    get now() {
      return now;
    },
    get paused() {
      return paused;
    },
    played,
    done,
    pause() {
      paused = true;
      act.abort();
    },
    resume() {
      paused = false;
    },
    stop() {
      stopped = true;
      act.abort();
    },
  };
}

async function play(act: Act, lasts: number, on: Props, signal: AbortSignal): Promise<number | undefined> {
  await act.begin(on);
  await on.board.refresh();
  const seen = act.watch(on);
  const began = performance.now();
  let seenAfter: number | undefined;
  while (!signal.aborted) {
    await act.meet(on);
    await on.board.refresh();
    const elapsed = performance.now() - began;
    if (seen()) seenAfter ??= elapsed;
    if (elapsed >= (seenAfter === undefined ? lasts + patience : lasts)) break;
    await sleep(100);
  }
  await act.end(on);
  return seenAfter;
}
