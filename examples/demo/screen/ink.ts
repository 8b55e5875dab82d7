import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** A piece of a line: plain, or with a style. */
export type Piece = string | readonly [text: string, style: Style];
export type Line = readonly Piece[];

export const good: Style = 'green';
export const bad: Style = 'red';
export const warm: Style = 'yellow';
export const dim: Style = 'dim';
export const strong: Style = 'bold';

/** The line as text, cut at the width; styles only where the stream is a terminal that shows them. */
export function ink(line: Line, width = Infinity, stream: NodeJS.WriteStream = process.stdout): string {
  let left = width;
  return line
    .map((piece) => {
      const [text, style] = typeof piece === 'string' ? [piece, undefined] : piece;
      const cut = text.length > left ? `${text.slice(0, Math.max(0, left - 1))}${left > 0 ? '…' : ''}` : text;
      left -= cut.length;
      return style === undefined || cut === '' ? cut : styleText(style, cut, { stream });
    })
    .join('');
}

/** Columns that the line takes. */
export const lengthOf = (line: Line): number =>
  line.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece : piece[0]).length, 0);

/** Left-aligned in so many columns. */
export const column = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

/** Right-aligned in so many columns. */
export const figure = (value: string | number, width: number): string => String(value).padStart(width);

/** Seconds as people read them: `12 ms`, `1.24 s`. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined) return '·';
  return seconds < 1 ? `${Math.round(seconds * 1_000)} ms` : `${seconds.toFixed(2)} s`;
}

export const styleOfStatus = (status: string): Style =>
  status === 'success'
    ? good
    : status === 'cancelled'
      ? dim
      : status === 'client_error' || status === 'rate_limited'
        ? warm
        : bad;
