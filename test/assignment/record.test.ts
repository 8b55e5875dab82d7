import * as api from '@opentelemetry/api';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { controls, instrumentPartner, recordAssignment } from '../../src/index.ts';
import type { Assignment } from '../../src/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
const warn = vi.fn();
beforeEach(() => {
  warn.mockClear();
  api.diag.setLogger({ warn, error: warn, info: warn, debug: warn, verbose: warn }, { suppressOverrideMessage: true });
});
afterEach(() => {
  api.diag.disable();
  telemetry.reset();
});
afterAll(telemetry.stop);

const ids = { jobId: 'job-17', userId: 7, assignmentId: { toHexString: () => '507f1f77bcf86cd799439011' } };
const keys = { 'job.id': 'job-17', 'user.id': '7', 'assignment.id': '507f1f77bcf86cd799439011' };

test('an assignment is counted beside a zero of the other status', async () => {
  recordAssignment({ partner: 'satloc', status: 'success', ...ids });
  expect(await telemetry.table('job.assignments')).toMatchInlineSnapshot(`
    "job.assignments{partner="satloc", status="failed"} 0
    job.assignments{partner="satloc", status="success"} 1"
  `);
});

test('one that failed is told as a warning, one that succeeded as information', () => {
  recordAssignment({ partner: 'satloc', status: 'success', ...ids });
  recordAssignment({ partner: 'satloc', status: 'failed' });
  expect(
    telemetry.logs().map(({ event, severity, body, attributes }) => ({ event, severity, body, attributes })),
  ).toEqual([
    {
      event: 'job.assignment',
      severity: 'info',
      body: 'satloc: job job-17 assigned',
      attributes: { partner: 'satloc', status: 'success', ...keys },
    },
    {
      event: 'job.assignment',
      severity: 'warn',
      body: 'satloc: a job not assigned',
      attributes: { partner: 'satloc', status: 'failed' },
    },
  ]);
});

test('its ids stand on the active span, and the record belongs to it', async () => {
  const client = { assign: async () => recordAssignment({ partner: 'satloc', status: 'success', ...ids }) };
  await instrumentPartner(client, { partner: 'satloc' }).assign();
  expect(telemetry).toHaveSpan({ name: 'satloc assign', attributes: { ...keys, status: 'success' } });
  expect(telemetry).toHaveLog({ event: 'job.assignment', span: 'satloc assign' });
});

test('ids are text, bounded and redacted, and no metric has them', async () => {
  const thrower = { toHexString: () => JSON.parse('{') };
  recordAssignment({
    partner: 'satloc',
    status: 'success',
    jobId: 'x'.repeat(10_000),
    userId: 'https://user:secret@example.com',
    assignmentId: thrower,
  });
  const { attributes } = telemetry.log('job.assignment');
  expect(attributes['job.id']).toHaveLength(256);
  expect(JSON.stringify(attributes)).not.toContain('secret');
  expect(attributes).not.toHaveProperty('assignment.id');
  const labels = (await telemetry.series('job.assignments')).flatMap((one) => Object.keys(one.attributes));
  expect([...new Set(labels)].toSorted()).toEqual(['partner', 'status']);
});

test('a partner that had assignments is told as 0 by a new provider', async () => {
  recordAssignment({ partner: 'satloc', status: 'success' });
  telemetry.reset();
  await expect(telemetry).toHaveMetric('job.assignments', { partner: 'satloc' }, 0);
});

test('partners that come and go never fill the SDK up', async () => {
  for (let time = 0; time < 1_500; time += 1) {
    const wrapped = instrumentPartner({}, { partner: `passing ${time}` });
    recordAssignment({ partner: `passing ${time}`, status: 'success' });
    controls(wrapped).dispose();
  }
  const series = await telemetry.series('job.assignments');
  expect(series.length).toBeLessThanOrEqual(1_900);
  expect(series.filter(({ attributes }) => !('partner' in attributes))).toEqual([]);
  await expect(telemetry).toHaveMetric('job.assignments', {}, 1_500);
});

describe('bad input', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a status of its own', { partner: 'satloc', status: 'done' }],
    ['a getter that throws', Object.defineProperty({}, 'partner', { get: () => JSON.parse('{') })],
  ])('%s is not counted, and reaches nobody', async (_what, assignment) => {
    const before = (await telemetry.metric('job.assignments')) ?? 0;
    expect(recordAssignment(assignment as Assignment)).toBeUndefined();
    expect((await telemetry.metric('job.assignments')) ?? 0).toBe(before);
    expect(telemetry.logs()).toEqual([]);
    recordAssignment(assignment as Assignment);
    expect(warn.mock.calls.length).toBeLessThanOrEqual(1);
  });

  test.each<[string, unknown]>([
    ['no name', undefined],
    ['an empty name', ''],
    ['a huge name', 'a'.repeat(1_000)],
    ['a number', 7],
  ])('%s for a partner is counted as other', async (_what, partner) => {
    recordAssignment({ partner: partner as string, status: 'failed' });
    await expect(telemetry).toHaveMetric('job.assignments', { partner: 'other', status: 'failed' }, 1);
  });

  test('of any kind is survived', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        recordAssignment(value as Assignment);
        recordAssignment({ partner: 'satloc', status: 'success', jobId: value, userId: value } as Assignment);
      }),
    );
  });
});

test('any run of assignments equals a plain recount', async () => {
  const run = fc.array(fc.record({ partner: fc.integer({ min: 0, max: 400 }), failed: fc.boolean() }));
  await fc.assert(
    fc.asyncProperty(run, async (assignments) => {
      telemetry.reset();
      for (const { partner, failed } of assignments) {
        recordAssignment({ partner: `partner ${partner}`, status: failed ? 'failed' : 'success' });
      }
      const failures = assignments.filter(({ failed }) => failed).length;
      const counted = async (status: 'success' | 'failed') =>
        (await telemetry.metric('job.assignments', { status })) ?? 0;
      expect(await counted('failed')).toBe(failures);
      expect(await counted('success')).toBe(assignments.length - failures);
    }),
  );
});

test('a thousand partners are a hundred and other, and every assignment is counted', async () => {
  for (let partner = 0; partner < 1_000; partner += 1) {
    recordAssignment({ partner: `partner ${partner}`, status: 'success' });
  }
  const series = await telemetry.series('job.assignments');
  expect(series.length).toBeLessThanOrEqual(2 * 101);
  await expect(telemetry).toHaveMetric('job.assignments', {}, 1_000);
});

test('without any SDK it does nothing', () => {
  telemetry.stop();
  expect(recordAssignment({ partner: 'satloc', status: 'success', ...ids })).toBeUndefined();
});
