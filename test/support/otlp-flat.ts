export type Attributes = Record<string, unknown>;

interface Received {
  readonly resource: Attributes;
  readonly scope: string;
  readonly attributes: Attributes;
}

export interface ReceivedSpan extends Received {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer' | 'unspecified';
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage: string | undefined;
  readonly events: { readonly name: string; readonly attributes: Attributes }[];
  readonly links: { readonly traceId: string; readonly spanId: string }[];
  /** Unix ns, as near as a number comes. */
  readonly start: number;
}

export interface ReceivedLog extends Received {
  readonly body: unknown;
  readonly severity: string | undefined;
  readonly eventName: string | undefined;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
}

export interface ReceivedMetric {
  readonly resource: Attributes;
  readonly scope: string;
  readonly name: string;
  readonly unit: string;
  readonly kind: 'counter' | 'up-down counter' | 'gauge' | 'histogram';
  readonly temporality: 'delta' | 'cumulative' | undefined;
  /** `value` is a histogram's sum, `count` its count. */
  readonly points: readonly { readonly attributes: Attributes; readonly value: number; readonly count?: number }[];
}

// OTLP/JSON, which the protobuf form is decoded into; it comes from outside, hence loosely typed.
type Json = { readonly [key: string]: any };

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const statuses = ['unset', 'ok', 'error'] as const;

export function spansOf(request: Json): ReceivedSpan[] {
  return within(request, 'resourceSpans', 'scopeSpans', 'spans', (span, place) => ({
    ...place,
    traceId: span['traceId'],
    spanId: span['spanId'],
    parentSpanId: span['parentSpanId'] || undefined,
    name: span['name'],
    kind: kinds[span['kind'] as number] ?? 'unspecified',
    status: statuses[(span['status']?.code ?? 0) as number] ?? 'unset',
    statusMessage: span['status']?.message || undefined,
    attributes: attributesOf(span['attributes']),
    events: list(span['events']).map((event) => ({
      name: event['name'],
      attributes: attributesOf(event['attributes']),
    })),
    links: list(span['links']).map((link) => ({ traceId: link['traceId'], spanId: link['spanId'] })),
    start: Number(span['startTimeUnixNano'] ?? 0),
  }));
}

export function logsOf(request: Json): ReceivedLog[] {
  return within(request, 'resourceLogs', 'scopeLogs', 'logRecords', (record, place) => ({
    ...place,
    body: valueOf(record['body']),
    severity: record['severityText'],
    eventName: record['eventName'] || undefined,
    traceId: record['traceId'] || undefined,
    spanId: record['spanId'] || undefined,
    attributes: attributesOf(record['attributes']),
  }));
}

export function metricsOf(request: Json): ReceivedMetric[] {
  return within(request, 'resourceMetrics', 'scopeMetrics', 'metrics', (metric, place) => {
    const data: Json = metric['gauge'] ?? metric['sum'] ?? metric['histogram'] ?? {};
    const sum = metric['sum'] as Json | undefined;
    return {
      ...place,
      name: metric['name'],
      unit: metric['unit'] ?? '',
      kind: metric['gauge']
        ? 'gauge'
        : sum === undefined
          ? 'histogram'
          : sum['isMonotonic']
            ? 'counter'
            : 'up-down counter',
      temporality: ([undefined, 'delta', 'cumulative'] as const)[(data['aggregationTemporality'] ?? 0) as number],
      points: list(data['dataPoints']).map((point) => ({
        attributes: attributesOf(point['attributes']),
        value: Number(point['asDouble'] ?? point['asInt'] ?? point['sum'] ?? 0),
        ...(point['count'] === undefined ? {} : { count: Number(point['count']) }),
      })),
    };
  });
}

function within<T>(
  request: Json,
  outer: string,
  inner: string,
  items: string,
  map: (item: Json, place: { resource: Attributes; scope: string }) => T,
): T[] {
  return list(request[outer]).flatMap((ofResource) => {
    const resource = attributesOf(ofResource['resource']?.attributes);
    return list(ofResource[inner]).flatMap((ofScope) =>
      list(ofScope[items]).map((item) => map(item, { resource, scope: ofScope['scope']?.name ?? '' })),
    );
  });
}

function list(value: unknown): Json[] {
  return (value ?? []) as Json[];
}

function attributesOf(pairs: unknown): Attributes {
  return Object.fromEntries(list(pairs).map((pair) => [pair['key'], valueOf(pair['value'])]));
}

function valueOf(value: Json | undefined): unknown {
  if (value === undefined) return undefined;
  if (value['arrayValue'] !== undefined) return list(value['arrayValue'].values).map(valueOf);
  if (value['kvlistValue'] !== undefined) return attributesOf(value['kvlistValue'].values);
  if (value['intValue'] !== undefined) return Number(value['intValue']);
  return value['stringValue'] ?? value['boolValue'] ?? value['doubleValue'] ?? value['bytesValue'];
}
