import { describe, expect, test } from 'vitest';
import { attributes, events, metrics, spans } from '../../src/signals/index.ts';
import { allModules } from './reading/modules.ts';
import type { Module, Node } from './reading/modules.ts';

type Records = Record<string, { readonly brief: string; readonly planned?: true }>;

const catalogue: Record<'metrics' | 'spans' | 'events' | 'attributes', Records> = {
  metrics,
  spans,
  events,
  attributes,
};
const known = new Set(Object.values(catalogue).flatMap((records) => Object.keys(records)));

/** Names under our first words that others declare, which we read, redact or pass on. */
const ofOthers: Record<string, string> = {};

/** Declared, and emitted by nothing yet. Grows never: a new name comes with the code that emits it. */
const planned = {
  metrics: [
    'health.check.duration',
    'health.status',
    'partner.api.attempts',
    'partner.api.overdue',
    'partner.api.rate_limit.limit',
    'partner.api.rate_limit.remaining',
    'partner.api.rate_limit.reset_timestamp',
    'partner.circuit.state',
    'partner.credential.expiry_timestamp',
    'webhook.deliveries',
    'webhook.delay',
    'webhook.expected_interval',
    'webhook.last_delivery_timestamp',
  ],
  spans: [] as string[],
  events: [
    'application.error',
    'health.status.changed',
    'partner.call',
    'performance.measured',
    'stage.run',
    'sync.run',
    'work.still_running',
  ],
};

const outside = allModules().filter(({ file }) => !file.startsWith('src/signals/'));
const literals = outside.flatMap((module) => module.nodes.flatMap((node) => literalOf(module, node)));
const used = new Set(literals.map(({ text }) => text));

describe('emitted = declared', () => {
  test('every name in the sources is in the catalogue', () => {
    const firstWords = new Set([...known].filter((name) => name.includes('.')).map((name) => name.split('.')[0]));
    const strange = literals.filter(
      ({ text }) =>
        /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/.test(text) &&
        firstWords.has(text.split('.')[0]) &&
        !known.has(text) &&
        !Object.hasOwn(ofOthers, text),
    );
    expect(
      strange.map(({ at, text }) => `${at} ${text}`),
      'declare the name in src/signals, or say whose it is in `ofOthers` of test/house/emitted.test.ts',
    ).toEqual([]);
  });

  test('instruments are made by the room `instruments`, from the catalogue', () => {
    const made = calls(/^create(Observable)?(Counter|UpDownCounter|Gauge|Histogram)$/).filter(
      ({ module }) => !/^src\/(instruments|testing)\//.test(module.file),
    );
    expect(
      made.map(where),
      'declare the metric in src/signals/metrics and use `instruments.observe` or `instruments.histogram`',
    ).toEqual([]);
  });

  test('every metric that is not planned is used', () => {
    expect(idle('metrics'), 'emit it, mark it as planned, or take it out of src/signals/metrics').toEqual([]);
  });

  test('every event that is not planned is used', () => {
    expect(idle('events'), 'emit it, mark it as planned, or take it out of src/signals/events.ts').toEqual([]);
  });

  test('every attribute that is not planned is used', () => {
    expect(idle('attributes'), 'emit it, mark it as planned, or take it out of src/signals/attributes.ts').toEqual([]);
  });

  test('nothing planned is emitted', () => {
    const early = [...plannedOf('metrics'), ...plannedOf('events')].filter((name) => used.has(name));
    // A span and an event may share their name.
    const shared = early.filter((name) => !Object.hasOwn(spans, name));
    expect(shared, 'it is there now: take `planned` off its record, and the name off the list in this file').toEqual(
      [],
    );
  });

  test('spans are started under the names of the catalogue, each of those that are not planned', () => {
    const starts = calls(/^start(Active)?Span$/).filter(({ module }) => !module.file.startsWith('src/testing/'));
    const present = Object.values(spans).filter((record) => !('planned' in record));
    const shapes = present.map(({ name }) => name.replaceAll(/\{[^}]+\}/g, '{}'));
    const found = starts.map((call) => ({ call, shape: shapeOf(call.argument) }));
    const strange = found.filter(({ shape }) => shape !== undefined && !shapes.includes(shape));
    expect(
      strange.map(({ call }) => where(call)),
      'declare the span in src/signals/spans.ts; its name has braces for what varies',
    ).toEqual([]);
    const missing = shapes.filter((shape) => !found.some((one) => one.shape === shape));
    expect(missing, 'start it, mark it as planned, or take it out of src/signals/spans.ts').toEqual([]);
  });
});

describe('planned', () => {
  test.each(['metrics', 'spans', 'events'] as const)('%s are those of the list, which only shrinks', (kind) => {
    const now = plannedOf(kind);
    console.info(`planned ${kind}, emitted by nothing yet (${now.length}): ${now.join(', ')}`);
    const grown = now.filter((name) => !planned[kind].includes(name));
    expect(grown, 'a new name comes with the code that emits it; plans belong to an issue').toEqual([]);
    const done = planned[kind].filter((name) => !now.includes(name));
    expect(done, 'emitted now: take these names off the list in this file, so that it shrinks').toEqual([]);
  });
});

function plannedOf(kind: keyof typeof catalogue): string[] {
  return Object.entries(catalogue[kind])
    .filter(([, record]) => record.planned)
    .map(([name]) => name)
    .sort();
}

function idle(kind: keyof typeof catalogue): string[] {
  return Object.entries(catalogue[kind])
    .filter(([name, record]) => !record.planned && !used.has(name))
    .map(([name]) => name);
}

interface Call {
  readonly module: Module;
  readonly node: Node;
  readonly argument: Node | undefined;
}

function calls(method: RegExp): Call[] {
  return outside.flatMap((module) =>
    module.nodes.flatMap((node): Call[] => {
      if (node.type !== 'CallExpression') return [];
      const callee = node['callee'] as Node;
      const property = callee['property'] as { name?: string } | undefined;
      if (callee.type !== 'MemberExpression' || !method.test(property?.name ?? '')) return [];
      return [{ module, node, argument: (node['arguments'] as Node[])[0] }];
    }),
  );
}

function where({ module, node }: Call): string {
  return `${module.file}:${module.lineOf(node.start)} ${module.text.slice(node.start, node.end).split('\n')[0]}`;
}

/** A name as written, with `{}` for what varies; undefined where it is no text in place. */
function shapeOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal') return String(node['value']);
  if (node?.type !== 'TemplateLiteral') return undefined;
  return (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('{}');
}

/** Texts, and keys of objects written without quotes. */
function literalOf(module: Module, node: Node): { text: string; at: string }[] {
  const key = node.type === 'Property' ? (node['key'] as { name?: unknown }).name : undefined;
  const member = node.type === 'MemberExpression' ? (node['property'] as { name?: unknown }).name : undefined;
  const text =
    node.type === 'Literal' ? node['value'] : node.type === 'TemplateLiteral' ? shapeOf(node) : (key ?? member);
  return typeof text === 'string' ? [{ text, at: `${module.file}:${module.lineOf(node.start)}` }] : [];
}
