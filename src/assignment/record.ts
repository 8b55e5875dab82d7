import { context as contexts, trace } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { other } from '../instruments/index.ts';
import { emitRecord } from '../outcome/index.ts';
import { redactText } from '../redaction/index.ts';
import { guard, isName, sayOnce } from '../safety/index.ts';
import { runStatuses } from '../signals/index.ts';
import type { RunStatus } from '../signals/index.ts';
import { assignments } from './metrics.ts';

/** An id as applications have them; an ObjectId of MongoDB too. */
export type AssignmentId = string | number | bigint | { toHexString(): string };

/** A job was assigned through a partner, or was not. */
export interface Assignment {
  /** Name of the partner, as where its client was wrapped. */
  readonly partner: string;
  readonly status: RunStatus;
  /** The ids go to the active span and to the log record, never to metrics. */
  readonly jobId?: AssignmentId | undefined;
  readonly userId?: AssignmentId | undefined;
  readonly assignmentId?: AssignmentId | undefined;
}

type Ids = { readonly [Key in 'job.id' | 'user.id' | 'assignment.id']?: string };

const idLimit = 256;

/**
 * Counts an assignment, and tells it: a log record `job.assignment` where somebody takes them, the ids on the active
 * span (of several in one span the last). Never throws.
 *
 * @example recordAssignment({ partner: 'satloc', status: 'success', jobId: job.id, userId: user.id });
 */
export function recordAssignment(assignment: Assignment): void {
  guard('recording an assignment', () => {
    const { partner, status } = assignment;
    if (!runStatuses.includes(status)) {
      sayOnce(
        'status of an assignment',
        "an assignment was recorded with a status other than 'success' or 'failed'; it is not counted.",
      );
      return;
    }
    if (!isName(partner)) {
      sayOnce(
        'partner of an assignment',
        "an assignment was recorded with no name of a partner (1 to 64 characters); it is counted as 'other'.",
      );
    }
    const name = isName(partner) ? partner : other;
    assignments.ended(name, status);
    const ids = idsOf(assignment);
    const context = contexts.active();
    const span = trace.getSpan(context);
    if (span?.isRecording()) span.setAttributes(ids);
    tell(name, status, ids, context);
  });
}

function tell(partner: string, status: RunStatus, ids: Ids, context: Context): void {
  emitRecord('job.assignment', status === 'success' ? 'info' : 'warn', context, () => {
    const job = ids['job.id'] === undefined ? 'a job' : `job ${ids['job.id']}`;
    const body = status === 'success' ? `${partner}: ${job} assigned` : `${partner}: ${job} not assigned`;
    return { body, attributes: { partner, status, ...ids } };
  });
}

function idsOf({ jobId, userId, assignmentId }: Assignment): Ids {
  const ids = { 'job.id': textOf(jobId), 'user.id': textOf(userId), 'assignment.id': textOf(assignmentId) };
  return Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== undefined)) as Ids;
}

function textOf(id: unknown): string | undefined {
  if (typeof id === 'object' && id !== null && 'toHexString' in id && typeof id.toHexString === 'function') {
    const text: unknown = guard('reading an id', () => (id as { toHexString(): unknown }).toHexString());
    return textOf(text);
  }
  if (typeof id === 'number' || typeof id === 'bigint') return String(id);
  return typeof id === 'string' && id !== '' ? redactText(id.slice(0, idLimit)) : undefined;
}
