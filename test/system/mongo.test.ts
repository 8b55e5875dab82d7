import { expect, test } from 'vitest';
import { OtlpServer } from '../support/otlp-server.ts';
import { Partners } from './partners.ts';
import { Processes } from './processes.ts';
import { Ferret } from './stack/ferret.ts';
import { printTraces } from './trace.ts';

test("what mongoose does is beneath the sync; queries stay the caller's to execute; sources read the database", async () => {
  await using ferret = await Ferret.start();
  await using partners = await Partners.start();
  await using otlp = await OtlpServer.start();
  await using processes = new Processes({ otlp, partners, ferret, env: { OTEL_SERVICE_NAME: 'farm' } });
  const farm = processes.start('farm', [], ['--import', 'partner-otel/register']);
  await farm.said('farming');

  await farm.step('sync');
  await otlp.until('two syncs', () => otlp.spans.filter(({ name }) => name === 'sync files').length === 2);
  const sync = otlp.span('sync files');
  const trace = otlp.spans.filter(({ traceId }) => traceId === sync?.traceId);
  expect(printTraces(trace)).toMatchInlineSnapshot(`
    "farm: sync files status=success
      farm: satloc files.get (client) status=success
        farm: GET (client) http.response.status_code=200
      farm: insertMany jobs (client)
      farm: find jobs (client)"
  `);

  await farm.step('query');
  await farm.said('"unasked":');
  const ofQuery = () => otlp.spans.filter(({ traceId }) => traceId === otlp.span('sync find')?.traceId);
  await otlp.until('the query of a sync', () => ofQuery().length === 2);
  expect(printTraces(ofQuery())).toMatchInlineSnapshot(`
    "farm: sync find status=success
      farm: find jobs (client)"
  `);

  await farm.step('fill');
  const points = (name: string) => otlp.history(name).at(-1) ?? [];
  await otlp.until('users from the database', () => points('partner.system_users').some(({ value }) => value === 3));
  expect(points('partner.system_users')).toEqual([
    { attributes: { partner: 'satloc', state: 'active' }, value: 3 },
    { attributes: { partner: 'satloc', state: 'error' }, value: 1 },
  ]);
  await otlp.until('the last success that the database knows', () =>
    points('sync.last_success_timestamp').some(({ attributes }) => attributes['operation'] === 'shared'),
  );
  const ofShared = (name: string) =>
    points(name).filter(({ attributes }) => attributes['operation'] === 'shared' && attributes['customer'] === 'acme');
  expect(ofShared('sync.last_success_timestamp').map(({ value }) => value)).toEqual([1_700_000_000]);
  expect(ofShared('sync.consecutive_failures').map(({ value }) => value)).toEqual([2]);

  farm.child.kill('SIGTERM');
  const { stdout, stderr } = await farm.ended;
  expect(JSON.parse(/\{"unasked.*\}/.exec(stdout)?.[0] ?? '{}')).toEqual({
    unasked: 0,
    asked: 2,
    isQuery: true,
    found: [3, 3],
  });
  // That one sync has more customers than it may is what this program is for.
  expect(stderr.split('\n').filter((line) => /warning|error/.test(line) && !line.includes('maxCustomers'))).toEqual([]);
});
