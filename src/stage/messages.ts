import { trace } from '@opentelemetry/api';
import type { Context, Link } from '@opentelemetry/api';
import { carriedInto, readCarrier, waits } from '../carrier/index.ts';
import { guard } from '../safety/index.ts';
import type { AnyStageOptions } from './options.ts';

/** Links that every SDK keeps by default: https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-limits */
const linksLimit = 128;

/** What a stage was given, and where its span belongs. */
export interface Taken {
  /** The context that its span is started in. */
  readonly parent: Context;
  /** Whether it is a trace of its own, whatever the parent says. */
  readonly root: boolean;
  readonly links: Link[];
  /** Senders beyond those that are linked. */
  readonly unlinked: number;
  /** Whether it came from a queue. */
  readonly consumed: boolean;
  /** Messages of a batch; undefined for a single one. */
  readonly batch: number | undefined;
}

/**
 * One message continues the trace of its sender, unless that trace is active already; a batch has many senders and is a
 * trace of its own. Both link whom they come from.
 */
export function take(options: AnyStageOptions, input: unknown, active: Context): Taken {
  const { queue, carrier, relation = 'parent', stage } = options;
  const messages: readonly unknown[] = Array.isArray(input) ? input : [input];
  const senders = new Map<string, Link>();
  let parent = active;
  let carried = false;
  for (const message of carrier === undefined ? [] : messages) {
    const given = guard(`carrier of stage ${stage}`, () => carrier?.(message));
    const read = readCarrier(given);
    if (read === undefined) continue;
    carried = true;
    if (queue !== undefined && read.at !== undefined) waits.taken(queue, read.at, active);
    const { spanContext } = read;
    if (spanContext === undefined) continue;
    senders.set(`${spanContext.traceId} ${spanContext.spanId}`, { context: spanContext });
    const isContinued = relation === 'parent' && messages !== input;
    if (isContinued && trace.getSpanContext(active)?.traceId !== spanContext.traceId) {
      parent = carriedInto(active, read);
    }
  }
  const consumed = queue !== undefined || carried;
  return {
    parent,
    root: consumed && messages === input && relation === 'parent',
    links: [...senders.values()].slice(0, linksLimit),
    unlinked: Math.max(0, senders.size - linksLimit),
    consumed,
    batch: messages === input ? messages.length : undefined,
  };
}
