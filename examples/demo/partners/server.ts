import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Refusal } from '../faults.ts';
import type { Random } from '../random.ts';

export interface Received {
  readonly method: string;
  /** The path without its leading slash, cut at the others. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One partner's API: how it answers, and how it words a refusal. */
export interface Partner {
  /** Milliseconds a healthy answer takes, least and most. */
  readonly latency: readonly [number, number];
  answer(request: Received): Answer;
  refuse(refusal: Refusal, request: Received): Answer;
}

export interface PartnerServer {
  readonly port: number;
  suffer(fault: Fault): Promise<void>;
}

/** Serves the partner on a free port of loopback. */
export async function servePartner(partner: Partner, random: Random): Promise<PartnerServer> {
  let fault: Fault = 'none';

  const server = createServer((request, response) => {
    // A client that gave up is no news here: its partner would not notice either.
    request.on('error', () => {});
    response.on('error', () => {});
    void receive(request).then((received) => serve(received, response));
  });
  // Longer than any pause in the traffic, so that no client meets a connection that was just closed for idleness.
  server.keepAliveTimeout = 120_000;

  async function serve(received: Received, response: ServerResponse): Promise<void> {
    // Left hanging until its client gives up.
    if (fault === 'silent') return;
    const [least, most] = partner.latency;
    const wait = random.between(least, most) * (random.next() < 0.05 ? 4 : 1);
    await sleep(fault === 'slow' ? random.between(450, 600) : wait);
    send(response, healthy(fault) ? partner.answer(received) : partner.refuse(fault, received));
  }

  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;

  return {
    port,
    async suffer(next) {
      const wasDown = fault === 'down';
      fault = next;
      if (next === 'down' && !wasDown) {
        server.close();
        server.closeAllConnections();
      }
      if (next !== 'down' && wasDown) await listen(port);
    },
  };
}

const healthy = (fault: Fault): fault is Exclude<Fault, Refusal> =>
  fault === 'none' || fault === 'slow' || fault === 'silent' || fault === 'down';

async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    // Cut off in the middle by its sender, who reads no answer.
  }
  const url = new URL(request.url ?? '/', 'http://localhost');
  return {
    method: request.method ?? 'GET',
    path: url.pathname.split('/').slice(1).map(decodeURIComponent),
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(raw ? body : JSON.stringify(body));
}
