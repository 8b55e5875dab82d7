import { createServer as createHttp } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from '../outcome/self-signed.ts';

/** The headers that may not go to a partner. */
export const propagated = ['traceparent', 'tracestate', 'baggage'] as const;

/** A partner, by http and https: what it received of those headers, by path. */
export class Sockets {
  readonly received: Record<string, string[]> = {};
  /** All headers of each request, as a text. */
  readonly raw: string[] = [];
  readonly #servers = [createHttp(this.#answer()), createHttps(selfSigned, this.#answer())];

  async listen(): Promise<this> {
    for (const server of this.#servers) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return this;
  }

  get http(): string {
    return `http://127.0.0.1:${(this.#servers[0]!.address() as AddressInfo).port}`;
  }

  get https(): string {
    return `https://127.0.0.1:${(this.#servers[1]!.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  }

  #answer(): RequestListener {
    return (request, response) => {
      const path = request.url?.split('?')[0] ?? '';
      this.received[path] = propagated.filter((name) => name in request.headers);
      this.raw.push(JSON.stringify(request.headers));
      request.resume().on('end', () => response.end('ok'));
    };
  }
}
