import { createRequire } from 'node:module';

/**
 * Loads a file of its own beside this one, by `require`, which takes both module systems: the SDK's code does not even
 * link beside api 1.9, and whoever imports the door without starting pays nothing.
 *
 * Built, it is CommonJS in either system: an ES module that imports `http` makes Node load all that hangs on it, the
 * client behind `fetch` included, which doubles the time and the memory that the start takes.
 */
export function lazily(name: 'runtime' | 'configured'): unknown {
  const isSource = import.meta.url.endsWith('.ts');
  return createRequire(import.meta.url)(`./${name}${isSource ? '.ts' : '.cjs'}`);
}
