import type { QueueReading, StageReading, SyncReading, WorkReadings } from '../telemetry/work-readings.ts';
import { bad, column, dim, duration, figure, good, lengthOf, strong, warm } from './ink.ts';
import type { Line, Piece } from './ink.ts';

/** Columns of the syncs where the stages stand beside them, the gap included. */
const left = 60;

/** Syncs by customer, the stages and their queue: side by side where there is room. */
export function workSections(work: WorkReadings, width: number): Line[] {
  const syncs = syncLines(work);
  const stages = [...stageLines(work), ...queueLines(work), ...assignmentLines(work)];
  if (width < 110) return [...syncs, [''], ...stages];
  return Array.from({ length: Math.max(syncs.length, stages.length) }, (_, index): Line => {
    const line = syncs[index] ?? [];
    return [...line, ' '.repeat(Math.max(1, left - lengthOf(line))), ...(stages[index] ?? [])];
  });
}

/** The stalest customer and the queue, where there is no room for more. */
export function workInShort(work: WorkReadings): Line[] {
  const [stalest] = stalestFirst(work);
  if (stalest === undefined) return [];
  const age = ageOf(stalest.lastSuccess);
  const isStale = age !== undefined && age > (work.stalenessLimit ?? Infinity);
  const { customer, failuresInRow } = stalest;
  const sync: Line = [
    ['● ', isStale ? bad : failuresInRow > 0 ? warm : good],
    ['sync of ', dim],
    [customer, strong],
    [`: last success ${age === undefined ? 'never' : roughly(age)}, ${failuresInRow} fails in row`, dim],
  ];
  return [sync, ...queueLines(work)];
}

/** Seconds since; a clock set back makes nothing younger than new. */
const ageOf = (timestamp: number | undefined): number | undefined =>
  timestamp === undefined ? undefined : Math.max(0, Date.now() / 1_000 - timestamp);

/** An age against the limit that the application set itself. */
function aged(age: number | undefined, limit: number | undefined, columns: number): Piece {
  const text = figure(age === undefined ? '·' : roughly(age), columns);
  return [text, age === undefined ? dim : age > (limit ?? Infinity) ? bad : good];
}

const roughly = (seconds: number): string => `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
const limitOf = (seconds: number | undefined): string => (seconds === undefined ? '·' : roughly(seconds));

/** The stalest first. */
export const stalestFirst = ({ syncs }: WorkReadings): SyncReading[] =>
  [...syncs.values()].toSorted((a, b) => (a.lastSuccess ?? 0) - (b.lastSuccess ?? 0));

function syncLines(work: WorkReadings): Line[] {
  const { syncRuns, stalenessLimit: limit } = work;
  const heading = `${column('sync by customer', 22)}${figure('last success', 13)}${figure('limit', 8)}${figure('fails in row', 14)}`;
  return [
    [[heading, dim]],
    ...stalestFirst(work).map(({ customer, lastSuccess, failuresInRow }): Line => {
      const age = ageOf(lastSuccess);
      const isStale = age !== undefined && age > (limit ?? Infinity);
      return [
        ['● ', isStale ? bad : failuresInRow > 0 ? warm : good],
        [column(customer, 20), strong],
        aged(age, limit, 13),
        [figure(limitOf(limit), 8), dim],
        [figure(failuresInRow, 14), failuresInRow >= 3 ? bad : failuresInRow > 0 ? warm : dim],
      ];
    }),
    [[`runs ${syncRuns.succeeded} well, ${syncRuns.failed} failed; ${syncRuns.records} records`, dim]],
  ];
}

function stageLines({ stages }: WorkReadings): Line[] {
  const heading = `${column('stage', 16)}${figure('runs', 7)}${figure('failed', 8)}${figure('last success', 14)}${figure('expected', 10)}`;
  return [
    [[heading, dim]],
    ...[...stages.values()].map(
      ({ stage, succeeded, failed, lastCompletion, expectedInterval }: StageReading): Line => {
        const age = ageOf(lastCompletion);
        const isLate = age !== undefined && age > (expectedInterval ?? Infinity);
        return [
          ['● ', isLate ? bad : good],
          [column(stage, 14), strong],
          figure(succeeded + failed, 7),
          [figure(failed, 8), failed > 0 ? warm : dim],
          aged(age, expectedInterval, 14),
          [figure(limitOf(expectedInterval), 10), dim],
        ];
      },
    ),
  ];
}

const queueLines = ({ queues }: WorkReadings): Line[] =>
  [...queues.values()].map(({ queue, waiting, active, oldestAge, depthLimit, oldestAgeLimit }: QueueReading): Line => {
    const isDeep = waiting + active > (depthLimit ?? Infinity);
    const isLate = (oldestAge ?? 0) > (oldestAgeLimit ?? Infinity);
    return [
      ['● ', isDeep || isLate ? bad : good],
      [`queue ${queue}`, strong],
      '  ',
      [`${waiting} waiting, ${active} active`, isDeep ? bad : 'reset'],
      [` (limit ${depthLimit ?? 'none'})`, dim],
      ', oldest ',
      [duration(oldestAge), isLate ? bad : 'reset'],
      [` (limit ${limitOf(oldestAgeLimit)})`, dim],
    ];
  });

const assignmentLines = ({ assignments, users }: WorkReadings): Line[] => [
  [
    [`assigned ${assignments.succeeded}, failed ${assignments.failed}; users of satloc: ${users.active} active, `, dim],
    [`${users.error} in error`, users.error > 0 ? warm : dim],
  ],
];

/** The same as words, a line for each thing. */
export function workWords(work: WorkReadings): string[] {
  const said = (age: number | undefined): string => (age === undefined ? 'never' : `${roughly(age)} ago`);
  return [
    ...stalestFirst(work).map(
      ({ customer, lastSuccess, failuresInRow }) =>
        `sync     ${customer}: last success ${said(ageOf(lastSuccess))} (limit ${limitOf(work.stalenessLimit)}) consecutive_failures=${failuresInRow}`,
    ),
    ...[...work.stages.values()].map(
      ({ stage, succeeded, failed, lastCompletion, expectedInterval }) =>
        `stage    ${stage}: success=${succeeded} failed=${failed}, last success ${said(ageOf(lastCompletion))} (expected ${limitOf(expectedInterval)})`,
    ),
    ...[...work.queues.values()].map(
      ({ queue, waiting, active, oldestAge, depthLimit }) =>
        `queue    ${queue}: waiting=${waiting} active=${active} (limit ${depthLimit ?? 'none'}) oldest=${duration(oldestAge)}`,
    ),
  ];
}
