import { createRequire } from 'node:module';

/**
 * Loads a file of its own beside this one, by `require`, which takes both module systems: the SDK's code does not even
 * link beside api 1.9, and whoever imports the door without starting pays nothing.
 */
export function lazily(name: 'runtime' | 'configured'): unknown {
  const extension = /\.[cm]?[jt]s$/.exec(import.meta.url)?.[0] ?? '.mjs';
  return createRequire(import.meta.url)(`./${name}${extension}`);
}
