import { logs, SeverityNumber, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('app');

/** A sync of two calls, the second of which fails, as partner-otel tells it: through the API alone. */
export async function syncJobs(): Promise<void> {
  await tracer.startActiveSpan('sync jobs', async (sync) => {
    await call('jobs.list', { status: 'success', 'http.response.status_code': 200 });
    await call('jobs.upload', { status: 'timeout', 'error.type': 'ETIMEDOUT' });
    logs.getLogger('app').emit({ severityNumber: SeverityNumber.INFO, body: 'synced' });
    sync.end();
  });
}

async function call(operation: string, attributes: Record<string, string | number>): Promise<void> {
  const all = { partner: 'satloc', operation, ...attributes };
  await tracer.startActiveSpan(`satloc ${operation}`, { kind: SpanKind.CLIENT, attributes: all }, async (span) => {
    await Promise.resolve();
    if (attributes['error.type'] === undefined) {
      tracer.startSpan('GET', { kind: SpanKind.CLIENT }).end();
    } else {
      logs.getLogger('app').emit({
        severityNumber: SeverityNumber.ERROR,
        eventName: 'partner.call.exception',
        body: 'read ETIMEDOUT',
        attributes: all,
        exception: new Error('read ETIMEDOUT'),
      });
      span.setStatus({ code: SpanStatusCode.ERROR, message: 'read ETIMEDOUT' });
    }
    span.end();
  });
}
