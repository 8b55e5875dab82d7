import {
  context,
  logs,
  ROOT_CONTEXT,
  SeverityNumber,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { afterAll, afterEach, expect, test } from 'vitest';
import { startTestTelemetry } from '../../src/testing/index.ts';
import { syncJobs } from './emit.ts';

const telemetry = startTestTelemetry();
const tracer = trace.getTracer('app');
afterEach(telemetry.reset);
afterAll(telemetry.stop);

test('a trace prints as a tree, without ids and times', async () => {
  await syncJobs();
  expect(telemetry.tree()).toMatchInlineSnapshot(`
    "sync jobs
      satloc jobs.list (client) status=success http.response.status_code=200
        GET (client)
      satloc jobs.upload (client) ERROR "read ETIMEDOUT" status=timeout error.type=ETIMEDOUT
        | error partner.call.exception status=timeout error.type=ETIMEDOUT
      | info "synced""
  `);
});

test('the tree shows the attributes asked for', async () => {
  await syncJobs();
  expect(telemetry.tree({ attributes: ['partner', 'operation'], details: false })).toMatchInlineSnapshot(`
    "sync jobs
      satloc jobs.list (client) partner=satloc operation=jobs.list
        GET (client)
      satloc jobs.upload (client) ERROR "read ETIMEDOUT" partner=satloc operation=jobs.upload"
  `);
  expect(telemetry.tree({ attributes: 'all' })).not.toContain('exception.stacktrace');
});

test('the tree marks what is open, what continues a remote trace, links, events and records of no span', () => {
  const remote = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceFlags: TraceFlags.NONE,
    isRemote: true,
  });
  const handled = tracer.startSpan('GET /jobs', { kind: SpanKind.SERVER }, remote);
  handled.addEvent('cache.miss', { key: 'jobs' });
  const elsewhere = {
    traceId: '0af7651916cd43dd8448eb211c80319d',
    spanId: 'b7ad6b7169203332',
    traceFlags: TraceFlags.NONE,
  };
  tracer
    .startSpan('process jobs', {
      kind: SpanKind.CONSUMER,
      links: [{ context: handled.spanContext() }, { context: elsewhere }],
    })
    .end();
  logs.getLogger('app').emit({ severityNumber: SeverityNumber.INFO, body: 'ready' });
  expect(telemetry.tree()).toMatchInlineSnapshot(`
    "GET /jobs (server, remote parent, not ended)
      | event cache.miss
    process jobs (consumer)
      | link to GET /jobs
      | link to a span elsewhere
    | info "ready""
  `);
});

test('an empty tree is an empty text', () => {
  expect(telemetry.tree()).toBe('');
});

test('spans are found by name, pattern, shape and predicate', async () => {
  await syncJobs();
  const names = (spans: readonly { name: string }[]) => spans.map(({ name }) => name);
  expect(names(telemetry.spans())).toEqual(['sync jobs', 'satloc jobs.list', 'GET', 'satloc jobs.upload']);
  expect(names(telemetry.spans('satloc jobs.list'))).toEqual(['satloc jobs.list']);
  expect(names(telemetry.spans(/^satloc /))).toEqual(['satloc jobs.list', 'satloc jobs.upload']);
  expect(names(telemetry.spans({ attributes: { status: 'timeout' } }))).toEqual(['satloc jobs.upload']);
  expect(names(telemetry.spans((span) => span.parent?.name === 'satloc jobs.list'))).toEqual(['GET']);
});

test('a span is a plain object that knows its relations', async () => {
  await syncJobs();
  const upload = telemetry.span('satloc jobs.upload');
  expect(upload).toEqual({
    name: 'satloc jobs.upload',
    kind: 'client',
    status: 'error',
    statusMessage: 'read ETIMEDOUT',
    open: false,
    attributes: { partner: 'satloc', operation: 'jobs.upload', status: 'timeout', 'error.type': 'ETIMEDOUT' },
    events: [],
    links: [],
    scope: 'app',
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
    parentSpanId: telemetry.span('sync jobs').spanId,
    durationMs: expect.any(Number),
  });
  expect(upload.parent?.name).toBe('sync jobs');
  expect(upload.parent?.children.map(({ name }) => name)).toEqual(['satloc jobs.list', 'satloc jobs.upload']);
  expect(upload.logs.map(({ event }) => event)).toEqual(['partner.call.exception']);
  expect(telemetry.traces().map(({ name }) => name)).toEqual(['sync jobs']);
});

test('one span is asked for and none or several are an error', async () => {
  await syncJobs();
  expect(() => telemetry.span('satloc jobs.uplaod')).toThrowErrorMatchingInlineSnapshot(`
    [Error: Expected 1 span, found none:
      "satloc jobs.uplaod"

    Nearest: satloc jobs.upload (client) ERROR "read ETIMEDOUT" status=timeout error.type=ETIMEDOUT
      name  expected "satloc jobs.uplaod", received "satloc jobs.upload"

    Emitted:
      sync jobs
        satloc jobs.list (client) status=success http.response.status_code=200
          GET (client)
        satloc jobs.upload (client) ERROR "read ETIMEDOUT" status=timeout error.type=ETIMEDOUT
          | error partner.call.exception status=timeout error.type=ETIMEDOUT
        | info "synced"]
  `);
  expect(() => telemetry.span(/^satloc/)).toThrowErrorMatchingInlineSnapshot(`
    [Error: Expected 1 span, found 2:
      /^satloc/

    Matching:
      satloc jobs.list (client) status=success http.response.status_code=200
      satloc jobs.upload (client) ERROR "read ETIMEDOUT" status=timeout error.type=ETIMEDOUT

    Emitted:
      sync jobs
        satloc jobs.list (client) status=success http.response.status_code=200
          GET (client)
        satloc jobs.upload (client) ERROR "read ETIMEDOUT" status=timeout error.type=ETIMEDOUT
          | error partner.call.exception status=timeout error.type=ETIMEDOUT
        | info "synced"]
  `);
});

test('an open span is no finished one', () => {
  const span = tracer.startSpan('slow');
  expect(telemetry.spans('slow')).toEqual([]);
  expect(telemetry.spans({ name: 'slow', open: true })).toHaveLength(1);
  span.end();
  expect(telemetry.spans('slow')).toHaveLength(1);
  expect(telemetry.spans({ open: true })).toEqual([]);
});

test('log records are found, with the span they were written in', async () => {
  await syncJobs();
  expect(telemetry.logs().map(({ event }) => event)).toEqual(['partner.call.exception', undefined]);
  const record = telemetry.log('partner.call.exception');
  expect(record).toMatchObject({
    severity: 'error',
    body: 'read ETIMEDOUT',
    scope: 'app',
    attributes: { partner: 'satloc' },
  });
  expect(record.span?.name).toBe('satloc jobs.upload');
  expect(telemetry.logs({ severity: 'info', span: 'sync jobs' })).toHaveLength(1);
  expect(telemetry.logs((log) => log.body === 'synced')).toHaveLength(1);
});

test('the active span follows asynchronous work', async () => {
  await tracer.startActiveSpan('outer', async (outer) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    tracer.startSpan('inner').end();
    outer.end();
  });
  expect(telemetry.span('inner').parent?.name).toBe('outer');
  expect(context.active()).toBe(ROOT_CONTEXT);
});

test('unsampled remote parents hide nothing', () => {
  const parent = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceFlags: TraceFlags.NONE,
  };
  const span = tracer.startSpan('seen', {}, trace.setSpanContext(ROOT_CONTEXT, parent));
  span.setStatus({ code: SpanStatusCode.OK });
  span.end();
  expect(telemetry.span('seen').status).toBe('ok');
});
