import { createTraceState } from '@opentelemetry/api';
import type { TraceState } from '@opentelemetry/api';

const membersLimit = 32;
const lengthLimit = 512;
const longMember = 128;

/**
 * Other vendors' part of the trace context. Beyond https://www.w3.org/TR/trace-context/#tracestate-limits long members
 * go first, then those at the end; the API's own parser would drop all of them.
 */
export function readTraceState(text: string): TraceState | undefined {
  let members = text
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '')
    .slice(0, membersLimit);
  if (lengthOf(members) > lengthLimit) members = members.filter(({ length }) => length <= longMember);
  while (lengthOf(members) > lengthLimit) members.pop();
  const state = createTraceState(members.join(','));
  return state.serialize() === '' ? undefined : state;
}

function lengthOf(members: readonly string[]): number {
  return members.reduce((sum, { length }) => sum + length + 1, -1);
}
