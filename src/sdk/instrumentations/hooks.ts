import { createRequire, isBuiltin, register, syncBuiltinESMExports } from 'node:module';
import { sep } from 'node:path';
import type { Instrumentation } from '@opentelemetry/instrumentation';

const load = createRequire(import.meta.url);

type Hooks = typeof import('import-in-the-middle/register-hooks.mjs');

/**
 * Lets instrumentations see what is imported from now on, and what was loaded before. Comes after the SDK has
 * started: with the loader hook first, each `http.get` gave two nested spans (instrumentation-http 0.301).
 */
export function hookModules(instrumentations: readonly Instrumentation[]): void {
  const names = [...new Set(instrumentations.flatMap(modulesOf))];
  const builtins = names.filter((name) => isBuiltin(name));
  const packages = names.filter((name) => !isBuiltin(name));
  if (packages.length > 0 && !isTyped()) hookImports(packages);
  // Required, they pass by the instrumentation. An ESM application has imported them already and may never require
  // them: its named imports are bindings that Node renews on request.
  for (const name of builtins) load(name);
  if (builtins.length > 0) syncBuiltinESMExports();
  for (const file of filesLoaded(packages)) load(file);
}

/**
 * A program given by `--eval`, or line by line: there the loader hook makes Node (22 to 26) read a built-in module as a
 * file, and end with ENOENT. What is required is seen all the same.
 */
function isTyped(): boolean {
  return process.argv[1] === undefined && !process.execArgv.some((one) => one.startsWith('--input-type=module'));
}

function hookImports(include: string[]): void {
  const hooks = load('import-in-the-middle/register-hooks.mjs') as Hooks;
  if (hooks.supportsSyncHooks()) hooks.register({ include });
  else register('import-in-the-middle/hook.mjs', import.meta.url, { data: { include } });
}

/** What an instrumentation patches; nothing for those that listen to channels, or read numbers. */
function modulesOf(instrumentation: Instrumentation): string[] {
  const definitions = (instrumentation as { _modules?: readonly { readonly name?: unknown }[] })._modules ?? [];
  return definitions.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}

/** Files of those packages that are loaded already, by an `import` that came first. */
function filesLoaded(packages: readonly string[]): string[] {
  const folders = packages.map((name) => `${sep}node_modules${sep}${name.replaceAll('/', sep)}${sep}`);
  return Object.keys(load.cache).filter((file) => folders.some((folder) => isDirectlyIn(file, folder)));
}

function isDirectlyIn(file: string, folder: string): boolean {
  const at = file.lastIndexOf(folder);
  return at !== -1 && !file.slice(at + folder.length).includes(`${sep}node_modules${sep}`);
}
