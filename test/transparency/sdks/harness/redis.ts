import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A Redis on loopback that knows a handful of commands, and notes them. */
export class RedisServer {
  readonly received: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #data = new Map<string, string>();
  readonly #server = createServer((socket) => this.#serve(socket));

  get url(): string {
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  start(): Promise<void> {
    return new Promise((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
  }

  stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => void this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    let buffered = '';
    let queued: string[] | undefined;
    socket.on('data', (chunk) => {
      buffered += chunk.toString('latin1');
      for (let parsed = parse(buffered); parsed !== undefined; parsed = parse(buffered)) {
        buffered = buffered.slice(parsed.length);
        const [name = '', ...args] = parsed.words;
        const command = name.toUpperCase();
        if (!['INFO', 'CLIENT', 'HELLO'].includes(command)) this.received.push([command, ...args].join(' '));
        if (command === 'MULTI') queued = [];
        else if (command === 'EXEC') {
          socket.write(`*${queued?.length ?? 0}\r\n${queued?.join('') ?? ''}`);
          queued = undefined;
          continue;
        } else if (queued !== undefined) {
          queued.push(this.#answer(command, args));
          socket.write('+QUEUED\r\n');
          continue;
        }
        socket.write(this.#answer(command, args));
        if (command === 'QUIT') socket.end();
      }
    });
  }

  #answer(command: string, [key = '', value = '']: string[]): string {
    switch (command) {
      case 'GET':
        return bulk(this.#data.get(key));
      case 'SET':
        this.#data.set(key, value);
        return '+OK\r\n';
      case 'DEL':
        return `:${Number(this.#data.delete(key))}\r\n`;
      case 'INCR':
        return '-ERR value is not an integer or out of range\r\n';
      case 'MGET':
        return `*2\r\n${bulk(this.#data.get(key))}${bulk(this.#data.get(value))}`;
      case 'SCAN':
        return key === '0' ? `*2\r\n${bulk('7')}*1\r\n${bulk('a')}` : `*2\r\n${bulk('0')}*1\r\n${bulk('b')}`;
      case 'EVALSHA':
      case 'EVAL':
        return ':7\r\n';
      case 'HELLO':
        return "-ERR unknown command 'HELLO'\r\n";
      case 'INFO':
        return bulk('redis_version:7.0.0\r\nloading:0');
      default:
        return '+OK\r\n';
    }
  }
}

function bulk(text: string | undefined): string {
  return text === undefined ? '$-1\r\n' : `$${text.length}\r\n${text}\r\n`;
}

/** One command from the front of what was received, where it is complete. */
function parse(text: string): { readonly words: string[]; readonly length: number } | undefined {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (head === null) return undefined;
  let at = head[0].length;
  const words: string[] = [];
  for (let left = Number(head[1]); left > 0; left -= 1) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at));
    if (size === null) return undefined;
    const from = at + size[0].length;
    at = from + Number(size[1]) + 2;
    if (text.length < at) return undefined;
    words.push(text.slice(from, at - 2));
  }
  return { words, length: at };
}
