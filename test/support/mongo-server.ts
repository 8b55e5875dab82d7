import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import mongoose from 'mongoose';

const { deserialize, Long, serialize } = mongoose.mongo.BSON;

type Document = Record<string, unknown>;

const opMessage = 2013;
const opQuery = 2004;
const opReply = 1;

/**
 * As much of MongoDB's wire protocol as a driver needs to say hello, insert and find nothing; for tests about who watches
 * the driver and not about databases.
 */
export class MongoServer {
  readonly commands: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  static async start(): Promise<MongoServer> {
    const mongo = new MongoServer();
    await new Promise<void>((resolve) => mongo.#server.listen(0, '127.0.0.1', resolve));
    return mongo;
  }

  private constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      let rest: Buffer = Buffer.alloc(0);
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        rest = Buffer.concat([rest, chunk]);
        while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
          const length = rest.readInt32LE(0);
          socket.write(this.#answer(rest.subarray(0, length)));
          rest = rest.subarray(length);
        }
      });
    });
  }

  get url(): string {
    return `mongodb://127.0.0.1:${(this.#server.address() as AddressInfo).port}/test`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(message: Buffer): Buffer {
    const isQuery = message.readInt32LE(12) === opQuery;
    // A query's document follows flags, name, skip and limit; a message's first section flags and its kind.
    const at = isQuery ? message.indexOf(0, 20) + 9 : 21;
    const command = deserialize(message.subarray(at, at + message.readInt32LE(at)));
    const name = Object.keys(command)[0] ?? '';
    this.commands.push(name);
    const body = serialize(answerTo(name, command));
    const front = isQuery ? Buffer.alloc(20) : Buffer.alloc(5);
    if (isQuery) front.writeInt32LE(1, 16);
    const header = Buffer.alloc(16);
    header.writeInt32LE(16 + front.length + body.length, 0);
    header.writeInt32LE(message.readInt32LE(4), 8);
    header.writeInt32LE(isQuery ? opReply : opMessage, 12);
    return Buffer.concat([header, front, body]);
  }
}

function answerTo(name: string, command: Document): Document {
  if (/^(hello|ismaster)$/i.test(name)) {
    return {
      ok: 1,
      helloOk: true,
      isWritablePrimary: true,
      ismaster: true,
      minWireVersion: 0,
      maxWireVersion: 25,
      maxBsonObjectSize: 16_777_216,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      localTime: new Date(),
    };
  }
  if (name === 'insert') return { ok: 1, n: 1 };
  if (name === 'find') {
    return {
      ok: 1,
      cursor: { id: Long.ZERO, ns: `${String(command['$db'])}.${String(command['find'])}`, firstBatch: [] },
    };
  }
  return { ok: 1 };
}
