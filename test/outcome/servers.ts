import { createServer, type IncomingHttpHeaders } from 'node:http';
import net, { type AddressInfo } from 'node:net';

/** What a partner of the tests answers to whatever it is asked. */
export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | ((headers: IncomingHttpHeaders) => string);
}

export interface Served {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Answers every request alike. */
export async function answering({ status, headers, body }: Answer): Promise<Served> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'function' ? body(request.headers) : (body ?? '{"message":"no"}'));
    });
  });
  return listen(server);
}

/** Takes connections and says nothing, so that a time limit of the client's always passes and no clock is raced. */
export function silent(onRequest?: () => void): Promise<Served> {
  return listen(net.createServer((socket) => void socket.on('error', () => {}).on('data', () => onRequest?.())));
}

/** Takes connections and hangs up at the first byte. */
export function hangingUp(): Promise<Served> {
  return listen(net.createServer((socket) => void socket.on('error', () => {}).once('data', () => socket.destroy())));
}

/** Speaks by the line, as Redis does: `reply` gives the answer to what came. */
export function replying(reply: (received: string) => string): Promise<Served> {
  return listen(
    net.createServer((socket) => {
      socket.on('error', () => {}).on('data', (data) => socket.write(reply(data.toString())));
    }),
  );
}

/**
 * A port that refuses: the near end of a connection of ours holds it, so that no other process can be given it and
 * begin to listen while the tests run, as with a port that was only closed.
 */
export async function refusing(): Promise<Served> {
  const far = await listen(net.createServer((socket) => void socket.on('error', () => {})));
  const near = net.connect(far.port, '127.0.0.1');
  await new Promise((resolve) => near.once('connect', resolve));
  const port = near.localPort ?? 0;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      near.destroy();
      await far.close();
    },
  };
}

async function listen(server: net.Server): Promise<Served> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
