import { vi } from 'vitest';

/** Puts the clock back by six minutes, until `vi.restoreAllMocks()`: a stop of the process that began has lapsed then. */
export function sixMinutesAgo(): void {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() - 6 * 60_000);
}
