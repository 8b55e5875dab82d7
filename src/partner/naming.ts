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

/** What a name can be made from where there is no path: a client that is a function. */
export interface Callable {
  readonly name: string;
  /** Takes URLs, as fetch does, relative ones too. */
  readonly fetches: boolean;
}

/**
 * Names the operations of one method. Low cardinality above all: a path, a command's class, a route template,
 * method and host; never a raw URL.
 */
export function namer(path: string, callable: Callable, options: PartnerOptions): (args: readonly unknown[]) => string {
  const { rename } = options.operations ?? {};
  const own = path === '' ? callable.name : path;
  const renamed = typeof rename === 'function' ? guard('operations.rename', () => rename(own)) : rename?.[own];
  const fixed = isName(renamed) ? renamed : own.replaceAll(/\p{Cc}/gu, ' ').slice(0, 64);
  const byDefault = isName(renamed)
    ? () => fixed
    : (args: readonly unknown[]) => derivedName(path, args, callable.fetches) ?? fixed;
  const { operation } = options;
  if (operation === undefined) return byDefault;
  return (args) => {
    const given = guard('operation(path, args)', () => operation(own, args));
    return isName(given) ? given : byDefault(args);
  };
}

function derivedName(path: string, args: readonly unknown[], fetches: boolean): string | undefined {
  const first = args[0];
  if (first === undefined) return undefined;
  return guard(
    'naming a call',
    () => command(path, first) ?? template(path, first) ?? (path === '' ? request(args, fetches) : undefined),
  );
}

/** `send(new GetObjectCommand())` is `GetObject`. */
function command(path: string, first: unknown): string | undefined {
  if (typeof first !== 'object' || first === null || (path !== 'send' && !path.endsWith('.send'))) return undefined;
  const name = first.constructor?.name;
  return name?.endsWith('Command') && name !== 'Command' ? name.slice(0, -'Command'.length) : undefined;
}

// Of RFC 6570, `{owner}` and `{?page}`, or as routers have it, `/:id`; no JSON in a query, which is a raw URL.
const placeholder = /\{[+#./;?&]?[a-z_][\w.,*:]*\}|\/:[a-z_]\w*/gi;

/**
 * `request('GET /repos/{owner}/{repo}')` is its template, and so is `GET('/repos/{owner}/{repo}')`; an expanded URL
 * is not.
 */
function template(path: string, first: unknown): string | undefined {
  if (typeof first !== 'string') return undefined;
  const fixed = first.replace(placeholder, '');
  if (fixed === first || /[{}?]/.test(fixed)) return undefined;
  const verb = path.slice(path.lastIndexOf('.') + 1);
  const route = first.startsWith('/') && isVerb(verb) ? `${verb.toUpperCase()} ${first}` : first;
  return /^[A-Z]+ \/\S*$/.test(route) && route.length <= 64 ? route : undefined;
}

function isVerb(word: unknown): word is string {
  return typeof word === 'string' && /^(get|head|post|put|patch|delete|options)$/i.test(word);
}

/** A function that is given a URL: method and host; the method may come first, `needle('post', url)`. */
function request(args: readonly unknown[], fetches: boolean): string | undefined {
  if (isVerb(args[0]) && args.length > 1) return request([args[1], { method: args[0] }], fetches);
  const [first, init] = args as [unknown, { method?: unknown } | undefined];
  const target = typeof first === 'string' || first instanceof URL ? first : (first as { url?: unknown }).url;
  if (typeof target !== 'string' && !(target instanceof URL)) return undefined;
  const given = init?.method ?? (first as { method?: unknown }).method;
  const method = typeof given === 'string' && /^[A-Za-z]{1,10}$/.test(given) ? given.toUpperCase() : 'GET';
  const base = (first as { baseURL?: unknown }).baseURL;
  const url = URL.parse(String(target), typeof base === 'string' ? base : undefined);
  if (url === null || url.host === '') return fetches ? method : undefined;
  return `${method} ${url.host}`.slice(0, 64);
}
