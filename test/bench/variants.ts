import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { instrumentPartner } from '../../src/index.ts';

export type Operation = () => Promise<unknown>;

/** What is called: a client whose work is nothing, so that only the price of watching it is seen. */
class Client {
  readonly jobs: { upload(job: object): Promise<object> };

  constructor(failing: boolean) {
    const error = new Error('refused');
    this.jobs = {
      upload: failing ? () => Promise.reject(error) : (job) => Promise.resolve(job),
    };
  }
}

const job = { id: 'job-1' };

/** The same call bare, wrapped, and watched by code as a careful engineer writes it with OpenTelemetry alone. */
export function variants(failing: boolean): Record<'bare' | 'handwritten' | 'wrapped', Operation> {
  const bare = new Client(failing);
  const wrapped = instrumentPartner(new Client(failing), {
    partner: 'satloc',
    objective: { availability: 0.995, latency: { within: 2_000 } },
  });
  const watched = handwritten(new Client(failing));
  return {
    bare: () => bare.jobs.upload(job).catch(noop),
    handwritten: () => watched(job).catch(noop),
    wrapped: () => wrapped.jobs.upload(job).catch(noop),
  };
}

const noop = (): void => {};

function handwritten(client: Client): (given: object) => Promise<object> {
  const tracer = trace.getTracer('handwritten');
  const meter = metrics.getMeter('handwritten');
  const requests = meter.createCounter('requests', { unit: '{request}' });
  const duration = meter.createHistogram('duration', {
    unit: 's',
    advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60] },
  });
  return (given) => {
    const startedAt = performance.now();
    const attributes = {
      partner: 'satloc',
      operation: 'jobs.upload',
      'service.peer.name': 'satloc',
      'peer.service': 'satloc',
      'code.function.name': 'Client.jobs.upload',
    };
    return tracer.startActiveSpan('satloc jobs.upload', { kind: SpanKind.CLIENT, attributes }, async (span) => {
      let status = 'success';
      try {
        return await client.jobs.upload(given);
      } catch (error) {
        status = 'error';
        span.recordException(error as Error);
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
        throw error;
      } finally {
        span.setAttribute('status', status);
        const labels = { partner: 'satloc', operation: 'jobs.upload', status };
        requests.add(1, labels);
        duration.record((performance.now() - startedAt) / 1_000, { ...labels, client: 'Client' });
        span.end();
      }
    });
  };
}
