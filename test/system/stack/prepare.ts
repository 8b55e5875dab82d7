import { buildFerret } from './ferret.ts';
import { installRedis } from './redis.ts';

/** Before the first test, so that no test waits for a build; what is there already takes no time. */
export async function setup(): Promise<void> {
  await Promise.all([installRedis(), buildFerret()]);
}
