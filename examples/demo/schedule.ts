import { setTimeout as sleep } from 'node:timers/promises';
import { faults } from './faults.ts';
import type { Fault, PartnerName } from './faults.ts';
import type { Fleet } from './partners/fleet.ts';
import type { Board } from './telemetry/board.ts';
import type { Traffic } from './traffic.ts';
import type { WorkName } from './work.ts';

/** One partner breaks in one way, until the telemetry has said so. */
export interface Act {
  readonly partner: PartnerName;
  readonly fault: Fault;
  /** Work that meets the fault, done besides the traffic so that nothing is left to luck. */
  readonly work: WorkName;
  /** The status that the metrics must show. */
  readonly status: string;
  /** Whoever asked for the work goes away before it is done. */
  readonly leaves?: true;
}

export const acts: readonly [Act, ...Act[]] = [
  { partner: 'satloc', fault: 'slow', work: 'plan application', status: 'success' },
  { partner: 'stripe', fault: 'limited', work: 'invoice customer', status: 'rate_limited' },
  { partner: 'github', fault: 'unauthorised', work: 'report drift', status: 'auth_error' },
  { partner: 's3', fault: 'down', work: 'audit archive', status: 'network_error' },
  { partner: 'weather', fault: 'silent', work: 'plan application', status: 'timeout' },
  { partner: 'stripe', fault: 'failing', work: 'invoice customer', status: 'server_error' },
  { partner: 'github', fault: 'rejecting', work: 'report drift', status: 'client_error' },
  { partner: 'weather', fault: 'garbled', work: 'plan application', status: 'error' },
  { partner: 's3', fault: 'slow', work: 'audit archive', status: 'cancelled', leaves: true },
  { partner: 'satloc', fault: 'failing', work: 'collect applied data', status: 'server_error' },
];

/** The act in words. */
export const plot = ({ partner, fault, leaves }: Act): string =>
  `${partner} ${faults[fault].says}${leaves ? ', and the callers leave' : ''}`;

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

/** Beyond its time, an act waits so long for its status to be seen. */
const patience = 20_000;
const calm = 0.3;

/** All acts once within about so many seconds; without them again and again, at a pace to look at. */
export function startSchedule(
  seconds: number | undefined,
  on: { fleet: Fleet; traffic: Traffic; board: Board },
): Schedule {
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

async function play(
  act: Act,
  lasts: number,
  { fleet, traffic, board }: { fleet: Fleet; traffic: Traffic; board: Board },
  signal: AbortSignal,
): Promise<number | undefined> {
  await board.refresh();
  const before = board.count(act.partner, act.status);
  await fleet.suffer(act.partner, act.fault);
  const began = performance.now();
  let seenAfter: number | undefined;
  while (!signal.aborted) {
    await traffic.once(act.work, act.leaves && 150);
    await board.refresh();
    const elapsed = performance.now() - began;
    if (board.count(act.partner, act.status) > before) seenAfter ??= elapsed;
    if (elapsed >= (seenAfter === undefined ? lasts + patience : lasts)) break;
    await sleep(100);
  }
  // Whoever broke the act off may have given the partner another fault.
  if (fleet.fault(act.partner) === act.fault) await fleet.suffer(act.partner, 'none');
  return seenAfter;
}
