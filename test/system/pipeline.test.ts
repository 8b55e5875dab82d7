import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { expect, test } from 'vitest';
import { readCarrier } from '../../src/carrier/index.ts';
import { OtlpServer } from '../support/otlp-server.ts';
import type { ReceivedSpan } from '../support/otlp-server.ts';
import { Partners } from './partners.ts';
import { Processes } from './processes.ts';
import { Redis } from './stack/redis.ts';
import { printTraces } from './trace.ts';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

const ofJob = (spans: readonly ReceivedSpan[], customer: string) => {
  const sync = spans.find((span) => span.name === 'sync jobs' && span.attributes['customer'] === customer);
  return spans.filter(({ traceId }) => traceId === sync?.traceId);
};
const named = (spans: readonly ReceivedSpan[], name: string) => spans.filter((span) => span.name === name);

test('a job through producer, Redis, workers, three stages and two partners is one trace; a batch links its senders', async () => {
  await using redis = await Redis.start();
  await using partners = await Partners.start();
  await using otlp = await OtlpServer.start();
  await using processes = new Processes({ otlp, redis, partners });
  processes.start('worker', ['worker', 'fetch', 'parse']);
  const sender = processes.start('worker', ['sender', 'deliver']);

  await processes.run('producer', ['acme=field.json', 'berg=field.json']);
  await otlp.until('both jobs', () => named(otlp.spans, 'process deliver').length === 2);
  await sender.step('report');
  await otlp.until('the batch', () => named(otlp.spans, 'process report').length === 1);
  await otlp.until('all of a job', () => ofJob(otlp.spans, 'acme').length === 8);

  const job = ofJob(otlp.spans, 'acme');
  console.log(printTraces(job));
  expect(printTraces(job)).toMatchInlineSnapshot(`
    "producer: sync jobs status=success
      worker: process fetch (consumer) status=success
        | link to producer: sync jobs
        worker: satloc files.get (client) status=success
          worker: GET (client) http.response.status_code=200
        worker: process parse (consumer) status=success
          | link to worker: process fetch
          sender: process deliver (consumer) status=success
            | link to worker: process parse
            sender: agro jobs.push (client) status=success
              sender: POST (client) http.response.status_code=200"
  `);
  expect(printTraces(ofJob(otlp.spans, 'berg'))).toBe(printTraces(job));

  const [batch] = named(otlp.spans, 'process report');
  const senders = named(otlp.spans, 'process deliver');
  console.log(printTraces([batch!], otlp.spans));
  expect(printTraces([batch!], otlp.spans)).toMatchInlineSnapshot(`
    "sender: process report (consumer) status=success messaging.batch.message_count=2
      | link to sender: process deliver
      | link to sender: process deliver"
  `);
  expect(new Set(batch!.links.map(({ spanId }) => spanId))).toEqual(new Set(senders.map(({ spanId }) => spanId)));
  expect(otlp.spans.filter(({ traceId }) => traceId === batch!.traceId)).toEqual([batch]);
  // The README shows what this prints.
  expect(readme).toContain(`${printTraces(job)}\n${printTraces([batch!], otlp.spans)}`);

  expect(partners.asked.map(({ traceparent }) => traceparent)).toEqual([undefined, undefined, undefined, undefined]);
});

test('a worker killed in mid-job is replaced by another, and the trace joins', async () => {
  await using redis = await Redis.start();
  await using partners = await Partners.start();
  await using otlp = await OtlpServer.start();
  await using processes = new Processes({ otlp, redis, partners });
  const first = processes.start('worker', ['first', 'fetch']);
  await first.said('working');
  await processes.run('producer', ['acme=field.json,held.json']);
  await partners.until('/satloc/held.json');
  await otlp.until('what the first had done', () => ofJob(otlp.spans, 'acme').length === 3);
  first.child.kill('SIGKILL');
  expect((await first.ended).signal).toBe('SIGKILL');

  processes.start('worker', ['second', 'fetch']);
  await otlp.until('the whole job', () => ofJob(otlp.spans, 'acme').length === 8);

  const job = ofJob(otlp.spans, 'acme');
  const [sync] = named(job, 'sync jobs');
  const [stage] = named(job, 'process fetch');
  expect(stage!.parentSpanId).toBe(sync!.spanId);
  expect(printTraces(job)).toMatchInlineSnapshot(`
    "producer: sync jobs status=success
      second: process fetch (consumer) status=success
        | link to producer: sync jobs
        second: satloc files.get (client) status=success
          second: GET (client) http.response.status_code=200
        second: satloc files.get (client) status=success
          second: GET (client) http.response.status_code=200
    first: satloc files.get (client, parent never arrived) status=success
      first: GET (client) http.response.status_code=200"
  `);
  expect(partners.asked.map(({ path }) => path)).toEqual([
    '/satloc/field.json',
    '/satloc/held.json',
    '/satloc/field.json',
    '/satloc/held.json',
  ]);
  const uploads = new Queue('uploads', { connection: { host: '127.0.0.1', port: redis.port } });
  const completed = async () => (await uploads.getCompleted()).map(({ stalledCounter }) => ({ stalledCounter }));
  await expect.poll(completed, { timeout: 25_000 }).toEqual([{ stalledCounter: 1 }]);
  await uploads.close();
});

test("BullMQ's own telemetry and ours are one trace, and count nothing twice", async () => {
  await using redis = await Redis.start();
  await using partners = await Partners.start();
  await using otlp = await OtlpServer.start();
  await using processes = new Processes({ otlp, redis, partners, env: { BULLMQ_TELEMETRY: 'on' } });
  processes.start('worker', ['worker', 'fetch']);
  await processes.run('producer', ['acme=field.json']);
  const runs = () => otlp.metricExports.flat().filter(({ name }) => name === 'data_processing.runs');
  const succeeded = () =>
    runs()
      .flatMap(({ points }) => points)
      .filter(({ attributes }) => attributes['stage'] === 'fetch' && attributes['status'] === 'success')
      .map(({ value }) => value);
  await otlp.until('the count of the stage', () => (succeeded().at(-1) ?? 0) > 0);
  await otlp.until("BullMQ's own metrics", () => otlp.metricExports.flat().some(({ scope }) => scope === 'bullmq'));
  await otlp.until('the whole job', () => ofJob(otlp.spans, 'acme').length === 8);

  expect(printTraces(ofJob(otlp.spans, 'acme'))).toMatchInlineSnapshot(`
    "producer: sync jobs status=success
      producer: add uploads.upload (producer)
        worker: process uploads (consumer)
          worker: process fetch (consumer) status=success
            | link to producer: sync jobs
            worker: satloc files.get (client) status=success
              worker: GET (client) http.response.status_code=200
            worker: add parsing.parse (producer)
          worker: complete uploads"
  `);
  expect(succeeded().at(-1)).toBe(1);
  const names = (scope: (name: string) => boolean) =>
    new Set(otlp.metricExports.flat().flatMap((metric) => (scope(metric.scope) ? [metric.name] : [])));
  const theirs = names((scope) => scope === 'bullmq');
  const ours = names((scope) => scope !== 'bullmq');
  expect(theirs.size).toBeGreaterThan(0);
  console.log(`BullMQ's own metrics: ${[...theirs].sort().join(', ')}`);
  expect([...theirs].filter((name) => ours.has(name))).toEqual([]);

  const uploads = new Queue('uploads', { connection: { host: '127.0.0.1', port: redis.port } });
  const [sent] = await uploads.getJobs();
  await uploads.close();
  const added = otlp.span('add uploads.upload');
  expect(readCarrier(sent?.opts.telemetry?.metadata)?.spanContext).toMatchObject({
    traceId: added?.traceId,
    spanId: added?.spanId,
  });
});

test("a stage without queue and carrier is beneath the one span of the job, BullMQ's own", async () => {
  await using redis = await Redis.start();
  await using partners = await Partners.start();
  await using otlp = await OtlpServer.start();
  const env = { BULLMQ_TELEMETRY: 'on', STAGES: 'bare' };
  await using processes = new Processes({ otlp, redis, partners, env });
  processes.start('worker', ['worker', 'fetch']);
  await processes.run('producer', ['acme=field.json']);
  await otlp.until('the whole job', () => ofJob(otlp.spans, 'acme').length === 8);
  expect(printTraces(ofJob(otlp.spans, 'acme'))).toMatchInlineSnapshot(`
    "producer: sync jobs status=success
      producer: add uploads.upload (producer)
        worker: process uploads (consumer)
          worker: process fetch status=success
            worker: satloc files.get (client) status=success
              worker: GET (client) http.response.status_code=200
            worker: add parsing.parse (producer)
          worker: complete uploads"
  `);
});
