import { expect, test } from 'vitest';
import { metrics } from '../../src/signals/index.ts';
import { OtlpServer } from '../support/otlp-server.ts';
import { Partners } from './partners.ts';
import { Processes } from './processes.ts';
import { Ferret } from './stack/ferret.ts';
import { Redis } from './stack/redis.ts';

const rows = /^(sync|data_processing|queue|job|telemetry)\.|^partner\.system_users$/;

test('every metric of syncs, stages, queues, jobs, users and retirements arrives', async () => {
  await using redis = await Redis.start();
  await using ferret = await Ferret.start();
  await using partners = await Partners.start();
  await using otlp = await OtlpServer.start();
  await using processes = new Processes({ otlp, redis, partners, ferret });
  const worker = processes.start('worker', ['worker', 'fetch', 'parse', 'deliver']);
  const observer = processes.start('observer');
  const farm = processes.start('farm', [], ['--import', 'partner-otel/register']);
  await Promise.all([worker.said('working'), observer.said('observing'), farm.said('farming')]);
  await processes.run('producer', ['acme=field.json']);
  for (const step of ['fill', 'sync', 'fail']) await farm.step(step);

  const expected = Object.keys(metrics).filter((name) => rows.test(name));
  const declared = (name: string) => metrics[name as keyof typeof metrics];
  const arrived = () =>
    new Set(otlp.metricExports.flat().flatMap(({ name, points }) => (points.length > 0 ? [name] : [])));
  const missing = () => expected.filter((name) => !arrived().has(name));
  await otlp.until('all but retirements', () => missing().every((name) => name === 'telemetry.retired_timestamp'));
  await Promise.all([farm.step('retire'), observer.step('retire')]);
  await otlp.until('the retirements', () => missing().length === 0);

  const found = new Map(otlp.metricExports.flat().map((metric) => [metric.name, metric]));
  console.log(`arrived over OTLP (${expected.length}):\n${expected.map((name) => `  ${name}`).join('\n')}`);
  for (const name of expected) {
    const { kind, unit, attributes } = declared(name);
    const keys = found.get(name)?.points.flatMap((point) => Object.keys(point.attributes));
    const undeclared = keys?.filter((key) => !(key in attributes));
    expect({ ...found.get(name), undeclared }).toMatchObject({ name, kind, unit, undeclared: [] });
  }
});
