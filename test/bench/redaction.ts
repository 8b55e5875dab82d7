import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { describeError } from '../../src/outcome/index.ts';
import { redactingSpanProcessor } from '../../src/parts/index.ts';
import { Redactor } from '../../src/redaction/index.ts';
import { measure } from './measure.ts';

/** `node --expose-gc test/bench/redaction.ts`: what redaction adds, beside what is redacted costs anyway. */
const attributes = {
  'http.request.method': 'GET',
  'url.full': 'https://partner.test:8080/jobs/42?page=2&sort=name',
  'server.address': 'partner.test',
  'server.port': 8_080,
  'http.response.status_code': 200,
  partner: 'satloc',
  operation: 'jobs.upload',
  status: 'success',
  'peer.service': 'satloc',
  'code.function.name': 'SatlocClient.jobs.upload',
};
const line = { message: 'job 42 of customer 7 was uploaded in 312 ms', ...attributes };
const secrets = { ...attributes, 'url.full': 'https://me:s3cret@partner.test/jobs?api_key=s3cret' };

const sink: SpanProcessor = { onStart() {}, onEnd() {}, async forceFlush() {}, async shutdown() {} };
const spans = (processor: SpanProcessor, of: object) => {
  const tracer = new TracerProvider({ spanProcessors: [processor] }).getTracer('bench');
  return async () => tracer.startSpan('satloc jobs.upload', { attributes: { ...of } }).end();
};
const redactor = new Redactor();
const own = new Redactor({ keys: ['iban', 'accountNumber'], patterns: [/\bACC-\d{8}\b/] });
const error = new Error('Request failed with status code 503');

const figures = await measure(
  {
    span: spans(sink, attributes),
    'span, redacting': spans(redactingSpanProcessor(sink), attributes),
    'span, redacting secrets': spans(redactingSpanProcessor(sink), secrets),
    'a line as JSON': async () => JSON.stringify(line),
    'a line, redacting': async () => redactor.attributes(line),
    'a line, own names and shapes': async () => own.attributes(line),
    'an error described': async () => describeError(error),
    'an error described, its stack again as JSON': async () => JSON.stringify(error.stack),
  },
  40,
);
console.table(
  Object.entries(figures).map(([what, { nanoseconds, bytes }]) => ({
    what,
    ns: Math.round(nanoseconds),
    bytes: Math.round(bytes),
  })),
);
