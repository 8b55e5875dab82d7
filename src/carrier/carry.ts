import { context as contexts, propagation, trace } from '@opentelemetry/api';
import { guard } from '../safety/index.ts';
import { writeBaggage } from './baggage.ts';
import { writeTraceParent } from './trace-parent.ts';

/** A trace's context as a small object that survives JSON: in a queue's message, a database row, a file. */
export interface Carrier {
  /** The span it was made under, in the W3C form; absent where none was active. */
  readonly traceparent?: string;
  /** Other vendors' part of it. */
  readonly tracestate?: string;
  /** Baggage in its W3C form, where it was asked for. */
  readonly baggage?: string;
  /** When it was made, in Unix ms: by it `queue.wait.duration` is told. */
  readonly at: number;
}

/** Options of `carry`. */
export interface CarryOptions {
  /**
   * Whether the active baggage goes along; whoever reads the message reads it too.
   * @default false
   */
  readonly baggage?: boolean;
}

/**
 * The context of the active span, to be put into a message and read on the other side by `resume()` or by the
 * `carrier` option of `instrumentStage`. Call it where the message is sent: it says when, and marks the active span as a
 * sender (`messaging.operation.type`), by which tail sampling keeps it. With no active span it is `{ at }`, which resumes
 * harmlessly and still tells how long the message waited. Any W3C reader understands it; it needs no propagator.
 *
 * @example await queue.add('upload', { job, carrier: carry() });
 */
export function carry(options?: CarryOptions): Carrier {
  const at = Date.now();
  const context = guard('carrying a context', () => {
    const active = contexts.active();
    const span = trace.getSpan(active);
    const spanContext = span?.spanContext();
    const traceparent = spanContext && writeTraceParent(spanContext);
    if (span?.isRecording()) span.setAttribute('messaging.operation.type', 'send');
    const tracestate = traceparent === undefined ? undefined : spanContext?.traceState?.serialize() || undefined;
    const baggage = options?.baggage === true ? writeBaggage(propagation.getBaggage(active)) : undefined;
    return {
      ...(traceparent !== undefined && { traceparent }),
      ...(tracestate !== undefined && { tracestate }),
      ...(baggage !== undefined && { baggage }),
    };
  });
  return { ...context, at };
}
