import { partnerNames } from '../faults.ts';
import type { Scene } from '../scene.ts';
import { lastFailure } from './failure.ts';
import { bad, column, dim, duration, figure, good, ink, strong, styleOfStatus } from './ink.ts';
import type { Line } from './ink.ts';
import { table } from './table.ts';
import { traceTree } from './trace-tree.ts';
import { workSections } from './work.ts';

/** What a run came to: every number of the table, each act and when the telemetry showed it, the last failing trace, a job's. */
export function summary({ telemetry, schedule, fleet, elapsed }: Scene): string {
  const { board } = telemetry;
  const lines: Line[] = [
    [['partner-otel demo', strong], `  ${Math.round(elapsed())} s`],
    [''],
    ...table({ board, fault: fleet.fault, since: 'start', operations: true, width: Infinity }),
    [''],
    ...workSections(board.work, Infinity),
    [''],
    ...acts(schedule.played),
    ...statuses(board),
    [''],
    ...lastFailure(telemetry, Infinity),
    ...lastJob(telemetry),
  ];
  return `${lines.map((line) => ink(line).trimEnd()).join('\n')}\n`;
}

/** From the application through the queue and its stages to the partners. */
function lastJob({ traces }: Scene['telemetry']): Line[] {
  const job = traces.lastJob;
  return job === undefined ? [] : [[''], [['last job through all stages', strong]], ...traceTree(job, Infinity)];
}

function acts(played: Scene['schedule']['played']): Line[] {
  if (played.length === 0) return [];
  const lines = played.map(({ act, seenAfter }): Line => {
    return [
      column(act.plot, 52),
      [column(act.seenAs, 16), styleOfStatus(act.seenAs)],
      seenAfter === undefined ? ['never seen', bad] : [figure(duration(seenAfter / 1_000), 8), dim],
    ];
  });
  return [
    [[`${column('what was done to whom', 52)}${column('seen as', 16)}${figure('after', 8)}`, dim]],
    ...lines,
    [''],
  ];
}

function statuses({ readings }: Scene['telemetry']['board']): Line[] {
  const found = new Map<string, { calls: number; partners: Set<string> }>();
  for (const partner of partnerNames) {
    for (const { byStatus } of readings.get(partner)?.operations.values() ?? []) {
      for (const [status, count] of byStatus) {
        const entry = found.get(status) ?? { calls: 0, partners: new Set() };
        entry.calls += count;
        found.set(status, { ...entry, partners: entry.partners.add(partner) });
      }
    }
  }
  return [
    [[`${column('status', 16)}${figure('calls', 7)}  partners`, dim]],
    ...[...found].map(([status, { calls, partners }]): Line => [
      [column(status, 16), status === 'success' ? good : styleOfStatus(status)],
      `${figure(calls, 7)}  ${[...partners].join(', ')}`,
    ]),
  ];
}
