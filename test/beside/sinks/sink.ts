import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** A span as these tests compare it, whoever's protocol it came by. */
export interface SunkSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The messages of exceptions told on the span. */
  readonly exceptions: readonly string[];
}

/** A server on loopback that answers everything with `{}` and keeps the spans in what is posted. */
export class Sink {
  readonly spans: SunkSpan[] = [];
  /** Every path that was asked for. */
  readonly paths: string[] = [];
  readonly #server: Server;

  static async start(read: (path: string, body: Buffer) => readonly SunkSpan[]): Promise<Sink> {
    const sink = new Sink(read);
    await new Promise<void>((resolve) => sink.#server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  private constructor(read: (path: string, body: Buffer) => readonly SunkSpan[]) {
    this.#server = createServer((request, response) => {
      const path = request.url ?? '';
      void buffer(request).then((received) => {
        const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(received) : received;
        this.paths.push(path);
        this.spans.push(...read(path, body));
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
  }

  /** Host and port. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
