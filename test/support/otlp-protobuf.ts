/** The messages of OTLP 1.x that tests look at, by field number; fields that are not here are skipped. */
type Kind = 'string' | 'hex' | 'varint' | 'int64' | 'fixed64' | 'sfixed64' | 'double' | 'bool' | 'fixed64s' | 'doubles';
type Field = readonly [name: string, type: Kind | keyof typeof messages, repeated?: 'many'];

const messages = {
  TraceRequest: { 1: ['resourceSpans', 'ResourceSpans', 'many'] },
  ResourceSpans: { 1: ['resource', 'Resource'], 2: ['scopeSpans', 'ScopeSpans', 'many'] },
  ScopeSpans: { 1: ['scope', 'Scope'], 2: ['spans', 'Span', 'many'] },
  Span: {
    1: ['traceId', 'hex'],
    2: ['spanId', 'hex'],
    4: ['parentSpanId', 'hex'],
    5: ['name', 'string'],
    6: ['kind', 'varint'],
    7: ['startTimeUnixNano', 'fixed64'],
    8: ['endTimeUnixNano', 'fixed64'],
    9: ['attributes', 'KeyValue', 'many'],
    11: ['events', 'Event', 'many'],
    13: ['links', 'Link', 'many'],
    15: ['status', 'Status'],
  },
  Event: { 1: ['timeUnixNano', 'fixed64'], 2: ['name', 'string'], 3: ['attributes', 'KeyValue', 'many'] },
  Link: { 1: ['traceId', 'hex'], 2: ['spanId', 'hex'], 4: ['attributes', 'KeyValue', 'many'] },
  Status: { 2: ['message', 'string'], 3: ['code', 'varint'] },
  MetricsRequest: { 1: ['resourceMetrics', 'ResourceMetrics', 'many'] },
  ResourceMetrics: { 1: ['resource', 'Resource'], 2: ['scopeMetrics', 'ScopeMetrics', 'many'] },
  ScopeMetrics: { 1: ['scope', 'Scope'], 2: ['metrics', 'Metric', 'many'] },
  Metric: {
    1: ['name', 'string'],
    2: ['description', 'string'],
    3: ['unit', 'string'],
    5: ['gauge', 'Points'],
    7: ['sum', 'Points'],
    9: ['histogram', 'HistogramPoints'],
  },
  Points: {
    1: ['dataPoints', 'NumberPoint', 'many'],
    2: ['aggregationTemporality', 'varint'],
    3: ['isMonotonic', 'bool'],
  },
  HistogramPoints: { 1: ['dataPoints', 'HistogramPoint', 'many'], 2: ['aggregationTemporality', 'varint'] },
  NumberPoint: {
    2: ['startTimeUnixNano', 'fixed64'],
    3: ['timeUnixNano', 'fixed64'],
    4: ['asDouble', 'double'],
    6: ['asInt', 'sfixed64'],
    7: ['attributes', 'KeyValue', 'many'],
  },
  HistogramPoint: {
    4: ['count', 'fixed64'],
    5: ['sum', 'double'],
    6: ['bucketCounts', 'fixed64s'],
    7: ['explicitBounds', 'doubles'],
    9: ['attributes', 'KeyValue', 'many'],
  },
  LogsRequest: { 1: ['resourceLogs', 'ResourceLogs', 'many'] },
  ResourceLogs: { 1: ['resource', 'Resource'], 2: ['scopeLogs', 'ScopeLogs', 'many'] },
  ScopeLogs: { 1: ['scope', 'Scope'], 2: ['logRecords', 'LogRecord', 'many'] },
  LogRecord: {
    1: ['timeUnixNano', 'fixed64'],
    2: ['severityNumber', 'varint'],
    3: ['severityText', 'string'],
    5: ['body', 'AnyValue'],
    6: ['attributes', 'KeyValue', 'many'],
    9: ['traceId', 'hex'],
    10: ['spanId', 'hex'],
    12: ['eventName', 'string'],
  },
  Resource: { 1: ['attributes', 'KeyValue', 'many'] },
  Scope: { 1: ['name', 'string'], 2: ['version', 'string'] },
  KeyValue: { 1: ['key', 'string'], 2: ['value', 'AnyValue'] },
  AnyValue: {
    1: ['stringValue', 'string'],
    2: ['boolValue', 'bool'],
    3: ['intValue', 'int64'],
    4: ['doubleValue', 'double'],
    5: ['arrayValue', 'ArrayValue'],
    6: ['kvlistValue', 'KeyValueList'],
    7: ['bytesValue', 'hex'],
  },
  ArrayValue: { 1: ['values', 'AnyValue', 'many'] },
  KeyValueList: { 1: ['values', 'KeyValue', 'many'] },
} as const;

export type MessageName = keyof typeof messages;

/** Decodes protobuf into what the JSON form of the same OTLP request parses to. */
export function decodeOtlp(name: MessageName, buffer: Buffer): Record<string, unknown> {
  const fields = messages[name] as { readonly [number: number]: Field };
  const result: Record<string, unknown> = {};
  const reader = new Reader(buffer);
  while (!reader.done) {
    const tag = Number(reader.varint());
    const raw = reader.value(tag & 7);
    const field = fields[tag >>> 3];
    if (field === undefined) continue;
    const [key, type, repeated] = field;
    const value = type in messages ? decodeOtlp(type as MessageName, raw as Buffer) : convert(type as Kind, raw);
    if (repeated === undefined) result[key] = value;
    else ((result[key] ??= []) as unknown[]).push(value);
  }
  return result;
}

class Reader {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  get done(): boolean {
    return this.#at >= this.#buffer.length;
  }

  varint(): bigint {
    let result = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#buffer.readUInt8(this.#at++);
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return result;
    }
  }

  value(wireType: number): bigint | Buffer {
    if (wireType === 0) return this.varint();
    const length = wireType === 1 ? 8 : wireType === 5 ? 4 : wireType === 2 ? Number(this.varint()) : undefined;
    if (length === undefined) throw new Error(`protobuf wire type ${wireType} is unknown`);
    this.#at += length;
    return this.#buffer.subarray(this.#at - length, this.#at);
  }
}

function convert(kind: Kind, raw: bigint | Buffer): unknown {
  if (typeof raw === 'bigint') {
    if (kind === 'bool') return raw !== 0n;
    return kind === 'int64' ? String(BigInt.asIntN(64, raw)) : Number(raw);
  }
  if (kind === 'string') return raw.toString('utf8');
  if (kind === 'hex') return raw.toString('hex');
  if (kind === 'double') return raw.readDoubleLE();
  if (kind === 'sfixed64') return String(raw.readBigInt64LE());
  if (kind === 'fixed64') return String(raw.readBigUInt64LE());
  return Array.from({ length: raw.length / 8 }, (_, index) =>
    kind === 'doubles' ? raw.readDoubleLE(index * 8) : String(raw.readBigUInt64LE(index * 8)),
  );
}
