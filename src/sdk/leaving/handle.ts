import { diag } from '@opentelemetry/api';
import { processStop } from '../../outcome/index.ts';
import { sayFault } from '../../safety/index.ts';
import type { Telemetry } from '../options.ts';
import type { Outgoing } from './outgoing.ts';

/** What can be flushed: processors and readers, or the providers that have them. */
export interface Flushable {
  forceFlush(): Promise<void>;
}

export interface Running {
  readonly parts: readonly Flushable[];
  readonly outgoing: Outgoing;
  shutdown(): Promise<void>;
  /** Called with the flush; gives the function that takes back what it has put in place. */
  atExit(flush: () => Promise<void>): () => void;
}

/** The two verbs over what runs: each once at a time, never rejecting. */
export function handle({ parts, outgoing, shutdown, atExit }: Running): Telemetry {
  const flush = oneAtATime(async () => {
    const results = await Promise.allSettled(parts.map(async (part) => part.forceFlush()));
    for (const result of results) if (result.status === 'rejected') sayLost(result.reason);
    outgoing.flushedAt = performance.now();
  });
  const forget = atExit(flush.again);
  let ended: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    forget();
    processStop.endOpenWork();
    await flush.running();
    await shutdown();
  };
  return {
    flush: async () => ended ?? flush.again(),
    shutdown: async () => (ended ??= end().catch((error: unknown) => sayLost(error))),
  };
}

/**
 * What the SDK says of telemetry that did not leave. Whoever watches the endpoint has said that it does not answer, and
 * will say when it does; all else is said once.
 */
export function sayLost(error: unknown): void {
  const { name, code, message } = (error ?? {}) as { name?: unknown; code?: unknown; message?: unknown };
  const watched =
    name === 'OTLPExporterError' || typeof code === 'string' || /Timeout|export failed/.test(String(message));
  if (watched) diag.debug('partner-otel: telemetry did not leave', error);
  else sayFault('sending telemetry', error);
}

/**
 * Processors hand their queue to the first flush, and a second one finds it empty and is done at once, though nothing has
 * arrived yet. So a second waits for the first, and all that come meanwhile share it.
 */
function oneAtATime(work: () => Promise<void>): { again(): Promise<void>; running(): Promise<void> } {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = async (): Promise<void> => {
    next = undefined;
    await work();
    current = next;
  };
  return {
    again: () => (current === undefined ? (current = start()) : (next ??= current.then(start))),
    running: () => next ?? current ?? Promise.resolve(),
  };
}
