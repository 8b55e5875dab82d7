import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClientRequest } from 'node:http';
import { Endpoint } from './endpoint.ts';
import type { Answer } from './endpoint.ts';

/** What has been handed over for sending. */
interface Parcel {
  readonly data: Uint8Array;
  /** The request has left this process as a whole: it arrives, also if the process ends now. */
  written: boolean;
}

/** What can be sent without this event loop. */
export interface Letter {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly gzip: boolean;
  readonly data: Uint8Array;
  readonly signal: string;
}

// What is read of an OTLP/HTTP exporter of 0.301: bundled, hence of this version; a test notices where it changes.
interface HttpTransport {
  send(data: Uint8Array, timeout: number): Promise<Answer>;
  _loadUtils(): Promise<{ agent: unknown; request: (...args: unknown[]) => ClientRequest }>;
  readonly _parameters: {
    readonly url: string;
    readonly compression: string;
    headers(): Promise<Record<string, string>>;
  };
}
interface RetryingTransport {
  send(data: Uint8Array, timeout: number): Promise<Answer>;
  readonly _transport: HttpTransport;
}
interface Delegate {
  _transport: RetryingTransport;
  _promiseQueue: { hasReachedLimit(): boolean; pushPromise(promise: Promise<unknown>): void };
}

const current = new AsyncLocalStorage<Parcel>();
const endpoints = new Map<string, Endpoint>();

/** The way out of one OTLP/HTTP exporter: what is on it, and whether anybody takes it. */
export class Channel {
  readonly signal: string;
  readonly endpoint: Endpoint;
  readonly #delegate: Delegate;
  readonly #http: HttpTransport;
  readonly #underWay = new Set<Parcel>();
  #headers: Record<string, string>;

  /** Undefined where the exporter is no OTLP/HTTP exporter of the SDK. */
  static of(exporter: object, signal: string, headers: Record<string, string>): Channel | undefined {
    const delegate = (exporter as { _delegate?: Partial<Delegate> })._delegate;
    const http = delegate?._transport?._transport;
    if (typeof http?._parameters?.url !== 'string' || typeof http._loadUtils !== 'function') return undefined;
    return new Channel(delegate as Delegate, http, signal, headers);
  }

  private constructor(delegate: Delegate, http: HttpTransport, signal: string, headers: Record<string, string>) {
    this.signal = signal;
    this.#delegate = delegate;
    this.#http = http;
    const { url } = http._parameters;
    const origin = URL.canParse(url) ? new URL(url).origin : url;
    this.endpoint = endpoints.get(origin) ?? new Endpoint(url);
    endpoints.set(origin, this.endpoint);
    // Known at once for a process that ends at once; what the exporter itself says replaces them.
    this.#headers = headers;
    http._parameters.headers().then(
      (given) => (this.#headers = given),
      () => {},
    );
    this.#watch(delegate._transport);
  }

  #watch(retrying: RetryingTransport): void {
    const send = retrying.send.bind(retrying);
    retrying.send = async (data, timeout) => {
      const parcel: Parcel = { data, written: false };
      this.#underWay.add(parcel);
      try {
        return await current.run(parcel, () => send(data, timeout));
      } finally {
        this.#underWay.delete(parcel);
      }
    };
    const http = this.#http;
    const attempt = http.send.bind(http);
    http.send = async (data, timeout) => {
      const answer = await attempt(data, timeout);
      const parcel = current.getStore();
      if (answer.status !== 'success' && parcel !== undefined) parcel.written = false;
      this.endpoint.heard(this.signal, answer);
      return answer;
    };
    const load = http._loadUtils.bind(http);
    http._loadUtils = async () => {
      const { agent, request } = await load();
      return {
        agent,
        request: (...args) => {
          const parcel = current.getStore();
          return request(...args).once('finish', () => {
            if (parcel !== undefined) parcel.written = true;
          });
        },
      };
    };
  }

  /** From now on nothing is sent any more: what is exported is kept, for `letters`. */
  keep(): void {
    const keep = (data: Uint8Array): Promise<Answer> => {
      this.#underWay.add({ data, written: false });
      return new Promise(() => {});
    };
    this.#delegate._transport = Object.assign(Object.create(this.#delegate._transport) as RetryingTransport, {
      send: keep,
    });
    this.#delegate._promiseQueue = { hasReachedLimit: () => false, pushPromise() {} };
  }

  /** A letter found nobody. */
  lost(): void {
    this.endpoint.heard(this.signal, { status: 'retryable', error: new Error('at the exit') });
  }

  /** All that has not left as a whole. */
  letters(): Letter[] {
    const { url, compression } = this.#http._parameters;
    return [...this.#underWay]
      .filter(({ written }) => !written)
      .map(({ data }) => ({ url, headers: this.#headers, gzip: compression === 'gzip', data, signal: this.signal }));
  }
}
