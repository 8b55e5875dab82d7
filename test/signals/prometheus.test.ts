import { describe, expect, test } from 'vitest';
import { callStatuses, metrics, prometheusName } from '../../src/signals/index.ts';
import type { MetricRecord } from '../../src/signals/index.ts';

// The table of DESIGN, "The names it emits", written out: people have dashboards on the right-hand names, so that
// a change here is a break of the contract. CALL stands for the ten statuses of a partner call; a question mark for
// an attribute that may be missing.
const table = `
partner.api.requests                      | counter         | {request}    | partner_api_requests_total                        | partner operation status=CALL
partner.api.duration                      | histogram       | s            | partner_api_duration_seconds                      | partner operation status=CALL
partner.api.attempts                      | counter         | {attempt}    | partner_api_attempts_total                        | partner operation status=CALL
partner.api.objective_events              | counter         | {event}      | partner_api_objective_events_total                | partner objective=availability/latency result=good/bad
partner.api.in_flight                     | up-down counter | {request}    | partner_api_in_flight                             | partner
partner.api.consecutive_failures          | gauge           | {failure}    | partner_api_consecutive_failures                  | partner
partner.api.overdue                       | gauge           | {request}    | partner_api_overdue                               | partner
partner.api.objective                     | gauge           | 1            | partner_api_objective_ratio                       | partner objective=availability/latency
partner.api.latency_threshold             | gauge           | s            | partner_api_latency_threshold_seconds             | partner
partner.api.rate_limit.remaining          | gauge           | {request}    | partner_api_rate_limit_remaining                  | partner bucket
partner.api.rate_limit.limit              | gauge           | {request}    | partner_api_rate_limit_limit                      | partner bucket
partner.api.rate_limit.reset_timestamp    | gauge           | s            | partner_api_rate_limit_reset_timestamp_seconds    | partner bucket
partner.circuit.state                     | gauge           | {state}      | partner_circuit_state                             | partner
partner.credential.expiry_timestamp       | gauge           | s            | partner_credential_expiry_timestamp_seconds       | partner credential
sync.runs                                 | counter         | {run}        | sync_runs_total                                   | partner operation status=success/failed
sync.duration                             | histogram       | s            | sync_duration_seconds                             | partner operation status=success/failed
sync.records                              | counter         | {record}     | sync_records_total                                | partner operation result=synced/failed
sync.overdue                              | gauge           | {sync}       | sync_overdue                                      | partner operation
sync.last_success_timestamp               | gauge           | s            | sync_last_success_timestamp_seconds               | partner operation customer
sync.consecutive_failures                 | gauge           | {failure}    | sync_consecutive_failures                         | partner operation customer
sync.untracked_customers                  | gauge           | {customer}   | sync_untracked_customers                          | partner operation
sync.untracked_last_success_timestamp     | gauge           | s            | sync_untracked_last_success_timestamp_seconds     | partner operation
sync.staleness_limit                      | gauge           | s            | sync_staleness_limit_seconds                      | partner operation
data_processing.runs                      | counter         | {run}        | data_processing_runs_total                        | stage status=success/failed
data_processing.duration                  | histogram       | s            | data_processing_duration_seconds                  | stage status=success/failed
data_processing.records                   | counter         | {record}     | data_processing_records_total                     | stage direction=in/out/dropped
data_processing.last_completion_timestamp | gauge           | s            | data_processing_last_completion_timestamp_seconds | stage
data_processing.registered_timestamp      | gauge           | s            | data_processing_registered_timestamp_seconds      | stage queue_type?
data_processing.overdue                   | gauge           | {stage}      | data_processing_overdue                           | stage
data_processing.expected_interval         | gauge           | s            | data_processing_expected_interval_seconds         | stage
queue.depth                               | gauge           | {job}        | queue_depth                                       | queue_type partner? state=waiting/active/delayed/failed/completed/paused
queue.oldest_age                          | gauge           | s            | queue_oldest_age_seconds                          | queue_type partner?
queue.oldest_age_limit                    | gauge           | s            | queue_oldest_age_limit_seconds                    | queue_type partner?
queue.wait.duration                       | histogram       | s            | queue_wait_duration_seconds                       | queue_type partner?
queue.depth_limit                         | gauge           | {job}        | queue_depth_limit                                 | queue_type partner?
job.assignments                           | counter         | {assignment} | job_assignments_total                             | partner status=success/failed
partner.system_users                      | gauge           | {user}       | partner_system_users                              | partner state=active/error
webhook.deliveries                        | counter         | {delivery}   | webhook_deliveries_total                          | partner event status=success/bad_signature/duplicate/failed
webhook.delay                             | histogram       | s            | webhook_delay_seconds                             | partner event
webhook.last_delivery_timestamp           | gauge           | s            | webhook_last_delivery_timestamp_seconds           | partner event
webhook.expected_interval                 | gauge           | s            | webhook_expected_interval_seconds                 | partner event
health.status                             | gauge           | {status}     | health_status                                     | component required=true/false
health.check.duration                     | histogram       | s            | health_check_duration_seconds                     | component
telemetry.retired_timestamp               | gauge           | s            | telemetry_retired_timestamp_seconds               | partner? operation? customer? stage? queue_type?
process.uptime                            | gauge           | s            | process_uptime_seconds                            | 
`;

const calls =
  'success/timeout/auth_error/rate_limited/network_error/client_error/server_error/cancelled/rejected/error';

const upToMinutes = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60];
const upToAnHour = [...upToMinutes, 120, 300, 600, 1_800, 3_600];
const upToADay = [...upToAnHour, 21_600, 86_400];

const boundaries: Record<string, number[]> = {
  'partner.api.duration': upToMinutes,
  'health.check.duration': upToMinutes,
  'sync.duration': upToAnHour,
  'data_processing.duration': upToAnHour,
  'queue.wait.duration': upToADay,
  'webhook.delay': upToADay,
};

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));
const catalogue: [string, MetricRecord][] = Object.entries(metrics);

test('the catalogue has the metrics of the contract, and no others', () => {
  expect(catalogue.map(([name]) => name).sort()).toEqual(rows.map(([name = '']) => name).sort());
});

test.each(catalogue)('%s reads as promised, on both sides', (name, record) => {
  expect([name, record.kind, record.unit, prometheusName(name, record), attributesOf(record)]).toEqual(
    rows.find(([first]) => first === name)?.map((cell) => cell.replace('CALL', calls)),
  );
});

test('a partner call ends in one of ten ways', () => {
  expect(callStatuses.join('/')).toBe(calls);
});

test('the names on the right are legal, and no two series meet', () => {
  const series = catalogue.flatMap(([name, record]) => {
    const base = prometheusName(name, record);
    return record.kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => base + suffix) : [base];
  });
  expect(series.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
  expect(new Set(series).size).toBe(series.length);
});

test('histograms have the boundaries of the contract, in seconds', () => {
  const histograms = catalogue.filter(([, { kind }]) => kind === 'histogram');
  expect(Object.fromEntries(histograms.map(([name, record]) => [name, record.boundaries]))).toEqual(boundaries);
});

test('every histogram has an edge at each threshold that people ask about', () => {
  for (const edges of Object.values(boundaries)) expect(edges).toEqual(expect.arrayContaining([2, 5, 10, 30, 60]));
});

describe('the translation', () => {
  test.each([
    ['a.b', 'counter', '{request}', 'a_b_total'],
    ['a.b', 'counter', 's', 'a_b_seconds_total'],
    ['a.b', 'counter', '1', 'a_b_total'],
    ['a.b', 'up-down counter', '{request}', 'a_b'],
    ['a.b', 'up-down counter', '1', 'a_b'],
    ['a.b', 'gauge', '1', 'a_b_ratio'],
    ['a.b', 'gauge', 's', 'a_b_seconds'],
    ['a.b', 'histogram', 's', 'a_b_seconds'],
    ['a.b', 'histogram', '1', 'a_b'],
    ['a.b-c d', 'gauge', '{user}', 'a_b_c_d'],
  ] as const)('of %s (%s, %s) is %s', (name, kind, unit, expected) => {
    expect(prometheusName(name, { kind, unit })).toBe(expected);
  });
});

function attributesOf(record: MetricRecord): string {
  return Object.entries(record.attributes)
    .map(([key, values]) => (values === 'text' ? key : values === 'text?' ? `${key}?` : `${key}=${values.join('/')}`))
    .join(' ');
}
