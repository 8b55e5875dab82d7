import type { EventRecord } from './record.ts';

/** Every event of the logs, once; the key is the record's event name. */
export const events = {
  'partner.call': {
    brief: 'A call to a partner ended.',
    attributes: ['partner', 'operation', 'status', 'http.response.status_code'],
    planned: true,
  },
  'partner.call.exception': {
    brief: 'A call to a partner failed.',
    attributes: [
      'partner',
      'operation',
      'status',
      'error.type',
      'http.response.status_code',
      'exception.type',
      'exception.message',
      'exception.stacktrace',
    ],
  },
  'sync.run': { brief: 'A sync ended.', attributes: ['partner', 'operation', 'status', 'customer'], planned: true },
  'sync.run.exception': {
    brief: 'A sync failed.',
    attributes: [
      'partner',
      'operation',
      'status',
      'customer',
      'error.type',
      'exception.type',
      'exception.message',
      'exception.stacktrace',
    ],
  },
  'stage.run': { brief: 'A stage ended.', attributes: ['stage', 'status', 'application.id'], planned: true },
  'stage.run.exception': {
    brief: 'A stage failed.',
    attributes: [
      'stage',
      'status',
      'application.id',
      'error.type',
      'exception.type',
      'exception.message',
      'exception.stacktrace',
    ],
  },
  'job.assignment': {
    brief: 'A job was assigned, or was not.',
    attributes: ['partner', 'status', 'job.id', 'user.id', 'assignment.id'],
  },
  'application.error': {
    brief: 'The application logged an error.',
    attributes: ['error.type', 'exception.type', 'exception.message', 'exception.stacktrace'],
    planned: true,
  },
  'performance.measured': { brief: 'The application measured an operation.', attributes: ['operation'], planned: true },
  'health.status.changed': {
    brief: "A component's health changed.",
    attributes: ['component', 'status'],
    planned: true,
  },
  'work.still_running': {
    brief: 'Work runs for longer than its maxRuntime.',
    attributes: ['partner', 'operation', 'stage', 'customer'],
    planned: true,
  },
} as const satisfies Record<string, EventRecord>;

export type EventName = keyof typeof events;
