interface AttributeRecord {
  readonly type: 'string' | 'int' | 'string[]';
  readonly brief: string;
  /** Where the name comes from: OpenTelemetry's semantic conventions, or this package. */
  readonly from: 'opentelemetry' | 'partner-otel';
  readonly planned?: true;
}

/** Every attribute key of spans, metrics and log records. */
export const attributes = {
  partner: {
    type: 'string',
    from: 'partner-otel',
    brief: 'Name of the partner, as given when its client was wrapped.',
  },
  operation: {
    type: 'string',
    from: 'partner-otel',
    brief: 'What was asked of the partner, or which sync ran; of low cardinality.',
  },
  status: { type: 'string', from: 'partner-otel', brief: 'How the call or run ended; a closed set.' },
  stage: { type: 'string', from: 'partner-otel', brief: 'Name of the data-processing stage.' },
  objective: { type: 'string', from: 'partner-otel', brief: 'Which objective of the partner is counted.' },
  result: { type: 'string', from: 'partner-otel', brief: 'Whether an event or record was good.' },
  state: { type: 'string', from: 'partner-otel', brief: 'State of the jobs or users counted.' },
  direction: {
    type: 'string',
    from: 'partner-otel',
    brief: 'Whether records entered, left or were dropped by a stage.',
  },
  bucket: { type: 'string', from: 'partner-otel', brief: 'Which of the rate limits of a partner.', planned: true },
  credential: { type: 'string', from: 'partner-otel', brief: 'Name of a credential, never its value.', planned: true },
  customer: {
    type: 'string',
    from: 'partner-otel',
    brief: 'Whose data was synchronised; on metrics in bounded gauges only.',
  },
  queue_type: { type: 'string', from: 'partner-otel', brief: 'Name of the queue.' },
  event: { type: 'string', from: 'partner-otel', brief: 'Kind of event a webhook delivered.', planned: true },
  component: { type: 'string', from: 'partner-otel', brief: 'Component whose health is told.', planned: true },
  required: {
    type: 'string',
    from: 'partner-otel',
    brief: 'Whether the component must be healthy for the whole to be.',
    planned: true,
  },
  'job.id': { type: 'string', from: 'partner-otel', brief: 'Job that the work belongs to.' },
  'assignment.id': {
    type: 'string',
    from: 'partner-otel',
    brief: 'Assignment that the work belongs to.',
  },
  'user.id': { type: 'string', from: 'opentelemetry', brief: 'User that the work belongs to.' },
  'application.id': {
    type: 'string',
    from: 'partner-otel',
    brief: 'Application whose data is processed.',
    planned: true,
  },
  'error.type': {
    type: 'string',
    from: 'opentelemetry',
    brief: 'HTTP status code, error code or class of what failed.',
  },
  'exception.type': { type: 'string', from: 'opentelemetry', brief: 'Class of the error.' },
  'exception.message': { type: 'string', from: 'opentelemetry', brief: 'Message of the error, redacted.' },
  'exception.stacktrace': {
    type: 'string',
    from: 'opentelemetry',
    brief: 'Stack of the error and of its causes, redacted.',
  },
  'http.response.status_code': {
    type: 'int',
    from: 'opentelemetry',
    brief: 'Status code of the last response, where one is known.',
  },
  'server.address': { type: 'string', from: 'opentelemetry', brief: 'Host of the partner, where it is known.' },
  'service.peer.name': { type: 'string', from: 'opentelemetry', brief: 'The partner, for service graphs.' },
  'peer.service': {
    type: 'string',
    from: 'opentelemetry',
    brief: 'The same under the older name, which service graphs still read.',
  },
  'code.function.name': {
    type: 'string',
    from: 'opentelemetry',
    brief: 'Method that was called, with the class of the client.',
  },
  'messaging.system': {
    type: 'string',
    from: 'opentelemetry',
    brief: 'Kind of the queue that a stage takes from.',
    planned: true,
  },
  'messaging.destination.name': {
    type: 'string',
    from: 'opentelemetry',
    brief: 'Queue that a stage takes from.',
  },
  'messaging.operation.type': {
    type: 'string',
    from: 'opentelemetry',
    brief: 'Whether a message was sent or processed.',
  },
  'messaging.operation.name': {
    type: 'string',
    from: 'opentelemetry',
    brief: 'Name of the operation on the queue.',
  },
  'messaging.batch.message_count': {
    type: 'int',
    from: 'opentelemetry',
    brief: 'Messages in the batch that a stage took.',
  },
  'links.dropped': {
    type: 'int',
    from: 'partner-otel',
    brief: 'Senders of a batch beyond the 128 that its span links.',
  },
  'partner_request.id': {
    type: 'string',
    from: 'partner-otel',
    brief: "The partner's own id of the request.",
    planned: true,
  },
  'attempt.count': { type: 'int', from: 'partner-otel', brief: 'Requests really sent behind one call.', planned: true },
  'attempt.statuses': {
    type: 'string[]',
    from: 'partner-otel',
    brief: 'How each of those requests ended.',
    planned: true,
  },
} as const satisfies Record<string, AttributeRecord>;
