import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Two partners over real HTTP. A path with `held` in it is not answered the first time that it is asked. */
export class Partners {
  readonly asked: { readonly path: string; readonly traceparent: string | undefined }[] = [];
  readonly #server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    const isFirst = !this.asked.some((one) => one.path === path);
    this.asked.push({ path, traceparent: request.headers['traceparent'] as string | undefined });
    for (const arrived of this.#arrivals.splice(0)) arrived();
    request.resume();
    if (path.includes('broken')) response.writeHead(503).end();
    else if (!(path.includes('held') && isFirst)) response.end(JSON.stringify([{ area: 3 }, { area: 0 }, { area: 5 }]));
  });
  readonly #arrivals: (() => void)[] = [];

  static async start(): Promise<Partners> {
    const partners = new Partners();
    await new Promise<void>((resolve) => partners.#server.listen(0, '127.0.0.1', resolve));
    return partners;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Waits until a path was asked. */
  async until(path: string): Promise<void> {
    while (!this.asked.some((one) => one.path === path)) {
      await new Promise<void>((resolve) => this.#arrivals.push(resolve));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
