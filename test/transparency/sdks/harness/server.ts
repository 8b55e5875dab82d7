import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as the partner received it. */
export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** How many requests this run sent before this one. */
  readonly index: number;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is text. */
  readonly body?: unknown;
  /** The body in pieces, one a turn. */
  readonly chunks?: readonly string[];
  /** Closes the connection after so much of the answer, as a partner that breaks off. */
  readonly breakOff?: boolean;
  /** Never answers: for timeouts and aborts. */
  readonly silent?: boolean;
}

export type Answering = (request: Received) => Answer | Promise<Answer>;

// What differs from one run to the next whoever sends it.
const volatileHeaders = new Set([
  'amz-sdk-invocation-id',
  'idempotency-key',
  'x-amz-date',
  'x-stripe-client-telemetry',
  'date',
]);

/** A partner on loopback that notes what it is asked. */
export class PartnerServer {
  readonly received: string[] = [];
  readonly #server = createServer(
    { keepAliveTimeout: 1_000 },
    (request, response) => void this.#take(request, response),
  );
  readonly #answering: Answering;

  constructor(answering: Answering) {
    this.#answering = answering;
    this.#server.on('error', () => {});
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  start(): Promise<void> {
    return new Promise((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const index = this.received.push('') - 1;
    const body = await text(request).catch(() => 'broken off');
    this.received[index] = [`${method} ${path}`, ...namesAndValues(headers), withoutChance(body)].join('\n');
    send(response, await this.#answering({ method, path, headers, body, index }));
  }
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.silent) return;
  response.sendDate = false;
  const { status = 200, body, chunks, headers } = answer;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { ...(text !== body && { 'content-type': 'application/json' }), ...headers });
  if (chunks === undefined) response.end(text);
  else void sendChunks(response, chunks, answer.breakOff ?? false);
}

async function sendChunks(response: ServerResponse, chunks: readonly string[], breakOff: boolean): Promise<void> {
  for (const chunk of chunks) {
    response.write(chunk);
    await new Promise((resolve) => void setImmediate(resolve));
  }
  if (breakOff) response.destroy();
  else response.end();
}

function namesAndValues(headers: IncomingMessage['headers']): string[] {
  return Object.entries(headers)
    .filter(([name]) => !volatileHeaders.has(name))
    .map(([name, value]) => `${name}: ${withoutChance(String(value)).replace(/Signature=\w+/, 'Signature=')}`)
    .sort();
}

function withoutChance(text: string): string {
  return text.replace(/-{4,}[\w-]+/g, '----boundary').replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi, '<uuid>');
}
