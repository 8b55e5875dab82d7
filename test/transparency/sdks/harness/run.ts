import { setTimeout as wait } from 'node:timers/promises';
import { instrumentPartner } from '../../../../src/index.ts';
import type { PartnerOptions } from '../../../../src/index.ts';
import type { TestTelemetry } from '../../../../src/testing/index.ts';
import { faceOf, Painter } from './picture.ts';

/** What one run of a scenario saw, in order. */
export class Notes {
  readonly lines: string[] = [];
  readonly #painter = new Painter();

  /** Notes a value. */
  see(label: string, value: unknown): void {
    this.lines.push(`${label}: ${this.#painter.draw(value)}`);
  }

  /** Notes what a call answers with at once and what that comes to; gives the latter. */
  async call<T>(label: string, work: () => T): Promise<Awaited<T>> {
    let answer: T;
    try {
      answer = work();
    } catch (error) {
      this.see(`${label} threw`, error);
      return undefined as Awaited<T>;
    }
    this.lines.push(`${label} answered ${faceOf(answer)}`);
    try {
      const value = await answer;
      this.see(label, value);
      return value;
    } catch (error) {
      this.see(`${label} rejected`, error);
      return undefined as Awaited<T>;
    }
  }

  /** Reads an iterable to its end, or so many items, and notes each. */
  async each(
    label: string,
    iterable: () => AsyncIterable<unknown> | Iterable<unknown>,
    most = Infinity,
  ): Promise<void> {
    let count = 0;
    try {
      for await (const item of iterable()) {
        this.see(`${label} ${count}`, item);
        count += 1;
        if (count >= most) break;
      }
      this.lines.push(`${label} ended after ${count}`);
    } catch (error) {
      this.see(`${label} failed after ${count}`, error);
    }
  }
}

export interface Scenario<C> {
  run(client: C, notes: Notes, more: More<C>): unknown;
  /** `operation status` of each call, in the order of their starts. */
  readonly calls: readonly string[];
  /** Calls that are still under way at its end. */
  readonly open?: number;
}

export interface More<C> {
  readonly url: string;
  /** The bare client in both runs. */
  readonly bare: C;
}

export interface Sdk<C extends object> {
  readonly name: string;
  /** Made for each run: bare, then to be wrapped. */
  client(url: string): C | Promise<C>;
  close?(client: C): unknown;
  readonly options?: Omit<PartnerOptions, 'partner'>;
  readonly scenarios: Readonly<Record<string, Scenario<C>>>;
}

/** What a partner on loopback shows of itself. */
export interface Partner {
  readonly url: string;
  /** What it was sent, in order; emptied before each run. */
  readonly received: string[];
}

export interface Run {
  readonly lines: string[];
  readonly received: string[];
}

export interface Compared {
  readonly bare: Run;
  readonly wrapped: Run;
  readonly calls: string[];
  /** Calls counted, and calls still in flight afterwards. */
  readonly counted: number;
  readonly inFlight: number;
}

/** Runs a scenario with a bare client and with a wrapped one. */
export async function runBoth<C extends object>(
  sdk: Sdk<C>,
  { run }: Scenario<C>,
  partner: Partner,
  telemetry: TestTelemetry,
): Promise<Compared> {
  const side = async (wrap: (client: C) => C): Promise<Run> => {
    partner.received.length = 0;
    const bare = await sdk.client(partner.url);
    const notes = new Notes();
    try {
      await run(wrap(bare), notes, { url: partner.url, bare });
      // What a call leaves behind ends a little later than its user goes on.
      await wait(5);
    } finally {
      await sdk.close?.(bare);
    }
    return { lines: notes.lines, received: [...partner.received] };
  };
  const bare = await side((client) => client);
  telemetry.reset();
  const wrapped = await side((client) => instrumentPartner(client, { partner: sdk.name, ...sdk.options }));
  const spans = telemetry.spans((span) => span.kind === 'client' && span.name.startsWith(`${sdk.name} `));
  return {
    bare,
    wrapped,
    calls: spans.map((span) => `${operationOf(span.name, sdk.name)} ${String(span.attributes['status'])}`),
    counted: (await telemetry.metric('partner.api.requests', { partner: sdk.name })) ?? 0,
    inFlight: (await telemetry.metric('partner.api.in_flight', { partner: sdk.name })) ?? 0,
  };
}

function operationOf(span: string, partner: string): string {
  return span.slice(partner.length + 1).replace(/127\.0\.0\.1:\d\d+/, 'partner.test');
}
