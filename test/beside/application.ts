// The application of these tests: the same work in a process of its own, bare or wrapped, with whichever SDK stands
// beside it. `theirs.mjs` is its own telemetry, `ours.mjs` starts partner-otel, both preloaded by `--import`.
// It prints one line of JSON, what its users see, and ends with an exit code of its own.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { trace } from '@opentelemetry/api';

interface Telemetry {
  flush(): Promise<void>;
}

const { MODE = 'bare' } = process.env;
const wraps = MODE !== 'bare';
const { theirs } = (await import(new URL('theirs.mjs', import.meta.url).href)) as { theirs: Telemetry };
const { telemetry: ours } =
  MODE === 'before' || MODE === 'after'
    ? ((await import(new URL('ours.mjs', import.meta.url).href)) as { telemetry: Telemetry })
    : { telemetry: undefined };
const partnerOtel = wraps ? await import('partner-otel') : undefined;

const beforeSIGTERM = () => {};
process.on('SIGTERM', beforeSIGTERM);
const ends: string[] = [];
process.once('beforeExit', () => ends.push('beforeExit'));
process.once('exit', (code) => console.log(JSON.stringify({ ends: [...ends, `exit ${code}`] })));
process.exitCode = 3;

const server = createServer((request, response) => {
  response.end(request.url);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

let answer = (): void => {};
const refused = Object.assign(new Error('refused by satloc'), { code: 'ECONNREFUSED' });
const bare = {
  jobs: {
    upload: async () => (await fetch(`${origin}/upload`)).text(),
    fail: () => Promise.reject(refused),
    slow: () => new Promise<string>((resolve) => (answer = () => resolve('late'))),
  },
};
const satloc =
  partnerOtel?.instrumentPartner(bare, {
    partner: 'satloc',
    objective: { availability: 0.995, latency: { within: 2_000 } },
  }) ?? bare;

const report: Record<string, unknown> = {};
const tracer = trace.getTracer('application');
await tracer.startActiveSpan('work', async (work) => {
  report['active'] = trace.getActiveSpan()?.spanContext().traceId === work.spanContext().traceId;
  report['own'] = await (await fetch(`${origin}/own`)).text();
  report['uploaded'] = await satloc.jobs.upload();
  report['refused'] = await satloc.jobs.fail().catch((error: unknown) => error === refused);
  await tracer.startActiveSpan('step', async (step) => {
    await new Promise((resolve) => setImmediate(resolve));
    report['stepActive'] = trace.getActiveSpan()?.spanContext().spanId === step.spanContext().spanId;
    step.end();
  });
  work.end();
});

// What readers see of a partner while a call is under way, and after it was retired.
const slow = satloc.jobs.slow();
await theirs.flush();
await ours?.flush();
partnerOtel?.controls(satloc).dispose();
await theirs.flush();
await ours?.flush();
answer();
report['slow'] = await slow;
await theirs.flush();
await ours?.flush();

const handlers = ['uncaughtException', 'unhandledRejection', 'warning'];
report['handlers'] = handlers.map((name) => process.listenerCount(name));
report['sigterm'] = process.listeners('SIGTERM').includes(beforeSIGTERM);
console.log(JSON.stringify(report));
server.closeAllConnections();
server.close();
