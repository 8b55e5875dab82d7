import { describe, expect, test } from 'vitest';
import { attributes, events, metrics, scope, spans } from '../../src/signals/index.ts';
import type { AttributeKey, EventRecord, MetricRecord, SpanRecord } from '../../src/signals/index.ts';
import { packageJson } from './reading/files.ts';

const allMetrics: [string, MetricRecord][] = Object.entries(metrics);
const allSpans: [string, SpanRecord][] = Object.entries(spans);
const allEvents: [string, EventRecord][] = Object.entries(events);
const allAttributes: [string, { brief: string; planned?: true }][] = Object.entries(attributes);

const dotted = /^[a-z][a-z0-9]*(_[a-z0-9]+)*(\.[a-z][a-z0-9]*(_[a-z0-9]+)*)*$/;
/** UCUM as OpenTelemetry uses it: base units, or an annotation in braces for what is counted. */
const ucum = /^(1|s|By|%|Cel|\{[a-z]+(_[a-z]+)*\})$/;
const unitWords = /(^|[._])(seconds?|secs?|milliseconds?|millis|ms|minutes?|bytes?|kb|percent|ratio|total|sum)([._]|$)/;

/** What bounds the values of a free-text attribute on metrics; the table "Bounds" of DESIGN. */
const bounds: Partial<Record<AttributeKey, { values: number; per?: AttributeKey; by: string }>> = {
  partner: { values: 100, by: 'partner names a process; the rest is `other`' },
  operation: { values: 200, per: 'partner', by: 'operations a partner; the rest is `other`' },
  customer: { values: 500, per: 'operation', by: 'customers a sync with series of their own' },
  stage: { values: 200, by: 'stages a process, an error at set-up beyond' },
  queue_type: { values: 200, by: 'queue types a process, an error at set-up beyond' },
  component: { values: 200, by: 'health components, an error at set-up beyond' },
  credential: { values: 200, by: 'credentials, an error at set-up beyond' },
  event: { values: 20, per: 'partner', by: 'webhook events a partner; the rest is `other`' },
  bucket: { values: 8, per: 'partner', by: 'rate limits a partner' },
};

/** Attribute sets one instrument may have under `startTelemetry`; beyond it the SDK loses all names. */
const setsLimit = 20_000;

/** Metrics whose bounds multiply to more than that: whoever counts them asks `AttributeSets.admit` first. */
const beyondTheLimit = [
  'partner.api.attempts',
  'partner.api.duration',
  'partner.api.requests',
  'sync.consecutive_failures',
  'sync.duration',
  'sync.last_success_timestamp',
  'sync.records',
  'sync.runs',
];

describe('metrics', () => {
  test('have names of lower-case words, joined by dots and underscores', () => {
    const wrong = names(allMetrics).filter((name) => !dotted.test(name) || !name.includes('.'));
    expect(wrong, 'name it `subject.what_is_measured`').toEqual([]);
  });

  test('have units of UCUM', () => {
    const wrong = allMetrics.filter(([, { unit }]) => !ucum.test(unit)).map(([name, { unit }]) => `${name}: ${unit}`);
    expect(wrong, "use 's', '1', or what is counted, singular and in braces: '{request}'").toEqual([]);
  });

  test('have no unit in the name', () => {
    expect(
      names(allMetrics).filter((name) => unitWords.test(name)),
      'the translation to Prometheus adds the unit',
    ).toEqual([]);
  });

  test('have boundaries that rise where they are histograms, and none where they are not', () => {
    const wrong = allMetrics.filter(([, { kind, boundaries }]) =>
      kind === 'histogram'
        ? boundaries === undefined ||
          boundaries.some((edge, index) => index > 0 && edge <= (boundaries[index - 1] ?? 0))
        : boundaries !== undefined,
    );
    expect(names(wrong), 'take one of the lists of src/signals/metrics/boundaries.ts').toEqual([]);
  });

  test('have attributes of the list', () => {
    const unknown = allMetrics.flatMap(([name, record]) => undeclared(name, Object.keys(record.attributes)));
    expect(unknown, 'declare the key in src/signals/attributes.ts').toEqual([]);
  });

  test('have closed sets without duplicates, of lower-case words', () => {
    const isWrong = (values: readonly string[]) =>
      values.length === 0 || new Set(values).size !== values.length || !values.every((one) => dotted.test(one));
    const wrong = allMetrics.flatMap(([name, record]) =>
      Object.entries(record.attributes).flatMap(([key, values]) =>
        typeof values === 'object' && isWrong(values) ? [`${key} of ${name}`] : [],
      ),
    );
    expect(wrong, 'list each value once, in src/signals/values.ts').toEqual([]);
  });

  test('have free text only where something bounds it', () => {
    const unbounded = allMetrics.flatMap(([name, record]) =>
      freeText(record)
        .filter((key) => bounds[key] === undefined)
        .map((key) => `${key} of ${name}`),
    );
    expect(unbounded, 'close the set, or say in DESIGN and in `bounds` above how many values there can be').toEqual([]);
  });

  test('stay inside the sets an instrument may have, or ask before each new one', () => {
    const wide = allMetrics.filter(
      ([name, record]) => name !== 'telemetry.retired_timestamp' && setsOf(record) > setsLimit,
    );
    expect(
      names(wide).sort(),
      'a metric that can have more sets than the SDK keeps apart must be counted through AttributeSets; list it in `beyondTheLimit`',
    ).toEqual(beyondTheLimit);
  });
});

describe('attributes', () => {
  test('have names of lower-case words, joined by dots and underscores', () => {
    expect(
      names(allAttributes).filter((key) => !dotted.test(key)),
      'name it `subject.what`',
    ).toEqual([]);
  });

  test('do not begin with `partner.`, which is itself a key', () => {
    expect(
      names(allAttributes).filter((key) => key.startsWith('partner.')),
      'say `partner_...`',
    ).toEqual([]);
  });

  test('are no prefix of another one of ours, as an object cannot be a text as well', () => {
    const ours = names(allAttributes);
    const wrong = ours.filter((key) => ours.some((other) => other.startsWith(`${key}.`)));
    expect(wrong, 'backends that nest by dots lose one of the two; rename it').toEqual([]);
  });

  test('are used by something, and by something emitted unless they are planned', () => {
    const used = new Map<string, boolean>();
    const use = (keys: readonly string[], planned: true | undefined) => {
      for (const key of keys) used.set(key, used.get(key) === true || planned === undefined);
    };
    for (const [, record] of allMetrics) use(Object.keys(record.attributes), record.planned);
    for (const [, record] of [...allSpans, ...allEvents]) use(record.attributes, record.planned);
    const idle = allAttributes.filter(([key, { planned }]) =>
      planned === undefined ? used.get(key) !== true : !used.has(key),
    );
    expect(names(idle), 'mark it as planned, add it where it is emitted, or take it out').toEqual([]);
  });
});

describe('spans and events', () => {
  test('have names of lower-case words, joined by dots and underscores', () => {
    const wrong = names([...allSpans, ...allEvents]).filter((name) => !dotted.test(name) || !name.includes('.'));
    expect(wrong, 'name it `subject.what_happened`').toEqual([]);
  });

  test('have attributes of the list, each once', () => {
    const unknown = [...allSpans, ...allEvents].flatMap(([name, record]) => undeclared(name, record.attributes));
    const twice = [...allSpans, ...allEvents].filter(
      ([, record]) => new Set(record.attributes).size !== record.attributes.length,
    );
    expect([...unknown, ...names(twice)], 'declare the key in src/signals/attributes.ts, and list it once').toEqual([]);
  });

  test('have in their span names only attributes of the span', () => {
    const wrong = allSpans.flatMap(([key, { name, attributes: own }]) =>
      [...name.matchAll(/\{([^}]+)\}/g)]
        .filter(([, one]) => !own.some((attribute) => attribute === one))
        .map(([, one]) => `${one} of ${key}`),
    );
    expect(wrong, 'what stands in braces in a span name is an attribute of it').toEqual([]);
  });

  test('tell exceptions whole', () => {
    const parts = ['error.type', 'exception.type', 'exception.message', 'exception.stacktrace'] as const;
    const wrong = allEvents.filter(
      ([name, record]) => name.endsWith('.exception') && !parts.every((key) => record.attributes.includes(key)),
    );
    expect(names(wrong), `an exception event has ${parts.join(', ')}`).toEqual([]);
  });
});

test('every brief is one sentence that ends with a period', () => {
  const all = [...allMetrics, ...allSpans, ...allEvents, ...allAttributes];
  const wrong = all.filter(
    ([, { brief }]) => !/^[A-Z].*\.$/.test(brief) || /[.!?]\s+[A-Z]/.test(brief) || brief.length > 120,
  );
  expect(
    names(wrong),
    'begin with a capital, end with a period, say it in one sentence of at most 120 characters',
  ).toEqual([]);
});

test('the scope tells the version of package.json', () => {
  expect(scope.version, 'set the version in src/signals/scope.ts to that of package.json').toBe(packageJson.version);
});

function names(records: readonly (readonly [string, unknown])[]): string[] {
  return records.map(([name]) => name);
}

function undeclared(name: string, keys: readonly string[]): string[] {
  return keys.filter((key) => !Object.hasOwn(attributes, key)).map((key) => `${key} of ${name}`);
}

function freeText(record: MetricRecord): AttributeKey[] {
  const keys = Object.keys(record.attributes) as AttributeKey[];
  return keys.filter((key) => typeof record.attributes[key] === 'string');
}

/** How many attribute sets a metric can have. A queue has one partner at most. */
function setsOf(record: MetricRecord): number {
  let sets = 1;
  for (const [key, values] of Object.entries(record.attributes)) {
    if (typeof values === 'object') sets *= values.length;
    else if (values === 'text') sets *= bounds[key as AttributeKey]?.values ?? Infinity;
  }
  return sets;
}
