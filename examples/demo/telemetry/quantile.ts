import type { Durations } from './readings.ts';

/** Two readings of one histogram: what came between them. */
export function between(earlier: Durations | undefined, later: Durations): Durations {
  return { edges: later.edges, counts: later.counts.map((count, index) => count - (earlier?.counts[index] ?? 0)) };
}

/** Histograms of one partner, whose edges are the same, as one. */
export function together(all: readonly Durations[]): Durations {
  const edges = all[0]?.edges ?? [];
  return {
    edges,
    counts: [...edges, 0].map((_, index) => all.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0)),
  };
}

/** As PromQL's histogram_quantile: linear within a bucket. Seconds, or undefined where nothing was counted. */
export function quantile(share: number, { edges, counts }: Durations): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let rank = share * total;
  for (const [index, count] of counts.entries()) {
    if (rank <= count && count > 0) {
      const low = edges[index - 1] ?? 0;
      const high = edges[index] ?? low;
      return low + ((high - low) * rank) / count;
    }
    rank -= count;
  }
  return edges.at(-1);
}
