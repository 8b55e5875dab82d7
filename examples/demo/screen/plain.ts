import { partnerNames } from '../faults.ts';
import type { Act } from '../acts.ts';
import type { Scene, View } from '../scene.ts';
import { duration } from './ink.ts';
import { clock } from './live.ts';
import { workWords } from './work.ts';

/** Lines for a pipe or a file: each act as it begins, and now and then a line for each partner. */
export function openPlain({ fleet, telemetry, schedule, elapsed }: Scene): View {
  const { board } = telemetry;
  const write = (line: string): void => void process.stdout.write(`${clock(elapsed())}  ${line}\n`);
  for (const partner of partnerNames) write(`${partner.padEnd(8)} listens on ${fleet.url(partner).origin}`);

  let last: Act | undefined;

  const tell = (): void => {
    const { now } = schedule;
    if (now !== last && now !== undefined) write(`>> ${now.plot}`);
    last = now;
  };
  const report = async (): Promise<void> => {
    await board.refresh();
    for (const partner of partnerNames) {
      const reading = board.readings.get(partner);
      if (reading === undefined) continue;
      const { p50, p95 } = board.percentiles(reading, 'window');
      const statuses = new Map<string, number>();
      for (const { byStatus } of reading.operations.values()) {
        for (const [status, count] of byStatus) statuses.set(status, (statuses.get(status) ?? 0) + count);
      }
      const ends = [...statuses].map(([status, count]) => `${status}=${count}`).join(' ');
      write(
        `${partner.padEnd(8)} p50=${duration(p50)} p95=${duration(p95)} in_flight=${reading.inFlight} consecutive_failures=${reading.failuresInRow} ${ends}`,
      );
    }
    for (const words of workWords(board.work)) write(words);
  };
  const telling = setInterval(tell, 50);
  const reporting = setInterval(() => void report(), 5_000);
  return {
    close() {
      clearInterval(telling);
      clearInterval(reporting);
    },
  };
}
