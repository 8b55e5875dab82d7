import type { SpanRecord } from './record.ts';

/** Every span, once. Braces in a name stand for the attribute of that key. */
export const spans = {
  'partner.call': {
    name: '{partner} {operation}',
    kind: 'client',
    brief: 'One call of a wrapped client.',
    attributes: [
      'partner',
      'operation',
      'status',
      'error.type',
      'http.response.status_code',
      'server.address',
      'service.peer.name',
      'peer.service',
      'code.function.name',
      'partner_request.id',
      'attempt.count',
      'attempt.statuses',
    ],
  },
  'sync.run': {
    name: 'sync {operation}',
    kind: 'internal',
    brief: 'One run of a sync.',
    attributes: ['partner', 'operation', 'status', 'customer', 'error.type', 'job.id', 'assignment.id', 'user.id'],
    planned: true,
  },
  'stage.run': {
    name: 'process {stage}',
    kind: 'internal',
    brief: 'One run of a data-processing stage; a consumer where it takes from a queue.',
    attributes: [
      'stage',
      'status',
      'error.type',
      'job.id',
      'application.id',
      'messaging.system',
      'messaging.destination.name',
      'messaging.operation.type',
      'messaging.operation.name',
      'messaging.batch.message_count',
    ],
    planned: true,
  },
} as const satisfies Record<string, SpanRecord>;
