import { context, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { redactingLogProcessor, redactingSpanProcessor } from '../../src/parts/index.ts';
import type { RedactionOptions } from '../../src/parts/index.ts';

const secret = 'https://me:s3cret@partner.test/x';
const shown = 'https://REDACTED:REDACTED@partner.test/x';

function spans(options?: RedactionOptions, more: Partial<SpanProcessor> = {}) {
  const inside: ReadableSpan[] = [];
  const beside: ReadableSpan[] = [];
  const sink = (into: ReadableSpan[]): SpanProcessor => ({
    onStart() {},
    onEnd: (span) => void into.push(span),
    async forceFlush() {},
    async shutdown() {},
  });
  const processor = redactingSpanProcessor({ ...sink(inside), ...more }, options);
  const provider = new TracerProvider({
    spanProcessors: [processor, sink(beside)],
    resource: resourceFromAttributes({ 'service.name': 'farm', 'process.command_args': ['--token', 's3cret'] }),
  });
  return { inside, beside, processor, tracer: provider.getTracer('test') };
}

test('a span is shown without secrets in any of its parts, and stays as it is', () => {
  const { inside, beside, tracer } = spans({ keys: ['iban'] });
  const other = { context: { traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 1 } };
  const span = tracer.startSpan(`GET ${secret}`, {
    attributes: {
      'url.full': secret,
      'url.query': 'key=s3cret&page=2',
      'http.request.header.authorization': ['s3cret'],
      iban: 's3cret',
      ok: 1,
    },
    links: [{ ...other, attributes: { at: secret } }, other],
  });
  span.addEvent('sent', { headers: 'Authorization: Bearer s3cret1' });
  span.recordException(new Error(`no ${secret}`));
  span.setStatus({ code: 2, message: `no ${secret}` });
  span.end();
  const [view] = inside as [ReadableSpan];
  expect(view).toMatchObject({
    name: `GET ${shown}`,
    attributes: {
      'url.full': shown,
      'url.query': 'key=REDACTED&page=2',
      'http.request.header.authorization': ['REDACTED'],
      iban: 'REDACTED',
      ok: 1,
    },
    status: { code: 2, message: `no ${shown}` },
    ended: true,
    kind: 0,
  });
  expect(view.events[0]?.attributes).toEqual({ headers: 'Authorization: Bearer REDACTED' });
  expect(view.links[0]).toMatchObject({ ...other, attributes: { at: shown } });
  expect(view.resource.attributes['process.command_args']).toEqual(['--token', 'REDACTED']);
  expect(view.spanContext()).toEqual(span.spanContext());
  expect(view.duration).toEqual(beside[0]!.duration);
  expect(JSON.stringify([view.events, view.links, view.attributes])).not.toContain('s3cret');
  expect(beside[0]!.attributes['url.full']).toBe(secret);
});

test('what has no secrets is passed on as the very object, and one resource stays one', () => {
  const inside: ReadableSpan[] = [];
  const processor = redactingSpanProcessor({
    onStart() {},
    onEnd: (span: ReadableSpan) => void inside.push(span),
    async forceFlush() {},
    async shutdown() {},
  });
  const beside: ReadableSpan[] = [];
  const plain = {
    onStart() {},
    onEnd: (span: ReadableSpan) => void beside.push(span),
    async forceFlush() {},
    async shutdown() {},
  };
  new TracerProvider({ spanProcessors: [processor, plain] })
    .getTracer('t')
    .startSpan('work', { attributes: { a: 'b c' } })
    .end();
  expect(inside[0]).toBe(beside[0]);

  const dirty = spans();
  for (const name of ['a', 'b']) dirty.tracer.startSpan(name).end();
  expect(dirty.inside[0]!.resource).toBe(dirty.inside[1]!.resource);
});

test('a resource whose detectors are still asked is read when they have answered, and nothing is said before', async () => {
  const inside: ReadableSpan[] = [];
  const sink = {
    onStart() {},
    onEnd: (span: ReadableSpan) => void inside.push(span),
    async forceFlush() {},
    async shutdown() {},
  };
  const resource = resourceFromAttributes({ dsn: Promise.resolve(secret) as never, args: ['--password=s3cret'] });
  const tracer = new TracerProvider({ spanProcessors: [redactingSpanProcessor(sink)], resource }).getTracer('t');
  tracer.startSpan('early').end();
  await resource.waitForAsyncAttributes?.();
  tracer.startSpan('late').end();
  const expected = { dsn: shown, args: ['--password=REDACTED'] };
  expect(inside.map((span) => span.resource.attributes)).toEqual([expected, expected]);
});

test('steps that the one inside has are handed on, and those alone', async () => {
  const calls: string[] = [];
  const { processor, tracer } = spans(undefined, {
    onStart: () => void calls.push('start'),
    onEnding: () => void calls.push('ending'),
    forceFlush: async () => void calls.push('flush'),
    shutdown: async () => void calls.push('shutdown'),
  });
  tracer.startSpan('work').end();
  await processor.forceFlush();
  await processor.shutdown();
  expect(calls).toEqual(['start', 'ending', 'flush', 'shutdown']);
  expect(spans().processor.onEnding).toBeUndefined();
});

test('a span that cannot be read does not leave, and harms nobody', () => {
  const { inside, processor } = spans();
  const broken = {
    get name(): string {
      throw new Error('s3cret');
    },
  };
  expect(() => processor.onEnd(broken as ReadableSpan)).not.toThrow();
  expect(inside).toEqual([]);
});

function logs(more: Partial<LogRecordProcessor> = {}, options?: RedactionOptions) {
  const inside: ReadableLogRecord[] = [];
  const beside: ReadableLogRecord[] = [];
  const sink = (into: ReadableLogRecord[]): LogRecordProcessor => ({
    onEmit: (record) => void into.push(record),
    async forceFlush() {},
    async shutdown() {},
  });
  const processor = redactingLogProcessor({ ...sink(inside), ...more }, options);
  const provider = new LoggerProvider({ processors: [processor, sink(beside)] });
  return { inside, beside, processor, logger: provider.getLogger('test') };
}

test('a record is shown without secrets in body, attributes and exception, and stays as it is', () => {
  const { inside, beside, logger } = logs();
  logger.emit({
    eventName: 'test.event',
    severityNumber: 17,
    body: { text: `no ${secret}`, deep: [{ headers: { Cookie: 'sid=s3cret' } }] },
    attributes: { password: 's3cret', config: { auth: { token: 's3cret' } }, plain: 'a b' },
    exception: new Error(`no ${secret}`),
    context: trace.setSpanContext(context.active(), { traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 1 }),
  });
  const [view] = inside as [ReadableLogRecord];
  expect(view).toMatchObject({
    eventName: 'test.event',
    severityNumber: 17,
    body: { text: `no ${shown}`, deep: [{ headers: { Cookie: 'REDACTED' } }] },
    attributes: {
      password: 'REDACTED',
      config: { auth: { token: 'REDACTED' } },
      plain: 'a b',
      'exception.message': `no ${shown}`,
    },
    spanContext: { spanId: '1'.repeat(16) },
  });
  expect(JSON.stringify([view.attributes, view.body])).not.toContain('s3cret');
  expect(beside[0]!.attributes['password']).toBe('s3cret');
  logger.emit({ body: 'all is well', attributes: { partner: 'satloc' } });
  expect(inside[1]).toBe(beside[1]);
});

test('whether a logger is enabled is asked of the one inside, where it has an answer', () => {
  expect(logs().processor.enabled).toBeUndefined();
  const { logger } = logs({ enabled: ({ severityNumber = 0 }) => severityNumber > 9 });
  expect(logger.enabled({ severityNumber: 5 })).toBe(true); // the processor beside has no opinion
  expect(logs({ enabled: () => false }).processor.enabled?.({} as never)).toBe(false);
});

test('options that are wrong are an error at set-up', () => {
  expect(() => spans({ keys: [''] })).toThrow(/options\.keys must be an array of at most 100 names/);
  expect(() => logs({}, { patterns: [/(a)\1/] })).toThrow(/options\.patterns\[0\] must be matched in a time/);
});

test('of a resource that is still asked for, what overrides is looked at, not what it overrides', async () => {
  const inside: ReadableSpan[] = [];
  const processor = redactingSpanProcessor({
    onStart() {},
    onEnd: (span: ReadableSpan) => void inside.push(span),
    async forceFlush() {},
    async shutdown() {},
  });
  const resource = resourceFromAttributes({ 'deployed.by': 'nobody', 'host.id': Promise.resolve('host') }).merge(
    resourceFromAttributes({ 'deployed.by': secret }),
  );
  new TracerProvider({ spanProcessors: [processor], resource }).getTracer('test').startSpan('early').end();
  await resource.waitForAsyncAttributes?.();
  expect(inside[0]!.resource.attributes).toEqual({ 'deployed.by': shown, 'host.id': 'host' });
});

test('a secret that a detector brings later does not leave with the spans of before', async () => {
  const inside: ReadableSpan[] = [];
  const processor = redactingSpanProcessor({
    onStart: () => {},
    onEnd: (span: ReadableSpan) => void inside.push(span),
    forceFlush: async () => {},
    shutdown: async () => {},
  });
  const resource = resourceFromAttributes({ 'service.name': 'farm', dsn: Promise.resolve(secret) });
  new TracerProvider({ spanProcessors: [processor], resource }).getTracer('test').startSpan('early').end();
  await resource.waitForAsyncAttributes?.();
  expect(inside[0]?.resource.attributes).toEqual({ 'service.name': 'farm', dsn: shown });
});
