import { trace } from '@opentelemetry/api';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { instrumentPartner, instrumentSync } from '../../src/index.ts';

test('a span processor that throws changes nothing for the caller', async () => {
  let ends = 0;
  const broken = {
    onStart() {},
    onEnd(): never {
      ends += 1;
      throw new Error('processor');
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [broken] }));
  const client = { get: async () => 1, no: () => Promise.reject(new Error('no')) };
  const wrapped = instrumentPartner(client, { partner: 'satloc' });
  await expect(wrapped.get()).resolves.toBe(1);
  await expect(wrapped.no()).rejects.toThrow('no');
  await expect(instrumentSync(async () => 2, { partner: 'satloc', operation: 'jobs' })()).resolves.toBe(2);
  expect(ends).toBe(3);
});
