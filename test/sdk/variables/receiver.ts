import { createServer } from 'node:http2';
import type { Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';

/** What an endpoint that speaks no OTLP/HTTP was sent. */
export interface Seen {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** An endpoint for the exporters that are neither OTLP over HTTP nor the console: gRPC, in clear text, and Zipkin. */
export class Receiver {
  readonly seen: Seen[] = [];
  readonly #server: Http2Server | Server;

  static async grpc(): Promise<Receiver> {
    const receiver: Receiver = new Receiver(
      createServer().on('stream', (stream, headers) => {
        receiver.#note(String(headers[':path']), headers);
        stream.resume().on('end', () => {
          stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
          stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
          stream.end(Buffer.alloc(5));
        });
      }),
    );
    return receiver.#listen();
  }

  static async zipkin(): Promise<Receiver> {
    const receiver: Receiver = new Receiver(
      createHttpServer((request, response) => {
        receiver.#note(request.url ?? '', request.headers);
        request.resume().on('end', () => response.writeHead(202).end());
      }),
    );
    return receiver.#listen();
  }

  private constructor(server: Http2Server | Server) {
    this.#server = server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if ('closeAllConnections' in this.#server) this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  #note(path: string, headers: Readonly<Record<string, unknown>>): void {
    const kept = Object.entries(headers).filter(([name]) =>
      /^(content-type|authorization|x-|grpc-encoding|grpc-accept)/.test(name),
    );
    this.seen.push({ path, headers: Object.fromEntries(kept) });
  }
}
