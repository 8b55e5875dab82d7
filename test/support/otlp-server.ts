import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { logsOf, metricsOf, spansOf } from './otlp-flat.ts';
import type { ReceivedLog, ReceivedMetric, ReceivedSpan } from './otlp-flat.ts';
import { decodeOtlp } from './otlp-protobuf.ts';

export type { ReceivedLog, ReceivedMetric, ReceivedSpan } from './otlp-flat.ts';

export interface ReceivedRequest {
  readonly path: string;
  readonly contentType: string;
  readonly gzip: boolean;
  readonly headers: IncomingHttpHeaders;
  /** Whether the client showed a certificate that the server trusts; undefined without TLS. */
  readonly certified: boolean | undefined;
}

interface Tls {
  readonly cert: string;
  readonly key: string;
}

/** A real OTLP/HTTP receiver on loopback: protobuf and JSON, plain and gzip. It keeps what arrives as plain objects. */
export class OtlpServer {
  readonly requests: ReceivedRequest[] = [];
  readonly #spans: ReceivedSpan[] = [];
  readonly #logs: ReceivedLog[] = [];
  readonly #metricExports: ReceivedMetric[][] = [];
  /** What is yet to be read: a sender that has 2 s must not wait for a test that decodes slowly. */
  #unread: { path: string; contentType: string; body: Buffer }[] = [];
  readonly #server: Server;
  readonly #scheme: 'http' | 'https';
  readonly #arrivals = new Set<() => void>();

  /** @param tls certificate and key of the server, and of the clients that it asks to show theirs */
  static async start(tls?: Tls): Promise<OtlpServer> {
    const otlp = new OtlpServer(tls);
    await new Promise<void>((resolve) => otlp.#server.listen(0, '127.0.0.1', resolve));
    return otlp;
  }

  private constructor(tls: Tls | undefined) {
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      this.#receive(request).then(
        (status) => answer(response, status),
        (error: unknown) => answer(response, 400, String(error)),
      );
    };
    const asking = { ...tls, ca: tls?.cert, requestCert: true, rejectUnauthorized: false };
    this.#server = tls === undefined ? createServer(listener) : createTlsServer(asking, listener);
    this.#scheme = tls === undefined ? 'http' : 'https';
  }

  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  get url(): string {
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get spans(): ReceivedSpan[] {
    this.#read();
    return this.#spans;
  }

  get logs(): ReceivedLog[] {
    this.#read();
    return this.#logs;
  }

  /** One entry an export, in the order of arrival. */
  get metricExports(): ReceivedMetric[][] {
    this.#read();
    return this.#metricExports;
  }

  span(name: string): ReceivedSpan | undefined {
    return this.spans.find((span) => span.name === name);
  }

  /** What each export said of a metric's points, in order; an export without it gives an empty list. */
  history(name: string): ReceivedMetric['points'][] {
    return this.metricExports.map((metrics) => metrics.find((metric) => metric.name === name)?.points ?? []);
  }

  /** Waits for arrivals until the condition holds; the limit is generous and not what a test is about. */
  async until(what: string, condition: () => boolean, limit = 25_000): Promise<void> {
    const deadline = Date.now() + limit;
    while (!condition()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`${what} did not arrive; arrived: ${this.#summary()}`);
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          this.#arrivals.delete(done);
          resolve();
        };
        const timer = setTimeout(done, Math.min(left, 1_000));
        this.#arrivals.add(done);
      });
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #receive(request: IncomingMessage): Promise<number> {
    const gzip = request.headers['content-encoding'] === 'gzip';
    const contentType = request.headers['content-type'] ?? '';
    const received = await buffer(request);
    const path = request.url ?? '';
    if (!/\/v1\/(traces|logs|metrics)$/.test(path)) return 404;
    this.#unread.push({ path, contentType, body: gzip ? gunzipSync(received) : received });
    this.requests.push({ path, contentType, gzip, headers: request.headers, certified: certified(request) });
    for (const arrived of this.#arrivals) arrived();
    return 200;
  }

  #read(): void {
    const unread = this.#unread;
    this.#unread = [];
    for (const { path, contentType, body } of unread) {
      const read = (name: Parameters<typeof decodeOtlp>[0]) =>
        contentType === 'application/json' ? (JSON.parse(body.toString()) as object) : decodeOtlp(name, body);
      if (path.endsWith('/v1/traces')) this.#spans.push(...spansOf(read('TraceRequest')));
      else if (path.endsWith('/v1/logs')) this.#logs.push(...logsOf(read('LogsRequest')));
      else this.#metricExports.push(metricsOf(read('MetricsRequest')));
    }
  }

  #summary(): string {
    const metrics = new Set(this.metricExports.flat().map(({ name }) => name));
    return JSON.stringify({
      spans: this.spans.map(({ name }) => name),
      logs: this.logs.map(({ body }) => body),
      metrics: [...metrics],
      metricExports: this.metricExports.length,
    });
  }
}

function certified({ socket }: IncomingMessage): boolean | undefined {
  return 'authorized' in socket ? (socket as TLSSocket).authorized : undefined;
}

function answer(response: ServerResponse, status: number, message = ''): void {
  response.writeHead(status, { 'content-type': 'application/x-protobuf' }).end(message);
}
