import { diag, DiagLogLevel } from '@opentelemetry/api';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { controls, instrumentPartner } from '../../src/index.ts';
import { matchers, startTestTelemetry } from '../../src/testing/index.ts';

expect.extend(matchers);
const telemetry = startTestTelemetry();
const said: string[] = [];
const hear = (message: string): void => void said.push(message);

beforeEach(() => {
  said.length = 0;
  const logger = { error: hear, warn: hear, info: () => {}, debug: () => {}, verbose: () => {} };
  diag.setLogger(logger, { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true });
});
afterEach(() => {
  diag.disable();
  telemetry.reset();
});
afterAll(telemetry.stop);

const client = (): { get(): Promise<number> } => ({ get: async () => 1 });

test('a hook that throws is told once, by class and place and without its message', async () => {
  const wrapped = instrumentPartner(client(), {
    partner: 'hooked',
    attributes: () => {
      throw new RangeError('token=hunter2');
    },
  });
  for (let call = 0; call < 3; call += 1) await expect(wrapped.get()).resolves.toBe(1);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/attributes\(args, result\) failed, and changed nothing for the caller: RangeError/);
  expect(said[0]).not.toContain('hunter2');
  await expect(telemetry).toHaveMetric('partner.api.requests', { partner: 'hooked' }, 3);
});

test('the first objective of a name stands, and another one is told once', async () => {
  instrumentPartner(client(), { partner: 'guarded', objective: { availability: 0.9 } });
  for (let again = 0; again < 2; again += 1) {
    instrumentPartner(client(), { partner: 'guarded', objective: { availability: 0.99 } });
  }
  instrumentPartner(client(), { partner: 'guarded' });
  await expect(telemetry).toHaveMetric('partner.api.objective', { partner: 'guarded' }, 0.9);
  expect(said).toEqual([expect.stringContaining("partner 'guarded' was wrapped with another objective before")]);
});

test('a client of a retired partner goes on unobserved, and wrapping the name again begins anew', async () => {
  const before = instrumentPartner(client(), { partner: 'retired', objective: { availability: 0.9 } });
  await before.get();
  controls(before).dispose();
  await expect(before.get()).resolves.toBe(1);
  expect(telemetry.spans('retired get')).toHaveLength(1);
  await expect(telemetry).toHaveMetric('telemetry.retired_timestamp', { partner: 'retired' });
  // As under any SDK but that of startTelemetry, where it ends: test/sdk and test/beside see that.
  await expect(telemetry).toHaveMetric('partner.api.objective', { partner: 'retired' }, 0);

  const after = instrumentPartner(client(), { partner: 'retired', objective: { availability: 0.8 } });
  await after.get();
  expect(telemetry.spans('retired get')).toHaveLength(2);
  await expect(telemetry).toHaveMetric('partner.api.objective', { partner: 'retired' }, 0.8);
});

test('controls of what was never wrapped are an error that says what to give', () => {
  expect(() => controls({})).toThrow(/takes what instrumentPartner.* gave back/);
});

test('an operation named as what every object has is no list of expected codes', async () => {
  const failing = { valueOf: () => Promise.reject(Object.assign(new Error('gone'), { status: 404 })) };
  const wrapped = instrumentPartner(failing, { partner: 'odd', expected: { get: [404] } });
  await expect(wrapped.valueOf()).rejects.toThrow('gone');
  expect(said).toEqual([]);
});
