import type { Context } from '@opentelemetry/api';
import { Redactor } from '../../redaction/index.ts';
import type { RedactionOptions } from '../../redaction/index.ts';
import { Resources } from './resources.ts';
import type { ResourceLike } from './resources.ts';
import { withChanges } from './view.ts';

/** What is asked of a span processor: `SpanProcessor` of the SDK's 2.x and 3.x line. */
export interface SpanProcessorLike {
  onStart(span: never, context: Context): void;
  onEnding?(span: never): void;
  onEnd(span: never): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

type Inner = Pick<SpanProcessorLike, 'forceFlush' | 'shutdown'> & {
  onStart(span: unknown, context: Context): void;
  onEnding?(span: unknown): void;
  onEnd(span: unknown): void;
};

interface Attributed {
  readonly attributes?: object;
}

interface EndedSpan {
  readonly name: string;
  readonly attributes: object;
  readonly status: { readonly message?: string };
  readonly events: readonly (Attributed & { readonly name: string })[];
  readonly links: readonly Attributed[];
  readonly resource?: ResourceLike;
}

/**
 * A span processor that goes before another one, and shows it spans without their secrets: in name, attributes, status
 * message, events, links and resource. The span itself stays as it is, for the processors beside this one; a span
 * without secrets is passed on as the very object. For the SDK's 2.x and 3.x line.
 *
 * @throws OptionError for options that are wrong.
 *
 * @example new NodeSDK({ spanProcessors: [redactingSpanProcessor(new BatchSpanProcessor(exporter), { keys: ['iban'] })] })
 */
export function redactingSpanProcessor<P extends SpanProcessorLike>(
  inner: P,
  options?: RedactionOptions,
): Pick<P, keyof SpanProcessorLike & keyof P> {
  return new Processor(inner, new Redactor(options, 'options')) as unknown as P;
}

class Processor implements Inner {
  /** Absent where the one inside has none: the SDK asks. */
  readonly onEnding?: (span: unknown) => void;
  readonly #inner: Inner;
  readonly #redactor: Redactor;
  readonly #resources: Resources;

  constructor(inner: SpanProcessorLike, redactor: Redactor) {
    this.#inner = inner;
    this.#redactor = redactor;
    this.#resources = new Resources(redactor);
    if (this.#inner.onEnding !== undefined) this.onEnding = (span) => this.#inner.onEnding?.(span);
  }

  onStart(span: unknown, context: Context): void {
    this.#inner.onStart(span, context);
  }

  onEnd(span: unknown): void {
    const shown = withChanges('redacting a span', span as EndedSpan, (given) => this.#changes(given));
    if (shown !== undefined) this.#inner.onEnd(shown);
  }

  forceFlush(): Promise<void> {
    return this.#inner.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#inner.shutdown();
  }

  #changes(span: EndedSpan): Record<string, unknown> | undefined {
    let changes: Record<string, unknown> | undefined;
    const change = (key: keyof EndedSpan, redacted: unknown): void => {
      if (redacted !== span[key]) (changes ??= {})[key] = redacted;
    };
    change('name', this.#redactor.text(span.name));
    change('attributes', this.#redactor.attributes(span.attributes));
    if (span.status.message !== undefined) change('status', this.#status(span.status));
    if (span.events.length > 0) change('events', this.#all(span.events));
    if (span.links.length > 0) change('links', this.#all(span.links));
    if (span.resource !== undefined) change('resource', this.#resources.redacted(span.resource));
    return changes;
  }

  #status(status: EndedSpan['status']): EndedSpan['status'] {
    const message = this.#redactor.text(status.message ?? '');
    return message === status.message ? status : { ...status, message };
  }

  #all<T extends Attributed & { readonly name?: string }>(all: readonly T[]): readonly T[] {
    let copy: T[] | undefined;
    all.forEach((one, index) => {
      const name = one.name === undefined ? undefined : this.#redactor.text(one.name);
      const attributes = one.attributes && this.#redactor.attributes(one.attributes);
      if (name === one.name && attributes === one.attributes) return;
      (copy ??= [...all])[index] = { ...one, ...(name !== undefined && { name }), attributes };
    });
    return copy ?? all;
  }
}
