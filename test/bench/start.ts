import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './measure.ts';

/** What is preloaded before a program of one line. */
const preloads = {
  bare: [],
  rival: ['--import', fileURLToPath(new URL('node-sdk.mjs', import.meta.url))],
  ours: ['--import', 'partner-otel/register'],
} as const;
type Preload = keyof typeof preloads;

interface Reading {
  /** From the start of the process to its first line. */
  readonly milliseconds: number;
  /** Resident, when that line is printed. */
  readonly megabytes: number;
}

// Loading a module of Node's own keeps nothing from being compared: all three print by the same means.
const program = `
const { writeSync } = await import('node:fs');
writeSync(1, JSON.stringify({ milliseconds: performance.now(), megabytes: process.memoryUsage.rss() / 1e6 }));
process.kill(process.pid, 'SIGKILL');`;

/** Start-up over bare Node, beside NodeSDK with the same instrumentations, hooked as its documentation says. */
export function measureStart(rounds: number): Record<Preload, Reading> {
  const names = Object.keys(preloads) as Preload[];
  const readings = new Map<Preload, Reading[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    // In turn, and each first as often as the others, so that a busy machine is busy for all.
    for (const [at] of names.entries()) {
      const name = names[(at + round) % names.length] as Preload;
      const reading = run(preloads[name]);
      // The first round fills the caches of the disk.
      if (round > 0) readings.get(name)?.push(reading);
    }
  }
  const figures = names.map((name) => {
    const all = readings.get(name) ?? [];
    return [
      name,
      {
        milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
        megabytes: median(all.map(({ megabytes }) => megabytes)),
      },
    ] as const;
  });
  return Object.fromEntries(figures) as Record<Preload, Reading>;
}

function run(args: readonly string[]): Reading {
  let stdout = '';
  try {
    execFileSync(process.execPath, [...args, '--input-type=module', '--eval', program], {
      encoding: 'utf8',
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_LOG_LEVEL: 'none' },
    });
  } catch (error) {
    // It ends itself before anything is flushed.
    stdout = (error as { stdout: string }).stdout;
  }
  return JSON.parse(stdout) as Reading;
}
