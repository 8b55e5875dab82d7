import type { Context } from '@opentelemetry/api';
import { Redactor } from '../../redaction/index.ts';
import type { RedactionOptions } from '../../redaction/index.ts';
import { Resources } from './resources.ts';
import type { ResourceLike } from './resources.ts';
import { withChanges } from './view.ts';

/** What is asked of a log record processor: `LogRecordProcessor` of the SDK's 2.x and 3.x line. */
export interface LogRecordProcessorLike {
  onEmit(record: never, context?: Context): void;
  enabled?(options: never): boolean;
  forceFlush(options?: never): Promise<void>;
  shutdown(): Promise<void>;
}

type Inner = Pick<LogRecordProcessorLike, 'shutdown'> & {
  onEmit(record: unknown, context?: Context): void;
  enabled?(options: unknown): boolean;
  forceFlush(options?: unknown): Promise<void>;
};

interface EmittedRecord {
  readonly attributes: object;
  readonly body?: unknown;
  readonly resource?: ResourceLike;
}

/**
 * A log record processor that goes before another one, and shows it records without their secrets: in body, attributes
 * (nested ones too, an exception's message and stack) and resource. The record itself stays as it is, for the processors
 * beside this one; a record without secrets is passed on as the very object. For the SDK's 2.x and 3.x line.
 *
 * @throws OptionError for options that are wrong.
 *
 * @example new NodeSDK({ logRecordProcessors: [redactingLogProcessor(new BatchLogRecordProcessor({ exporter }))] })
 */
export function redactingLogProcessor<P extends LogRecordProcessorLike>(
  inner: P,
  options?: RedactionOptions,
): Pick<P, keyof LogRecordProcessorLike & keyof P> {
  return new Processor(inner, new Redactor(options, 'options')) as unknown as P;
}

class Processor implements Inner {
  /** Absent where the one inside has none: loggers then take themselves for enabled. */
  readonly enabled?: (options: unknown) => boolean;
  readonly #inner: Inner;
  readonly #redactor: Redactor;
  readonly #resources: Resources;

  constructor(inner: LogRecordProcessorLike, redactor: Redactor) {
    this.#inner = inner;
    this.#redactor = redactor;
    this.#resources = new Resources(redactor);
    if (this.#inner.enabled !== undefined) this.enabled = (options) => this.#inner.enabled?.(options) ?? true;
  }

  onEmit(record: unknown, context?: Context): void {
    const shown = withChanges('redacting a log record', record as EmittedRecord, (given) => this.#changes(given));
    if (shown !== undefined) this.#inner.onEmit(shown, context);
  }

  forceFlush(options?: unknown): Promise<void> {
    return this.#inner.forceFlush(options);
  }

  shutdown(): Promise<void> {
    return this.#inner.shutdown();
  }

  #changes(record: EmittedRecord): Record<string, unknown> | undefined {
    const { attributes, body, resource } = record;
    const shownAttributes = this.#redactor.attributes(attributes);
    const shownBody = body === undefined ? body : this.#redactor.value(body);
    const shownResource = resource && this.#resources.redacted(resource);
    if (shownAttributes === attributes && shownBody === body && shownResource === resource) return undefined;
    return { attributes: shownAttributes, body: shownBody, resource: shownResource };
  }
}
