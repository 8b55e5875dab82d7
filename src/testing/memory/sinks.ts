import { trace } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Recording } from './recording.ts';

/**
 * Where spans and log records go: to the test in which their trace began. What work left over from an earlier
 * test still does goes to the recording of that test, where nobody looks.
 */
export class Sinks {
  recording: Recording | undefined;
  readonly #owners = new WeakMap<object, Recording>();

  readonly spans: SpanProcessor = {
    onStart: (span: Span, parent: Context) => {
      const owner = this.#owner(parent);
      if (owner === undefined) return;
      this.#owners.set(span, owner);
      owner.started(span);
    },
    onEnd: () => {},
    forceFlush: async () => {},
    shutdown: async () => {},
  };

  readonly logs: LogRecordProcessor = {
    onEmit: (record: ReadableLogRecord, context?: Context) => this.#owner(context)?.emitted(record),
    enabled: () => this.recording !== undefined,
    forceFlush: async () => {},
    shutdown: async () => {},
  };

  #owner(context: Context | undefined): Recording | undefined {
    const active = context && trace.getSpan(context);
    return (active && this.#owners.get(active)) ?? this.recording;
  }
}
