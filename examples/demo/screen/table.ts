import { faults, partnerNames } from '../faults.ts';
import type { Fault } from '../faults.ts';
import type { Board, Second } from '../telemetry/board.ts';
import type { OperationReading, PartnerReading } from '../telemetry/readings.ts';
import { bad, column, dim, duration, figure, good, strong, styleOfStatus, warm } from './ink.ts';
import type { Line, Piece } from './ink.ts';

export interface TableOptions {
  readonly board: Board;
  readonly fault: (partner: (typeof partnerNames)[number]) => Fault;
  /** Percentiles of the last seconds, with the trend beside them, or of the whole run. */
  readonly since: 'window' | 'start';
  /** Without it, partners only. */
  readonly operations: boolean;
  /** Columns there are. */
  readonly width: number;
}

interface Layout extends TableOptions {
  readonly trend: boolean;
  /** Room for what went wrong on the same line. */
  readonly beside: boolean;
}

const name = 28;

export function table(options: TableOptions): Line[] {
  const beside = options.width >= 110;
  const layout: Layout = { ...options, beside, trend: beside && options.since === 'window' };
  const lines = heading(layout);
  for (const [index, partner] of partnerNames.entries()) {
    const reading = options.board.readings.get(partner);
    if (reading === undefined) continue;
    lines.push(...partnerLines(reading, index + 1, layout));
    if (!options.operations) continue;
    for (const operation of reading.operations.values()) lines.push(operationLine(operation, layout));
  }
  return lines;
}

function heading({ since, trend, beside }: Layout): Line[] {
  const recent = since === 'window' ? 'last 10 s' : '';
  const end = `${trend ? column('trend', 11) : ''}${beside ? 'errors by status' : ''}`;
  return [
    [[`${' '.repeat(name + 17)}${figure(recent, 18)}  ${figure('in', 6)}  ${figure('fails', 6)}`, dim]],
    [
      [
        `${column('partner', name)}${figure('calls', 7)}  ${figure('avail', 7)} ${figure('p50', 8)}  ${figure('p95', 8)}  ${figure('flight', 6)}  ${figure('in row', 6)}  ${end}`,
        dim,
      ],
    ],
  ];
}

function partnerLines(reading: PartnerReading, number: number, layout: Layout): Line[] {
  const { partner, inFlight, failuresInRow } = reading;
  const { board, since, trend, beside } = layout;
  const operations = [...reading.operations.values()];
  const calls = operations.reduce((sum, operation) => sum + operation.calls, 0);
  const { p50, p95 } = board.percentiles(reading, since);
  const fault = layout.fault(reading.partner as (typeof partnerNames)[number]);
  const state: Piece = ['●', fault === 'none' ? good : fault === 'slow' || fault === 'limited' ? warm : bad];
  const said = fault === 'none' ? '' : ` ${faults[fault].label}`;
  const went = errors(operations);
  const line: Line = [
    [String(number), dim],
    ' ',
    state,
    ' ',
    [partner, strong],
    [column(said, name - 4 - partner.length), warm],
    [figure(calls, 7), strong],
    '  ',
    availability(reading),
    ` ${figure(duration(p50), 8)}  ${figure(duration(p95), 8)}  ${figure(inFlight, 6)}  `,
    [figure(failuresInRow, 6), failuresInRow >= 5 ? bad : failuresInRow > 0 ? warm : dim],
    '  ',
    ...(trend ? sparks(board.trend(partner)) : []),
    ...(beside ? went : []),
  ];
  return beside || went.length === 0 ? [line] : [line, ['      ', ...went]];
}

function operationLine(operation: OperationReading, { board, since, trend, beside }: Layout): Line {
  const { p50, p95 } = board.percentiles(operation, since);
  return [
    column(`      ${operation.operation}`, name),
    figure(operation.calls, 7),
    ' '.repeat(10),
    [`${figure(duration(p50), 8)}  ${figure(duration(p95), 8)}`, dim],
    ' '.repeat(trend ? 29 : 18),
    ...(beside ? errors([operation]) : []),
  ];
}

/** Good events against all, coloured by the partner's own objective. */
function availability({ good: fine, bad: broken, target }: PartnerReading): Piece {
  if (fine + broken === 0) return [figure('·', 7), dim];
  const share = fine / (fine + broken);
  return [figure(`${(Math.floor(share * 1_000) / 10).toFixed(1)}%`, 7), share >= (target ?? 0) ? good : bad];
}

function errors(operations: readonly OperationReading[]): Piece[] {
  const sums = new Map<string, number>();
  for (const { byStatus } of operations) {
    for (const [status, count] of byStatus) if (status !== 'success') sums.set(status, (sums.get(status) ?? 0) + count);
  }
  return [...sums]
    .toSorted(([, most], [, least]) => least - most)
    .flatMap(([status, count]): Piece[] => [[`${status} ${count}`, styleOfStatus(status)], '  ']);
}

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** One bar a second, as high as its calls, red where some failed. */
function sparks(seconds: readonly Second[]): Piece[] {
  const highest = Math.max(1, ...seconds.map(({ calls }) => calls));
  const drawn = seconds.map(({ calls, failures }): Piece => {
    const bar = calls === 0 ? ' ' : (bars[Math.ceil((calls / highest) * bars.length) - 1] ?? bars[0]);
    return [bar, failures > 0 ? bad : good];
  });
  return [' '.repeat(10 - seconds.length), ...drawn, ' '];
}
