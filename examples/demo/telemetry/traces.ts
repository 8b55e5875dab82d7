import { SpanKind } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';

const lastStage = 'process assign';

/** Beyond it the oldest trace is forgotten. */
const most = 500;

/** A trace with a failed partner call in it. */
export interface FailingTrace {
  readonly spans: readonly ReadableSpan[];
  /** The first call that failed. */
  readonly failure: ReadableSpan;
}

/** Keeps the latest traces, and knows which of them failed last. */
export class Traces implements SpanProcessor {
  readonly #traces = new Map<string, ReadableSpan[]>();
  #failing: string | undefined;
  #job: string | undefined;

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    const { traceId } = span.spanContext();
    const spans = this.#traces.get(traceId) ?? [];
    spans.push(span);
    this.#traces.set(traceId, spans);
    // Whole once its root has ended, or a stage that went on with it; until then the one before stays to be looked at.
    const parent = span.parentSpanContext;
    if ((parent === undefined || parent.isRemote === true) && spans.some(failed)) this.#failing = traceId;
    if (span.name === lastStage) this.#job = traceId;
    for (const oldest of this.#traces.keys()) {
      if (this.#traces.size <= most) break;
      if (oldest !== this.#failing && oldest !== this.#job) this.#traces.delete(oldest);
    }
  }

  get lastFailing(): FailingTrace | undefined {
    const spans = this.#traces.get(this.#failing ?? '');
    const failure = spans?.find(failed);
    return spans === undefined || failure === undefined ? undefined : { spans, failure };
  }

  /** The trace of the last job that went through all stages. */
  get lastJob(): { readonly spans: readonly ReadableSpan[] } | undefined {
    const spans = this.#traces.get(this.#job ?? '');
    return spans && { spans };
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

function failed({ attributes, kind }: ReadableSpan): boolean {
  if (attributes['partner'] === undefined || kind !== SpanKind.CLIENT) return false;
  const status = attributes['status'];
  return status !== undefined && status !== 'success' && status !== 'cancelled';
}
