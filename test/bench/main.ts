import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Figures } from './measure.ts';
import { measureStart } from './start.ts';

/**
 * `npm run bench`: what watching a call costs, beside the bare call and code written by hand, and what starting costs,
 * beside NodeSDK with the same instrumentations.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '60' }, starts: { type: 'string', default: '20' } },
});
const conditions = {
  sdk: 'an SDK, sampled',
  unsampled: 'an SDK, unsampled parent',
  failing: 'an SDK, every call fails',
  none: 'no SDK',
};

const rows = Object.entries(conditions).map(([condition, title]) => {
  const output = execFileSync(
    process.execPath,
    [
      '--expose-gc',
      '--max-semi-space-size=128',
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(new URL('call.ts', import.meta.url)),
      condition,
      values.rounds,
    ],
    { encoding: 'utf8' },
  );
  const { bare, handwritten, wrapped } = JSON.parse(output) as Record<'bare' | 'handwritten' | 'wrapped', Figures>;
  // What the call itself takes is in all three; what is compared is what watching adds.
  const added = (of: Figures, unit: keyof Figures): number => of[unit] - bare[unit];
  return {
    condition: title,
    'bare ns': Math.round(bare.nanoseconds),
    'by hand ns': Math.round(handwritten.nanoseconds),
    'wrapped ns': Math.round(wrapped.nanoseconds),
    'ns ratio': ratio(added(wrapped, 'nanoseconds'), added(handwritten, 'nanoseconds')),
    'by hand bytes': Math.round(handwritten.bytes),
    'wrapped bytes': Math.round(wrapped.bytes),
    'bytes ratio': ratio(added(wrapped, 'bytes'), added(handwritten, 'bytes')),
  };
});

console.table(rows);
console.log('Ratios of medians, wrapped to by hand, the bare call taken off both; all run in turn in one process.');

const { bare, rival, ours } = measureStart(Number(values.starts));
console.table(
  (['milliseconds', 'megabytes'] as const).map((unit) => ({
    'start of a process': unit === 'milliseconds' ? 'ms to its first line' : 'MB resident then',
    'bare Node': Math.round(bare[unit]),
    NodeSDK: Math.round(rival[unit]),
    'partner-otel/register': Math.round(ours[unit]),
    ratio: ratio(ours[unit] - bare[unit], rival[unit] - bare[unit]),
  })),
);
console.log(
  'Ratios of medians, ours to NodeSDK with the same instrumentations, bare Node taken off both; run in turn.',
);

function ratio(ours: number, theirs: number): string {
  return (ours / theirs).toFixed(2);
}
