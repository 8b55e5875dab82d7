import type { OtlpServer, ReceivedLog, ReceivedMetric, ReceivedSpan } from '../../support/otlp-server.ts';
import type { Said } from './sides.ts';
import type { Ended } from '../../support/program.ts';
import type { Seen } from './receiver.ts';

/** Headers that say how a request came and not what it was told to carry. */
const ofTransport = ['host', 'connection', 'content-length', 'transfer-encoding'];

/** What ours adds or sets otherwise, on purpose; the README and DESIGN say so. */
const ours = {
  /** Told whatever `OTEL_NODE_EXPERIMENTAL_SDK_METRICS` says; and `process.uptime`. */
  metrics: /^(otel\.sdk\.|process\.uptime$)/,
};

/** All that arrived and was said, without what differs between any two processes. */
export function pictureOf(otlp: OtlpServer, seen: readonly Seen[], ended: Ended, said: Said): object {
  return {
    code: ended.code,
    requests: distinct(
      otlp.requests.map(({ path, contentType, gzip, headers, certified }) => ({
        path,
        contentType,
        gzip,
        certified,
        headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !ofTransport.includes(name))),
      })),
    ),
    seen: distinct(seen),
    spans: otlp.spans.map(span).toSorted(byJson),
    logs: otlp.logs.map(log).toSorted(byJson),
    metrics: otlp.metricExports
      .flat()
      .filter(({ name }) => !ours.metrics.test(name))
      .map(metric)
      .toSorted(byJson),
    carrier: said.carrier,
    page: said.page
      ?.split('\n')
      .filter((line) => /^(a|an)_/.test(line))
      .map((line) => line.replace(/ \d{13}$/, '')),
    // What the console exporters print: that a thing was printed, not when.
    printed: [...ended.stdout.matchAll(/\b(?:name|body): '([^']*)'/g)]
      .map(([, text = '']) => text)
      .filter((text) => !ours.metrics.test(text))
      .sort(),
  };
}

function span({ name, kind, attributes, events, links, resource, parentSpanId }: ReceivedSpan): object {
  return { name, kind, attributes, events, links, resource: steady(resource), hasParent: parentSpanId !== undefined };
}

function log({ body, severity, attributes, resource }: ReceivedLog): object {
  return { body, severity, attributes, resource: steady(resource) };
}

function metric({ name, kind, unit, temporality, points, resource }: ReceivedMetric): object {
  return { name, kind, unit, temporality, points, resource: steady(resource) };
}

/** A resource without what belongs to one process; name and version of the package are ours to add where none is given. */
function steady(resource: Readonly<Record<string, unknown>>): object {
  const values: Record<string, unknown> = { ...resource };
  for (const own of ['service.instance.id', 'process.pid', 'process.command_args'])
    if (own in values) values[own] = 'any';
  if (String(values['service.name']).startsWith('unknown_service')) values['service.name'] = 'partner-otel';
  if (values['service.version'] !== 'given') delete values['service.version'];
  return values;
}

function distinct<T>(values: readonly T[]): T[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value, sorted), value]));
  return [...byText.values()].toSorted(byJson);
}

function byJson(a: unknown, b: unknown): number {
  const [first, second] = [JSON.stringify(a, sorted), JSON.stringify(b, sorted)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
