import type { Operation } from './variants.ts';

export interface Figures {
  /** Median over the rounds. */
  readonly nanoseconds: number;
  readonly bytes: number;
}

const callsARound = 2_000;
const callsForBytes = 400;

/** Runs all in turn, round by round, so that a busy machine is busy for each of them. */
export async function measure<Name extends string>(
  operations: Record<Name, Operation>,
  rounds: number,
): Promise<Record<Name, Figures>> {
  const names = Object.keys(operations) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  const sizes = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of rotated(names, round)) {
      const operation = operations[name];
      const startedAt = process.hrtime.bigint();
      for (let call = 0; call < callsARound; call += 1) await operation();
      times.get(name)?.push(Number(process.hrtime.bigint() - startedAt) / callsARound);
      if (round % 4 === 0) sizes.get(name)?.push(await allocated(operation));
    }
  }
  const figures = names.map((name) => [
    name,
    // The first rounds warm the compiler.
    { nanoseconds: median(times.get(name)?.slice(rounds / 5) ?? []), bytes: median(sizes.get(name) ?? []) },
  ]);
  return Object.fromEntries(figures) as Record<Name, Figures>;
}

async function allocated(operation: Operation): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let call = 0; call < callsForBytes; call += 1) await operation();
  return Math.max(0, process.memoryUsage().heapUsed - before) / callsForBytes;
}

function rotated<T>(all: readonly T[], by: number): T[] {
  return all.map((_, at) => all[(at + by) % all.length] as T);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
