// Checked by `tsc`, never run: each line under `@ts-expect-error` must fail to compile, and nothing else may.
import { instruments } from '../../src/instruments/index.ts';
import type { MetricAttributes, MetricRecord, EventRecord, SpanRecord, Unit } from '../../src/signals/index.ts';

// Units

export const request: Unit = '{request}';

// @ts-expect-error durations are seconds
export const milliseconds: Unit = 'ms';

// @ts-expect-error what is counted is singular
export const requests: Unit = '{requests}';

// Records

export const record: MetricRecord = {
  kind: 'counter',
  unit: '{request}',
  brief: 'One.',
  attributes: { partner: 'text', status: ['success', 'failed'] },
};

// @ts-expect-error a unit that is not in the list
export const wrongUnit: MetricRecord = { kind: 'counter', unit: '{banana}', brief: 'One.', attributes: {} };

export const wrongKey: MetricRecord = {
  kind: 'counter',
  unit: '1',
  brief: 'One.',
  // @ts-expect-error a key that no attribute record declares
  attributes: { partnerName: 'text' },
};

// @ts-expect-error a kind that no instrument has
export const wrongKind: MetricRecord = { kind: 'summary', unit: '1', brief: 'One.', attributes: {} };

// @ts-expect-error a record without a brief
export const noBrief: MetricRecord = { kind: 'counter', unit: '1', attributes: {} };

export const wrongSpan: SpanRecord = {
  name: '{partner} {operation}',
  kind: 'client',
  brief: 'One.',
  // @ts-expect-error a key that no attribute record declares
  attributes: ['partner', 'partner.name'],
};

// @ts-expect-error an undeclared key on an event
export const wrongEvent: EventRecord = { brief: 'One.', attributes: ['partner', 'sync_id'] };

// Attributes of one metric

type Requests = MetricAttributes<'partner.api.requests'>;

export const whole: Requests = { partner: 'satloc', operation: 'jobs.upload', status: 'timeout' };

// @ts-expect-error a status outside of the closed set
export const wrongStatus: Requests = { partner: 'satloc', operation: 'jobs.upload', status: 'slow' };

// @ts-expect-error an attribute is missing
export const noStatus: Requests = { partner: 'satloc', operation: 'jobs.upload' };

// @ts-expect-error an attribute of another metric
export const oneTooMany: Requests = { partner: 'satloc', operation: 'a', status: 'success', customer: '7' };

// @ts-expect-error an attribute that does not exist
export const misspelt: MetricAttributes<'partner.api.in_flight'> = { partnr: 'satloc' };

// @ts-expect-error a text where a number came
export const numeric: MetricAttributes<'partner.api.in_flight'> = { partner: 7 };

export const withoutPartner: MetricAttributes<'queue.depth'> = { queue_type: 'jobs', state: 'waiting' };

// @ts-expect-error only what is marked with a question mark may be missing
export const withoutState: MetricAttributes<'queue.depth'> = { queue_type: 'jobs', partner: 'satloc' };

// @ts-expect-error a metric that is not in the catalogue
export type Unknown = MetricAttributes<'partner.api.latency'>;

// Emission

instruments.observe('partner.api.in_flight', (report) => report(1, { partner: 'satloc' }));

// @ts-expect-error a name that is not in the catalogue
instruments.observe('partner.api.inflight', () => {});

// @ts-expect-error planned, so that nothing may emit it yet
instruments.observe('partner.api.overdue', () => {});

// @ts-expect-error a histogram is recorded, not observed
instruments.observe('partner.api.duration', () => {});

// @ts-expect-error an attribute is missing
instruments.observe('partner.api.objective_events', (report) => report(1, { partner: 'satloc', result: 'good' }));

instruments.observe('partner.api.objective_events', (report) =>
  // @ts-expect-error a value outside of the closed set
  report(1, { partner: 'satloc', objective: 'availability', result: 'neutral' }),
);

// @ts-expect-error an attribute of another metric
instruments.observe('partner.api.in_flight', (report) => report(1, { partner: 'satloc', operation: 'a' }));

// @ts-expect-error a value that is no number
instruments.observe('partner.api.in_flight', (report) => report('1', { partner: 'satloc' }));

instruments.histogram('partner.api.duration', [3]);

// @ts-expect-error a name that is not in the catalogue
instruments.histogram('partner.api.durations');

// @ts-expect-error a gauge is observed, not recorded
instruments.histogram('partner.api.in_flight');

// @ts-expect-error planned, so that nothing may emit it yet
instruments.histogram('webhook.delay');
