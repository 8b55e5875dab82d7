import { diag } from '@opentelemetry/api';

/** How one attempt to send ended, as the transport of an OTLP/HTTP exporter says it. */
export interface Answer {
  readonly status: 'success' | 'failure' | 'retryable';
  readonly error?: Error & { readonly code?: unknown };
}

type State = 'new' | 'fine' | 'silent' | 'busy' | 'refusing';

/**
 * Whether an endpoint answers, told once at each change: the exporters themselves say it at every batch, seconds later
 * and not at all in a process that ends before its retries do.
 */
export class Endpoint {
  /** Without credentials, path and query: those may hold a token. */
  readonly #place: string;
  readonly #signals = new Set<string>();
  #state: State = 'new';

  constructor(url: string) {
    this.#place = URL.canParse(url) ? new URL(url).origin : 'the endpoint';
  }

  /** Whether the last attempt found nobody, so that waiting for another is in vain. */
  get silent(): boolean {
    return this.#state === 'silent';
  }

  heard(signal: string, { status, error }: Answer): void {
    if (status === 'success') return this.#fine(signal);
    if (error !== undefined && typeof error.code !== 'number') return this.#silence(error);
    // 429, 502, 503 and 504 come without an error.
    if (status === 'retryable') this.#busy();
    else this.#refused(signal, error);
  }

  #fine(signal: string): void {
    if (this.#state === 'silent' || this.#state === 'busy') {
      diag.info(`partner-otel: ${this.#place} takes telemetry again`);
    }
    if (this.#signals.delete(signal)) diag.info(`partner-otel: ${this.#place} takes ${signal} again`);
    this.#state = 'fine';
  }

  #silence(error: Error & { readonly code?: unknown }): void {
    if (this.#state === 'silent') return;
    this.#state = 'silent';
    const why = typeof error.code === 'string' ? error.code : error.message;
    diag.warn(
      `partner-otel: ${this.#place} cannot be reached (${why}); telemetry waits in its queues and is tried again, ` +
        `the application is not affected`,
    );
  }

  #busy(): void {
    if (this.#state === 'busy') return;
    this.#state = 'busy';
    diag.warn(`partner-otel: ${this.#place} asks to wait; telemetry is kept in its queues and tried again`);
  }

  #refused(signal: string, error: Answer['error']): void {
    this.#state = 'refusing';
    if (this.#signals.has(signal)) return;
    this.#signals.add(signal);
    const why = error === undefined ? 'without saying why' : `with ${String(error.code)} ${error.message}`.trim();
    diag.warn(`partner-otel: ${this.#place} refuses ${signal} ${why}; they are lost until it takes them`);
  }
}
