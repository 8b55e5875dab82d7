import { checkObjective } from '../objective/index.ts';
import type { PartnerObjective } from '../objective/index.ts';
import { checkFunction, checkKeys, checkName, OptionError } from '../safety/index.ts';
import type { CallStatus } from '../signals/index.ts';

/** Values that a hook may put on the span, under `app.`. */
export type HookAttributes = Readonly<Record<string, string | number | boolean>>;

/** Which methods of a client are observed, and how. Paths are as written in code: `jobs.upload`. */
export interface OperationOptions {
  /** Paths to observe, and no others: `['jobs.upload', 'files.*']`. Brings back what is left out by default. */
  readonly only?: readonly string[];
  /** Paths not to observe: `['events.*']`. */
  readonly exclude?: readonly string[];
  /** Other names for paths: `{ 'v2.jobs.up': 'jobs.upload' }`, or a function of the path. */
  readonly rename?: Readonly<Record<string, string>> | ((path: string) => string);
  /** Paths whose last argument is a callback `(error, result)` that ends the call: `['put']`. */
  readonly callbacks?: readonly string[];
  /** Paths that return a stream at once, observed until it ends: `['download']`. */
  readonly streams?: readonly string[];
}

/** Where people look when the partner is in trouble; shown on the status page and in mails. */
export interface PartnerLinks {
  readonly status?: string;
  readonly support?: string;
}

/**
 * Options of `instrumentPartner`. Everything but the name has a default; whatever throws here is told at set-up,
 * whatever throws in a hook later changes nothing for the caller.
 */
export interface PartnerOptions {
  /** Name of the partner: 1 to 64 characters, at most 100 names a process. All clients of one name are one partner. */
  readonly partner: string;
  /** What its users may expect; emitted as gauges that the shipped alert rules join on. The first of a name stands. */
  readonly objective?: PartnerObjective;
  /** Which methods are observed, and under what names. */
  readonly operations?: OperationOptions;
  /**
   * Names a call by its path and arguments, of low cardinality; nothing keeps the name it has.
   * @example operation: (path, [command]) => (path === 'run' ? command.kind : undefined)
   */
  readonly operation?: (path: string, args: readonly unknown[]) => string | undefined;
  /**
   * Picks fields for the span, put under `app.`; never on metrics.
   * @example attributes: ([job]) => ({ 'job.kind': job.kind })
   */
  readonly attributes?: (args: readonly unknown[], result: unknown) => HookAttributes | undefined;
  /**
   * Says what a call came to where an answer hides a failure (Slack's `ok: false`, GraphQL's `errors`).
   * @example classify: (result) => (result?.errors ? 'client_error' : undefined)
   */
  readonly classify?: (result: unknown, error: unknown) => CallStatus | undefined;
  /** HTTP status codes that are answers and no failures: `[404]`, or by operation `{ 'jobs.get': [404] }`. */
  readonly expected?: readonly number[] | Readonly<Record<string, readonly number[]>>;
  /**
   * Whether trace context and baggage may be sent to the partner.
   * @default false
   */
  readonly propagate?: boolean;
  readonly links?: PartnerLinks;
}

const example = "instrumentPartner(client, { partner: 'satloc', objective: { availability: 0.995 } })";
const keys = [
  'partner',
  'objective',
  'operations',
  'operation',
  'attributes',
  'classify',
  'expected',
  'propagate',
  'links',
];

/** @throws OptionError that says what was wrong, what is expected, and an example. */
export function checkPartnerOptions(options: PartnerOptions): void {
  checkKeys('options', options, keys, example);
  checkName('partner', options.partner, example);
  if (options.objective !== undefined) checkObjective(options.objective);
  if (options.operations !== undefined) checkOperations(options.operations);
  checkFunction('operation', options.operation, 'operation: (path, args) => path');
  checkFunction('attributes', options.attributes, "attributes: ([job]) => ({ 'job.kind': job.kind })");
  checkFunction('classify', options.classify, "classify: (result) => (result.errors ? 'client_error' : undefined)");
  checkExpected(options.expected);
  if (options.propagate !== undefined && typeof options.propagate !== 'boolean') {
    throw new OptionError('propagate', 'true or false', options.propagate, 'propagate: true');
  }
  if (options.links !== undefined) checkLinks(options.links);
}

function checkOperations(operations: OperationOptions): void {
  const shown = "operations: { only: ['jobs.upload', 'files.*'] }";
  checkKeys('operations', operations, ['only', 'exclude', 'rename', 'callbacks', 'streams'], shown);
  for (const list of ['only', 'exclude', 'callbacks', 'streams'] as const) {
    const paths: unknown = operations[list];
    if (paths !== undefined && !(Array.isArray(paths) && paths.every((path) => typeof path === 'string'))) {
      throw new OptionError(`operations.${list}`, 'an array of paths', paths, `${list}: ['jobs.upload', 'files.*']`);
    }
  }
  const { rename } = operations;
  if (rename === undefined || typeof rename === 'function') return;
  if (typeof rename !== 'object' || rename === null) {
    throw new OptionError('operations.rename', 'an object or a function', rename, "rename: { old: 'new' }");
  }
  for (const [path, name] of Object.entries(rename)) {
    checkName(`operations.rename['${path}']`, name, "rename: { old: 'new' }");
  }
}

function checkExpected(expected: PartnerOptions['expected']): void {
  if (expected === undefined) return;
  const lists: unknown[] =
    Array.isArray(expected) || typeof expected !== 'object' ? [expected] : Object.values(expected as object);
  for (const codes of lists) {
    if (!Array.isArray(codes) || !codes.every((code) => Number.isInteger(code) && code >= 100 && code <= 599)) {
      const shown = "expected: [404], or by operation: expected: { 'jobs.get': [404] }";
      throw new OptionError('expected', 'HTTP status codes from 100 to 599', codes, shown);
    }
  }
}

function checkLinks(links: PartnerLinks): void {
  const shown = "links: { status: 'https://status.example.com' }";
  checkKeys('links', links, ['status', 'support'], shown);
  for (const [name, link] of Object.entries(links)) {
    if (typeof link !== 'string' || !/^(https?|mailto|tel):/.test(link)) {
      throw new OptionError(`links.${name}`, 'an http(s), mailto or tel address', link, shown);
    }
  }
}
