import { metrics, trace } from '@opentelemetry/api';
import { afterAll, afterEach, expect, test } from 'vitest';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';
import { syncJobs } from './emit.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
afterEach(telemetry.reset);
afterAll(telemetry.stop);

test('toHaveSpan finds a span by any of its parts', async () => {
  await syncJobs();
  expect(telemetry).toHaveSpan('satloc jobs.upload');
  expect(telemetry).toHaveSpan(/upload$/);
  expect(telemetry).toHaveSpan({
    name: 'satloc jobs.upload',
    kind: 'client',
    status: 'error',
    statusMessage: /ETIMEDOUT/,
    scope: 'app',
    attributes: { partner: expect.stringContaining('sat'), status: 'timeout', 'http.response.status_code': undefined },
    logs: [{ event: 'partner.call.exception', severity: 'error' }],
    events: [],
    links: [],
    children: [],
  });
  expect(telemetry).toHaveSpan({ kind: 'client' }, { times: 3 });
  expect(telemetry).not.toHaveSpan('satloc jobs.delete');
  expect(telemetry).not.toHaveSpan({ name: 'satloc jobs.upload', attributes: { status: 'success' } });
  expect(telemetry).not.toHaveSpan({ kind: 'client' }, { times: 2 });
});

test('toHaveSpan shows the nearest miss', async () => {
  await syncJobs();
  expect(() =>
    expect(telemetry).toHaveSpan({
      name: 'satloc jobs.upload',
      status: 'ok',
      attributes: { partner: 'satloc', status: 'success' },
    }),
  ).toThrowErrorMatchingInlineSnapshot(`
    [Error: Expected a span, found none:
      { name: "satloc jobs.upload", status: "ok", attributes: { partner: "satloc", status: "success" } }

    Nearest: satloc jobs.upload (client) ERROR "read ETIMEDOUT" status=timeout error.type=ETIMEDOUT partner=satloc
      status             expected "ok", received "error"
      attributes.status  expected "success", received "timeout"

    Emitted:
      sync jobs
        satloc jobs.list (client) status=success http.response.status_code=200 partner=satloc
          GET (client)
        satloc jobs.upload (client) ERROR "read ETIMEDOUT" status=timeout error.type=ETIMEDOUT partner=satloc
          | error partner.call.exception status=timeout error.type=ETIMEDOUT partner=satloc
        | info "synced"]
  `);
});

test('toHaveSpan says what was found where nothing should be, and how many', async () => {
  await syncJobs();
  expect(() => expect(telemetry).not.toHaveSpan({ attributes: { partner: 'satloc' } }))
    .toThrowErrorMatchingInlineSnapshot(`
    [Error: Expected no span, found 2:
      { attributes: { partner: "satloc" } }

    Matching:
      satloc jobs.list (client) status=success http.response.status_code=200 partner=satloc
      satloc jobs.upload (client) ERROR "read ETIMEDOUT" status=timeout error.type=ETIMEDOUT partner=satloc]
  `);
  expect(() => expect(telemetry).toHaveSpan('GET', { times: 2 })).toThrowErrorMatchingInlineSnapshot(`
    [Error: Expected 2 spans, found 1:
      "GET"

    Matching:
      GET (client)

    Emitted:
      sync jobs
        satloc jobs.list (client) status=success http.response.status_code=200
          GET (client)
        satloc jobs.upload (client) ERROR "read ETIMEDOUT" status=timeout error.type=ETIMEDOUT
          | error partner.call.exception status=timeout error.type=ETIMEDOUT
        | info "synced"]
  `);
});

test('toHaveSpan says that a span has not ended', () => {
  const span = trace.getTracer('app').startSpan('slow');
  expect(() => expect(telemetry).toHaveSpan('slow')).toThrowErrorMatchingInlineSnapshot(`
    [Error: Expected a span, found none:
      "slow"

    Nearest: slow (not ended)
      the span  has not ended

    Emitted:
      slow (not ended)]
  `);
  expect(telemetry).toHaveSpan({ name: 'slow', open: true });
  span.end();
});

test('toHaveSpan says that nothing was emitted', () => {
  expect(() => expect(telemetry).toHaveSpan('slow')).toThrowErrorMatchingInlineSnapshot(`
    [Error: Expected a span, found none:
      "slow"

    Emitted: nothing, since the test telemetry was started or reset.]
  `);
});

test('toHaveTrace compares a whole trace', async () => {
  await syncJobs();
  expect(telemetry).toHaveTrace({
    name: 'sync jobs',
    children: [
      { name: 'satloc jobs.list', children: [{ name: 'GET', children: [] }] },
      { name: 'satloc jobs.upload', attributes: { status: 'timeout' } },
    ],
  });
  expect(telemetry).toHaveTrace({ name: 'sync jobs', including: [{ name: 'satloc jobs.upload' }] });
  expect(telemetry).not.toHaveTrace('satloc jobs.upload');
  expect(telemetry).not.toHaveTrace({ name: 'sync jobs', children: [{ name: 'satloc jobs.upload' }] });
  expect(telemetry).not.toHaveTrace({
    name: 'sync jobs',
    including: [{ name: 'satloc jobs.upload' }, { name: 'satloc jobs.list' }],
  });
});

test('toHaveTrace points to a span that is no root', async () => {
  await syncJobs();
  expect(() => expect(telemetry).toHaveTrace('GET')).toThrow(
    'Such a span is there, but it is no root: toHaveSpan finds it.',
  );
});

test('a long failure message is cut', () => {
  for (let i = 0; i < 100; i++) trace.getTracer('app').startSpan(`span ${i}`).end();
  expect(() => expect(telemetry).toHaveSpan('missing')).toThrow('  … and 20 more');
});

test('toHaveTrace shows where the nearest trace differs', async () => {
  await syncJobs();
  trace.getTracer('app').startSpan('sync fields').end();
  expect(() =>
    expect(telemetry).toHaveTrace({
      name: 'sync jobs',
      children: [
        { name: 'satloc login' },
        { name: 'satloc jobs.list', children: [] },
        { name: 'satloc jobs.upload', attributes: { status: 'success', operation: 'jobs.upload' } },
      ],
    }),
  ).toThrowErrorMatchingInlineSnapshot(`
    [Error: Expected a trace, found none:
      {
        name: "sync jobs",
        children: [
          { name: "satloc login" },
          { name: "satloc jobs.list", children: [] },
          { name: "satloc jobs.upload", attributes: { status: "success", operation: "jobs.upload" } },
        ],
      }

    Nearest: sync jobs
      children[0]                    missing "satloc login"
      children[1].children           unexpected "GET"
      children[2].attributes.status  expected "success", received "timeout"

    Emitted:
      sync jobs
        satloc jobs.list (client) status=success http.response.status_code=200 operation=jobs.list
          GET (client)
        satloc jobs.upload (client) ERROR "read ETIMEDOUT" status=timeout error.type=ETIMEDOUT operation=jobs.upload
          | error partner.call.exception status=timeout error.type=ETIMEDOUT operation=jobs.upload
        | info "synced"
      sync fields]
  `);
});

test('toHaveLog finds a record, and shows the nearest miss', async () => {
  await syncJobs();
  expect(telemetry).toHaveLog('partner.call.exception');
  expect(telemetry).toHaveLog({ event: undefined, body: 'synced', span: 'sync jobs' });
  expect(telemetry).toHaveLog({
    event: 'partner.call.exception',
    attributes: { 'exception.type': 'Error', 'exception.stacktrace': expect.any(String) },
  });
  expect(telemetry).not.toHaveLog('sync.run.exception');
  expect(() =>
    expect(telemetry).toHaveLog({ event: 'partner.call.exception', severity: 'warn', attributes: { status: 'error' } }),
  ).toThrowErrorMatchingInlineSnapshot(`
    [Error: Expected a log record, found none:
      { event: "partner.call.exception", severity: "warn", attributes: { status: "error" } }

    Nearest: error partner.call.exception status=timeout error.type=ETIMEDOUT
      severity           expected "warn", received "error"
      attributes.status  expected "error", received "timeout"

    Emitted:
      sync jobs
        satloc jobs.list (client) status=success http.response.status_code=200
          GET (client)
        satloc jobs.upload (client) ERROR "read ETIMEDOUT" status=timeout error.type=ETIMEDOUT
          | error partner.call.exception status=timeout error.type=ETIMEDOUT
        | info "synced"]
  `);
  expect(() => expect(telemetry).not.toHaveLog('partner.call.exception')).toThrowErrorMatchingInlineSnapshot(`
    [Error: Expected no log record, found 1:
      "partner.call.exception"

    Matching:
      error partner.call.exception status=timeout error.type=ETIMEDOUT]
  `);
});

function emitRequests(): void {
  const requests = metrics.getMeter('app').createCounter('partner.api.requests');
  requests.add(2, { partner: 'satloc', operation: 'jobs.upload', status: 'success' });
  requests.add(1, { partner: 'satloc', operation: 'jobs.list', status: 'success' });
  requests.add(1, { partner: 'satloc', operation: 'jobs.upload', status: 'timeout' });
  metrics.getMeter('app').createHistogram('partner.api.duration').record(0.5, { partner: 'satloc', status: 'success' });
}

test('toHaveMetric sums the series that have the attributes', async () => {
  emitRequests();
  await expect(telemetry).toHaveMetric('partner.api.requests');
  await expect(telemetry).toHaveMetric('partner.api.requests', {}, 4);
  await expect(telemetry).toHaveMetric('partner.api.requests', { partner: 'satloc', status: 'success' }, 3);
  await expect(telemetry).toHaveMetric('partner.api.requests', { status: /^s/ }, expect.any(Number));
  await expect(telemetry).toHaveMetric('partner.api.duration', { partner: 'satloc' }, 1);
  await expect(telemetry).toHaveMetric(
    'partner.api.duration',
    { partner: 'satloc' },
    { count: 1, sum: expect.closeTo(0.5) },
  );
  await expect(telemetry).not.toHaveMetric('partner.api.requests', { status: 'server_error' });
  await expect(telemetry).not.toHaveMetric('partner.api.requests', { status: 'timeout' }, 2);
  await expect(telemetry).not.toHaveMetric('partner.api.duration', {}, { count: 2 });
});

async function messageOf(assertion: Promise<void>): Promise<string> {
  return assertion.then(
    () => 'it passed',
    (error: Error) => error.message,
  );
}

test('toHaveMetric says what the sum was made of', async () => {
  emitRequests();
  expect(
    await messageOf(
      expect(telemetry).toHaveMetric('partner.api.requests', { partner: 'satloc', status: 'success' }, 2),
    ),
  ).toMatchInlineSnapshot(`
    "Expected partner.api.requests{partner="satloc", status="success"} to be 2, received 3 from:
      partner.api.requests{operation="jobs.list", partner="satloc", status="success"} 1
      partner.api.requests{operation="jobs.upload", partner="satloc", status="success"} 2

    Others of that name:
      partner.api.requests{operation="jobs.upload", partner="satloc", status="timeout"} 1"
  `);
  expect(await messageOf(expect(telemetry).not.toHaveMetric('partner.api.requests', { status: 'success' })))
    .toMatchInlineSnapshot(`
    "Expected no partner.api.requests{status="success"}, received 3 from:
      partner.api.requests{operation="jobs.list", partner="satloc", status="success"} 1
      partner.api.requests{operation="jobs.upload", partner="satloc", status="success"} 2"
  `);
  expect(await messageOf(expect(telemetry).toHaveMetric('partner.api.duration', {}, { count: 2 })))
    .toMatchInlineSnapshot(`
    "Expected partner.api.duration to be { count: 2 }, received { count: 1, sum: 0.5, min: 0.5, max: 0.5 } from:
      partner.api.duration{partner="satloc", status="success"} count 1"
  `);
});

test('toHaveMetric shows the series that came nearest', async () => {
  emitRequests();
  expect(
    await messageOf(
      expect(telemetry).toHaveMetric(
        'partner.api.requests',
        { partner: 'satloc', operation: 'jobs.list', status: 'timeout' },
        1,
      ),
    ),
  ).toMatchInlineSnapshot(`
    "Expected partner.api.requests{operation="jobs.list", partner="satloc", status="timeout"} to be 1, but no series has these attributes.

    Nearest: partner.api.requests{operation="jobs.list", partner="satloc", status="success"} 1
      status  expected "timeout", received "success"

    All series of partner.api.requests:
      partner.api.requests{operation="jobs.list", partner="satloc", status="success"} 1
      partner.api.requests{operation="jobs.upload", partner="satloc", status="success"} 2
      partner.api.requests{operation="jobs.upload", partner="satloc", status="timeout"} 1"
  `);
});

test('toHaveMetric shows the names there are, and what went wrong in reading', async () => {
  emitRequests();
  const gauge = metrics.getMeter('app').createObservableGauge('app.size');
  const callback = () => {
    throw new Error('no connection');
  };
  gauge.addCallback(callback);
  expect(await messageOf(expect(telemetry).toHaveMetric('partner.api.attempts', { partner: 'satloc' }, 0)))
    .toMatchInlineSnapshot(`
    "Expected partner.api.attempts{partner="satloc"} to be 0, but nothing was reported under that name. Absent is not 0: that it is absent is said by .not.toHaveMetric(...). The catalogue has it as planned: nothing emits it yet.

    Emitted, the nearest first:
      partner.api.requests
      partner.api.duration

    While reading, callbacks failed:
      Error: no connection"
  `);
  gauge.removeCallback(callback);
});

test('matchers want test telemetry', async () => {
  expect(() => expect({}).toHaveSpan('x')).toThrowErrorMatchingInlineSnapshot(
    `[Error: partner-otel/testing: not a test telemetry: give it what startTestTelemetry() returned.]`,
  );
  await expect(messageOf(expect(undefined).toHaveMetric('app.requests'))).resolves.toMatch('not a test telemetry');
});
