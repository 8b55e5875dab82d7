import { faults, partnerNames } from '../faults.ts';
import type { Fault } from '../faults.ts';
import type { Scene, View } from '../scene.ts';
import { lastFailure, latestRecords } from './failure.ts';
import { bad, dim, ink, strong, warm } from './ink.ts';
import type { Line, Piece } from './ink.ts';
import type { Keys } from './keys.ts';
import { table } from './table.ts';
import { workInShort, workSections } from './work.ts';

const enter = '\u001b[?1049h\u001b[?25l';
const leave = '\u001b[?25h\u001b[?1049l';
const home = '\u001b[H';
const clearLine = '\u001b[K';
const clearBelow = '\u001b[J';

/** The screen, redrawn in place on the terminal's second page, which is left as it was found. */
export function openLive(scene: Scene, keys: Keys, chooses: boolean): View {
  const { stdout } = process;
  const restore = (): void => void stdout.write(leave);
  stdout.write(enter);
  // Also where the demo dies of a fault of its own.
  process.once('exit', restore);

  const draw = (): void => {
    // A terminal that does not know its size says 0.
    const columns = stdout.columns || 120;
    const rows = stdout.rows || 50;
    const lines = screen(scene, keys, chooses, { columns, rows }).slice(0, rows);
    stdout.write(home + lines.map((line) => ink(line, columns) + clearLine).join('\n') + clearBelow);
  };
  const timer = setInterval(() => void scene.telemetry.board.refresh().then(draw), 250);
  stdout.on('resize', draw);
  draw();
  return {
    close() {
      clearInterval(timer);
      stdout.off('resize', draw);
      process.off('exit', restore);
      restore();
    },
  };
}

function screen(scene: Scene, keys: Keys, chooses: boolean, { columns, rows }: Size): Line[] {
  const { fleet, telemetry } = scene;
  const view = { board: telemetry.board, fault: fleet.fault, since: 'window', width: columns } as const;
  const bottom = chooses ? keyLines(keys) : [key('q', 'quit')];
  // A small terminal shows partners only, and keeps the tree.
  const whole = table({ ...view, operations: true });
  const work = [[''], ...workSections(telemetry.board.work, columns)];
  const size = whole.length + work.length + bottom.length;
  const isRoomy = size + 16 <= rows;
  const partners = isRoomy ? whole : table({ ...view, operations: false });
  const hasRoom = isRoomy || partners.length + work.length + bottom.length + 9 <= rows;
  const shown = [...partners, ...(hasRoom ? work : workInShort(telemetry.board.work))];
  const [complaint] = [...telemetry.complaints.keys()].slice(-1);
  const top: Line[] = [headline(scene), [[complaint ?? '', bad]], ...shown, ['']];
  const room = rows - top.length - bottom.length - 2;
  const failure = lastFailure(telemetry, columns, Math.max(4, room));
  const records = latestRecords(telemetry, Math.min(12, room - failure.length - 1));
  const gap = Array.from({ length: Math.max(0, room - failure.length - records.length) }, (): Line => ['']);
  return [...top, ...failure, [''], ...records, ...gap, ...bottom];
}

function headline({ schedule, telemetry, elapsed }: Scene): Line {
  const { now, paused } = schedule;
  const quiet = paused ? 'you choose what breaks' : 'all goes well';
  return [
    [' partner-otel ', ['inverse', 'bold']],
    ` ${clock(elapsed())}  ${telemetry.board.total().toLocaleString('en')} calls  `,
    now === undefined ? [quiet, dim] : [now.plot, warm],
  ];
}

const key = (name: string, label: string, on = false): Piece[] => [
  [name, strong],
  [` ${label}   `, on ? warm : dim],
];

function keyLines(keys: Keys): Line[] {
  return [
    partnerNames.flatMap((partner, index) =>
      key(String(index + 1), partner === keys.chosen ? `${partner} ◂` : partner, partner === keys.chosen),
    ),
    (Object.keys(faults) as Fault[]).flatMap((fault) => key(faults[fault].key, faults[fault].label)),
    [
      ...key('l', 'customer behind'),
      ...key('p', 'stage still'),
      ...key('x', 'callers leave'),
      ...key('a', 'automatic'),
      ...key('q', 'quit'),
    ],
  ];
}

interface Size {
  readonly columns: number;
  readonly rows: number;
}

export const clock = (seconds: number): string =>
  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
