import { setTimeout as sleep } from 'node:timers/promises';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import type { Random } from '../random.ts';
import type { Customer } from './customers.ts';
import type { Office } from './office.ts';
import { work } from './work.ts';
import type { Work, WorkName } from './work.ts';

export interface Traffic {
  /** One piece of work now, beside what runs anyway; its caller leaves after so many milliseconds, if it says so. */
  once(name: WorkName, leavesAfter?: number): Promise<void>;
  /** One customer's sync now. */
  pull(customer: Customer): Promise<void>;
  /** Aborts what is running, as callers do who have gone. */
  giveUp(): void;
  /** Takes on nothing new; resolves when all that runs has ended. */
  stop(): Promise<void>;
}

const workers = 4;
const tracer = trace.getTracer('spray-office');

export function startTraffic(office: Office, random: Random): Traffic {
  let stopped = false;
  const running = new Map<AbortController, Promise<void>>();

  async function perform(piece: Work, leavesAfter?: number): Promise<void> {
    const caller = new AbortController();
    const timer = leavesAfter === undefined ? undefined : setTimeout(() => caller.abort(), leavesAfter);
    const ended = inTrace(piece.name, () => piece.run(office, random, caller.signal));
    running.set(caller, ended);
    await ended;
    clearTimeout(timer);
    running.delete(caller);
  }

  async function worker(): Promise<void> {
    while (!stopped) {
      await perform(draw(random));
      await sleep(random.between(40, 160));
    }
  }
  const all = Array.from({ length: workers }, worker);

  return {
    once: (name, leavesAfter) => perform(work[name], leavesAfter),
    pull: (customer) =>
      perform({
        ...work['collect applied data'],
        async run({ pull }, _, signal) {
          await pull(customer, signal);
        },
      }),
    giveUp() {
      for (const caller of running.keys()) caller.abort();
    },
    async stop() {
      stopped = true;
      await Promise.all([...all, ...running.values()]);
    },
  };
}

/** Work that fails is an everyday thing for a back end: its span says so, and the next piece begins. */
async function inTrace(name: string, run: () => Promise<void>): Promise<void> {
  await tracer.startActiveSpan(name, async (span) => {
    try {
      await run();
    } catch {
      span.setStatus({ code: SpanStatusCode.ERROR });
    } finally {
      span.end();
    }
  });
}

function draw(random: Random): Work {
  const all: readonly Work[] = Object.values(work);
  let left = random.next() * all.reduce((sum, { weight }) => sum + weight, 0);
  return all.find(({ weight }) => (left -= weight) < 0) ?? work['plan application'];
}
