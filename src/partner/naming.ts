import { guard, isName } from '../safety/index.ts';
import type { PartnerOptions } from './options.ts';

/** Hooks by which frameworks start and stop what they manage; no calls of a partner. */
const lifecycle = new Set([
  'onModuleInit',
  'onModuleDestroy',
  'onApplicationBootstrap',
  'onApplicationShutdown',
  'beforeApplicationShutdown',
]);

/** Whether the paths of one list, `a.b` or `a.*`, name this one. */
export function names(paths: readonly string[] | undefined, path: string): boolean {
  return paths?.some((one) => one === path || (one.endsWith('.*') && path.startsWith(one.slice(0, -1)))) ?? false;
}

/** Whether calls of the path are observed at all; decided once, when the method is first taken. */
export function isObserved(path: string, { operations }: PartnerOptions): boolean {
  if (names(operations?.exclude, path)) return false;
  if (operations?.only !== undefined) return names(operations.only, path);
  return !lifecycle.has(path.slice(path.lastIndexOf('.') + 1));
}

/**
 * Names the operations of one method. Low cardinality above all: a path, a command's class, a route template,
 * method and host; never a raw URL.
 */
export function namer(path: string, callable: string, options: PartnerOptions): (args: readonly unknown[]) => string {
  const { rename } = options.operations ?? {};
  const own = path === '' ? callable : path;
  const renamed = typeof rename === 'function' ? guard('operations.rename', () => rename(own)) : rename?.[own];
  const fixed = isName(renamed) ? renamed : own.slice(0, 64);
  const byDefault = isName(renamed) ? () => fixed : (args: readonly unknown[]) => derivedName(path, args) ?? fixed;
  const { operation } = options;
  if (operation === undefined) return byDefault;
  return (args) => {
    const given = guard('operation(path, args)', () => operation(own, args));
    return isName(given) ? given : byDefault(args);
  };
}

function derivedName(path: string, args: readonly unknown[]): string | undefined {
  const first = args[0];
  if (first === undefined) return undefined;
  return guard(
    'naming a call',
    () => command(path, first) ?? template(first) ?? (path === '' ? request(args) : undefined),
  );
}

/** `send(new GetObjectCommand())` is `GetObject`. */
function command(path: string, first: unknown): string | undefined {
  if (typeof first !== 'object' || first === null || (path !== 'send' && !path.endsWith('.send'))) return undefined;
  const name = first.constructor?.name;
  return name?.endsWith('Command') && name !== 'Command' ? name.slice(0, -'Command'.length) : undefined;
}

/** `request('GET /repos/{owner}/{repo}')` is its template; an expanded URL is not. */
function template(first: unknown): string | undefined {
  if (typeof first !== 'string' || !/^[A-Z]+ \/\S*$/.test(first) || first.length > 64) return undefined;
  return /\{|\/:/.test(first) ? first : undefined;
}

/** A function like fetch: method and host. */
function request(args: readonly unknown[]): string | undefined {
  const [first, init] = args as [unknown, { method?: unknown } | undefined];
  const target = typeof first === 'string' || first instanceof URL ? first : (first as { url?: unknown }).url;
  const given = init?.method ?? (first as { method?: unknown }).method;
  const method = typeof given === 'string' && /^[A-Za-z]{1,10}$/.test(given) ? given.toUpperCase() : 'GET';
  if (typeof target !== 'string' && !(target instanceof URL)) return undefined;
  const base = (first as { baseURL?: unknown }).baseURL;
  const url = URL.parse(String(target), typeof base === 'string' ? base : undefined);
  return (url === null || url.host === '' ? method : `${method} ${url.host}`).slice(0, 64);
}
