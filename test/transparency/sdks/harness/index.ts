import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestTelemetry } from '../../../../src/testing/index.ts';
import type { TestTelemetry } from '../../../../src/testing/index.ts';
import { runBoth } from './run.ts';
import type { Partner, Sdk } from './run.ts';
import { PartnerServer } from './server.ts';
import type { Answering } from './server.ts';

export type { More, Notes, Scenario } from './run.ts';
export type { Answer, Answering, Received } from './server.ts';

/** Runs each scenario of a real SDK bare and wrapped against a partner over HTTP, and compares all there is to see. */
export function sideBySide<C extends object>(sdk: Sdk<C> & { readonly answer: Answering }): void {
  sideBySideOver(new PartnerServer(sdk.answer), sdk);
}

/** The same against any partner. */
export function sideBySideOver<C extends object>(
  partner: Partner & { start(): Promise<void>; stop(): Promise<void> },
  sdk: Sdk<C>,
): void {
  describe(`${sdk.name}, wrapped, is as it is bare`, () => {
    let telemetry: TestTelemetry;
    beforeAll(() => {
      telemetry = startTestTelemetry();
      return partner.start();
    });
    afterAll(async () => {
      await partner.stop();
      telemetry.stop();
    });

    test.each(Object.entries(sdk.scenarios))('%s', async (_name, scenario) => {
      const { bare, wrapped, calls, counted, inFlight } = await runBoth(sdk, scenario, partner, telemetry);
      expect(wrapped.lines.join('\n')).toBe(bare.lines.join('\n'));
      expect(wrapped.received).toEqual(bare.received);
      expect(calls).toEqual(scenario.calls);
      expect({ counted, inFlight }).toEqual({ counted: scenario.calls.length, inFlight: scenario.open ?? 0 });
    });
  });
}
