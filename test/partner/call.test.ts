import { context, trace } from '@opentelemetry/api';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { controls, instrumentPartner } from '../../src/index.ts';
import { listeners } from '../../src/listeners/index.ts';
import type { End } from '../../src/listeners/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
afterEach(telemetry.reset);
afterAll(telemetry.stop);

class HttpError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`answered ${status} to https://user:secret@satloc.example.com/jobs?token=abc`);
    this.status = status;
  }
}

class SatlocClient {
  readonly #answers: (() => unknown)[] = [];
  readonly jobs = {
    upload: async (job: object, _options?: { signal?: AbortSignal }): Promise<unknown> => {
      const answer = this.#answers.shift();
      return answer === undefined ? job : answer();
    },
  };

  next(...answers: (() => unknown)[]): void {
    this.#answers.push(...answers);
  }
}

const fails = (status: number) => () => Promise.reject(new HttpError(status));

describe('a call that succeeds', () => {
  test('is one span, one count and one duration', async () => {
    const satloc = instrumentPartner(new SatlocClient(), { partner: 'satloc' });
    await satloc.jobs.upload({});
    expect(telemetry.tree()).toMatchInlineSnapshot(`"satloc jobs.upload (client) status=success"`);
    expect(await telemetry.table()).toMatchInlineSnapshot(`
      "partner.api.consecutive_failures{partner="satloc"} 0
      partner.api.duration{operation="jobs.upload", partner="satloc", status="success"} count 1
      partner.api.in_flight{partner="satloc"} 0
      partner.api.objective_events{objective="availability", partner="satloc", result="bad"} 0
      partner.api.objective_events{objective="availability", partner="satloc", result="good"} 1
      partner.api.requests{operation="jobs.upload", partner="satloc", status="success"} 1"
    `);
    expect(await telemetry.histogram('partner.api.duration', { partner: 'satloc' })).toMatchObject({ count: 1 });
  });

  test('is the parent of what happens inside it, and of nothing after it', async () => {
    const satloc = instrumentPartner(new SatlocClient(), { partner: 'satloc' });
    satloc.next(async () => trace.getTracer('http').startSpan('GET').end());
    await satloc.jobs.upload({});
    trace.getTracer('app').startSpan('after').end();
    expect(telemetry).toHaveTrace({ name: 'satloc jobs.upload', children: [{ name: 'GET', children: [] }] });
    expect(telemetry).toHaveTrace({ name: 'after', children: [] });
  });
});

describe('a call that fails', () => {
  test('has the same status on span, metric and log record, and is redacted', async () => {
    const satloc = instrumentPartner(new SatlocClient(), { partner: 'satloc' });
    satloc.next(fails(503));
    await expect(satloc.jobs.upload({})).rejects.toThrow(HttpError);
    const labels = { partner: 'satloc', operation: 'jobs.upload', status: 'server_error' } as const;
    const attributes = { ...labels, 'error.type': '503', 'http.response.status_code': 503 };
    const span = telemetry.span({ name: 'satloc jobs.upload', status: 'error', attributes });
    expect(span.statusMessage).toMatch(/^answered 503 to https:/);
    expect(JSON.stringify(telemetry.tree())).not.toMatch(/secret|abc/);
    expect(telemetry).toHaveLog(
      { event: 'partner.call.exception', severity: 'error', span: 'satloc jobs.upload', attributes },
      { times: 1 },
    );
    expect(span.events).toEqual([]);
    await expect(telemetry).toHaveMetric('partner.api.requests', labels, 1);
  });

  test('raises consecutive failures until the partner answers', async () => {
    const satloc = instrumentPartner(new SatlocClient(), { partner: 'satloc' });
    const inARow = async (...answers: (() => unknown)[]): Promise<number | undefined> => {
      satloc.next(...answers);
      for (const _ of answers) await satloc.jobs.upload({}).catch(() => {});
      return telemetry.metric('partner.api.consecutive_failures', { partner: 'satloc' });
    };
    expect(await inARow(fails(500), fails(503))).toBe(2);
    expect(await inARow(fails(401), fails(429))).toBe(2);
    expect(await inARow(fails(404))).toBe(0);
  });

  test('by the caller is cancelled, and no failure', async () => {
    const satloc = instrumentPartner(new SatlocClient(), { partner: 'satloc' });
    const controller = new AbortController();
    satloc.next(async () => {
      controller.abort();
      throw controller.signal.reason;
    });
    await expect(satloc.jobs.upload({}, { signal: controller.signal })).rejects.toThrow();
    const span = telemetry.span('satloc jobs.upload');
    expect(span).toMatchObject({ status: 'unset', attributes: { status: 'cancelled' } });
    expect(span.attributes).not.toHaveProperty('error.type');
    expect(telemetry.logs()).toEqual([]);
    await expect(telemetry).toHaveMetric('partner.api.objective_events', { partner: 'satloc', result: 'bad' }, 0);
    await expect(telemetry).toHaveMetric('partner.api.consecutive_failures', { partner: 'satloc' }, 0);
  });

  test('with an expected status counts as success, with its code', async () => {
    const satloc = instrumentPartner(new SatlocClient(), { partner: 'satloc', expected: { 'jobs.upload': [404] } });
    satloc.next(fails(404), fails(410));
    await satloc.jobs.upload({}).catch(() => {});
    await satloc.jobs.upload({}).catch(() => {});
    expect(telemetry).toHaveSpan({
      name: 'satloc jobs.upload',
      status: 'unset',
      attributes: { status: 'success', 'http.response.status_code': 404 },
    });
    await expect(telemetry).toHaveMetric('partner.api.requests', { status: 'client_error' }, 1);
  });
});

describe('objectives', () => {
  test('count good and bad calls, 0 from registration on', async () => {
    const satloc = instrumentPartner(new SatlocClient(), {
      partner: 'satloc-objective',
      objective: {
        availability: 0.995,
        latency: { within: 60_000, operations: { 'jobs.upload': 1e-9 } },
        counts: { rate_limited: 'neutral' },
      },
    });
    const partner = { partner: 'satloc-objective' };
    expect(await telemetry.table('partner.api.objective_events')).toMatchInlineSnapshot(`
      "partner.api.objective_events{objective="availability", partner="satloc", result="bad"} 0
      partner.api.objective_events{objective="availability", partner="satloc", result="good"} 0
      partner.api.objective_events{objective="availability", partner="satloc-objective", result="bad"} 0
      partner.api.objective_events{objective="availability", partner="satloc-objective", result="good"} 0
      partner.api.objective_events{objective="latency", partner="satloc-objective", result="bad"} 0
      partner.api.objective_events{objective="latency", partner="satloc-objective", result="good"} 0"
    `);
    satloc.next(() => 'fine', fails(404), fails(500), fails(429));
    for (let call = 0; call < 4; call += 1) await satloc.jobs.upload({}).catch(() => {});
    await expect(telemetry).toHaveMetric(
      'partner.api.objective_events',
      { ...partner, objective: 'availability', result: 'good' },
      2,
    );
    await expect(telemetry).toHaveMetric(
      'partner.api.objective_events',
      { ...partner, objective: 'availability', result: 'bad' },
      1,
    );
    // Slower than its own threshold, though within the general one.
    await expect(telemetry).toHaveMetric(
      'partner.api.objective_events',
      { ...partner, objective: 'latency', result: 'bad' },
      2,
    );
    await expect(telemetry).toHaveMetric('partner.api.objective', { ...partner, objective: 'availability' }, 0.995);
    await expect(telemetry).toHaveMetric('partner.api.objective', { ...partner, objective: 'latency' }, 0.95);
    await expect(telemetry).toHaveMetric('partner.api.latency_threshold', partner, 60);
    controls(satloc).dispose();
  });

  test('put an edge of the histogram at each threshold', async () => {
    const satloc = instrumentPartner(new SatlocClient(), {
      partner: 'satloc-edges',
      objective: { latency: { within: 3_300, operations: { 'jobs.upload': 700 } } },
    });
    await satloc.jobs.upload({});
    const duration = await telemetry.histogram('partner.api.duration', { partner: 'satloc-edges' });
    expect(duration?.buckets.map(({ upTo }) => upTo)).toEqual(expect.arrayContaining([0.7, 2, 3.3, 5, 10, 30, 60]));
    controls(satloc).dispose();
  });
});

describe('hooks', () => {
  test('name the call, pick fields and judge the answer', async () => {
    const satloc = instrumentPartner(new SatlocClient(), {
      partner: 'satloc',
      operation: (path, [job]) => `${path}:${(job as { kind: string }).kind}`,
      attributes: ([job], result) => ({ kind: (job as { kind: string }).kind, ok: (result as { ok: boolean }).ok }),
      classify: (result) => ((result as { ok?: boolean })?.ok === false ? 'rate_limited' : undefined),
    });
    satloc.next(() => ({ ok: false }));
    await satloc.jobs.upload({ kind: 'spray' });
    expect(telemetry).toHaveSpan({
      name: 'satloc jobs.upload:spray',
      status: 'error',
      attributes: { status: 'rate_limited', 'app.kind': 'spray', 'app.ok': false },
    });
    expect(telemetry).toHaveLog({ event: 'partner.call.exception', severity: 'warn' });
  });

  test('that throw change nothing for the caller', async () => {
    const broken = (): never => {
      throw new Error('hook');
    };
    const satloc = instrumentPartner(new SatlocClient(), {
      partner: 'satloc',
      operation: broken,
      attributes: broken,
      classify: broken,
      operations: { rename: broken },
    });
    await expect(satloc.jobs.upload({ id: 1 })).resolves.toEqual({ id: 1 });
    expect(telemetry).toHaveSpan({ name: 'satloc jobs.upload', attributes: { status: 'success' } });
  });
});

test('a client inside another of the same partner keeps an internal span and is counted once', async () => {
  const inner = instrumentPartner(new SatlocClient(), { partner: 'satloc' });
  const outer = instrumentPartner({ push: async (job: object) => inner.jobs.upload(job) }, { partner: 'satloc' });
  await outer.push({});
  expect(telemetry).toHaveTrace({
    name: 'satloc push',
    kind: 'client',
    children: [{ name: 'satloc jobs.upload', kind: 'internal' }],
  });
  await expect(telemetry).toHaveMetric('partner.api.requests', { partner: 'satloc' }, 1);
  inner.next(fails(500));
  await outer.push({}).catch(() => {});
  expect(telemetry.logs('partner.call.exception')).toHaveLength(1);
});

test('the same client called again from a callback counts', async () => {
  const satloc = instrumentPartner(
    { each: async (visit: () => Promise<unknown>) => visit(), get: async () => 1 },
    { partner: 'satloc' },
  );
  await satloc.each(() => satloc.get());
  await expect(telemetry).toHaveMetric('partner.api.requests', { partner: 'satloc' }, 2);
});

test('calls in flight are told while they run', async () => {
  const satloc = instrumentPartner(new SatlocClient(), { partner: 'satloc' });
  const { promise, resolve } = Promise.withResolvers<void>();
  satloc.next(() => promise);
  const upload = satloc.jobs.upload({});
  await expect(telemetry).toHaveMetric('partner.api.in_flight', { partner: 'satloc' }, 1);
  resolve();
  await upload;
  await expect(telemetry).toHaveMetric('partner.api.in_flight', { partner: 'satloc' }, 0);
});

test('listeners hear of ends, with or without any SDK', async () => {
  const heard: End[] = [];
  const remove = listeners.add((end) => heard.push(end));
  const satloc = instrumentPartner(new SatlocClient(), { partner: 'satloc' });
  await satloc.jobs.upload({});
  remove();
  await satloc.jobs.upload({});
  expect(heard).toMatchObject([{ kind: 'call', partner: 'satloc', operation: 'jobs.upload', status: 'success' }]);
});

test('names come from the path, the command, the template, or method and host', async () => {
  class GetObjectCommand {}
  const s3 = instrumentPartner({ send: async (_command: object) => 1 }, { partner: 's3' });
  const github = instrumentPartner({ request: async (_route: string) => 1 }, { partner: 'github' });
  const web = instrumentPartner(async (_url: string | URL, _init?: { method: string }) => 1, { partner: 'web' });
  await s3.send(new GetObjectCommand());
  await github.request('GET /repos/{owner}/{repo}');
  await github.request('GET /repos/acme/fields/issues/17');
  await web('https://api.example.com/jobs/17?key=1', { method: 'post' });
  await web(new URL('https://api.example.com/jobs/17'));
  expect(telemetry.spans().map(({ name }) => name)).toMatchInlineSnapshot(`
    [
      "s3 GetObject",
      "github GET /repos/{owner}/{repo}",
      "github request",
      "web POST api.example.com",
      "web GET api.example.com",
    ]
  `);
  expect(telemetry).toHaveSpan({
    name: 'web POST api.example.com',
    attributes: { 'server.address': 'api.example.com' },
  });
});

test('what is left out by name or by nature is no call', async () => {
  const satloc = instrumentPartner(
    {
      onModuleInit: async () => 1,
      jobs: { upload: async () => 1, poll: async () => 1 },
      files: { fetch: async () => 1 },
    },
    { partner: 'satloc', operations: { exclude: ['jobs.poll'], rename: { 'files.fetch': 'download' } } },
  );
  await satloc.onModuleInit();
  await satloc.jobs.upload();
  await satloc.jobs.poll();
  await satloc.files.fetch();
  expect(telemetry.spans().map(({ name }) => name)).toEqual(['satloc jobs.upload', 'satloc download']);
});

test('a call that ran inside another context is parented by it', async () => {
  const satloc = instrumentPartner(new SatlocClient(), { partner: 'satloc' });
  const span = trace.getTracer('app').startSpan('sync');
  await context.with(trace.setSpan(context.active(), span), () => satloc.jobs.upload({}));
  span.end();
  expect(telemetry).toHaveTrace({ name: 'sync', children: [{ name: 'satloc jobs.upload' }] });
});
