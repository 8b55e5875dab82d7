import { runProgram } from '../../support/program.ts';
import type { Ended } from '../../support/program.ts';

/** NodeSDK as its README starts it, and ours; neither with instrumentations, whose spans would differ by name alone. */
const starts = {
  bare: `
    const { NodeSDK, startNodeSdk } = await import('@opentelemetry/sdk-node');
    const start = () => {
      if (process.env.OTEL_CONFIG_FILE) return startNodeSdk();
      const sdk = new NodeSDK();
      sdk.start();
      return sdk;
    };`,
  ours: `
    const { startTelemetry } = await import('partner-otel/sdk');
    const start = () => startTelemetry({ instrumentations: [] });`,
} as const;

export type Side = keyof typeof starts;

/** What the program says of itself, beside what arrives. */
export interface Said {
  /** Milliseconds of every timer and request timeout that was set. */
  readonly delays: readonly number[];
  readonly carrier: Readonly<Record<string, string>>;
  readonly page: string | undefined;
}

const delays = `
const delays = new Set();
for (const name of ['setTimeout', 'setInterval']) {
  const original = globalThis[name];
  globalThis[name] = (run, delay, ...rest) => { delays.add(delay); return original(run, delay, ...rest); };
}
const originalTimeout = http.ClientRequest.prototype.setTimeout;
http.ClientRequest.prototype.setTimeout = function (delay, ...rest) {
  delays.add(delay);
  return originalTimeout.call(this, delay, ...rest);
};`;

/** Everything that a variable could change: parents of every kind, attributes, events, links, records, instruments. */
const work = `
const tracer = api.trace.getTracer('variables');
const attributes = (prefix) => Object.fromEntries([1, 2, 3, 4, 5, 6].map((index) => [prefix + index, 'x'.repeat(20)]));
const span = tracer.startSpan('root', {
  attributes: attributes('of span '),
  links: [1, 2, 3, 4, 5].map((index) => ({
    context: { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b716920333' + index, traceFlags: 1 },
    attributes: attributes('of link '),
  })),
});
for (const name of ['one', 'two', 'three', 'four', 'five']) span.addEvent(name, attributes('of event '));
const within = api.trace.setSpan(api.context.active(), span);
tracer.startSpan('child', {}, within).end();
span.end();
for (const flags of [0, 1]) {
  for (const digit of ['1', '5', '9', 'd']) {
    const traceId = '0af7651916cd43dd8448eb211c80319c'.replaceAll(/[0-9a-f]/g, digit);
    const parent = { traceId, spanId: 'b7ad6b7169203331', traceFlags: flags, isRemote: true };
    tracer.startSpan('under ' + flags + digit, {}, api.trace.setSpanContext(api.context.active(), parent)).end();
  }
}
const baggage = api.propagation.createBaggage({ customer: { value: 'farm' } });
const carrier = {};
const fixed = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
api.propagation.inject(api.propagation.setBaggage(api.trace.setSpanContext(api.context.active(), fixed), baggage), carrier);
for (let index = 0; index < 12; index += 1) {
  api.logs.getLogger('variables').emit({ body: 'record ' + index, severityText: 'WARN', attributes: attributes('of record ') });
}
const meter = api.metrics.getMeter('variables');
meter.createCounter('a.counter').add(3, { a: 1 });
meter.createUpDownCounter('an.up_down_counter').add(-2);
meter.createHistogram('a.histogram').record(5);
meter.createObservableCounter('an.observable_counter').addCallback((result) => result.observe(4));
meter.createObservableUpDownCounter('an.observable_up_down_counter').addCallback((result) => result.observe(6));`;

const end = `
let page;
if (process.env.TEST_PAGE) page = await (await fetch(process.env.TEST_PAGE)).text();
await sdk.shutdown();
process.send({ delays: [...delays].filter((delay) => delay > 0), carrier, page }, () => process.disconnect());
`;

/** Runs one side under variables; gives how it ended and what it said. */
export async function runSide(
  side: Side,
  env: Readonly<Record<string, string>>,
): Promise<{ ended: Ended; said: Said }> {
  const program = runProgram({
    system: 'esm',
    imports: { 'node:http': 'http' },
    body: `${delays}
      const api = await import('@opentelemetry/api');
      ${starts[side]}
      const sdk = start();
      ${work}${end}`,
    env,
    ipc: true,
  });
  let said: Said = { delays: [], carrier: {}, page: undefined };
  program.child.once('message', (message) => (said = message as Said));
  return { ended: await program.ended, said };
}
