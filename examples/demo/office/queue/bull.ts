import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { diag } from '@opentelemetry/api';
import type { Worker } from 'bullmq';
import { atOnce } from './queue.ts';
import type { Upload, UploadQueue } from './queue.ts';

/** The demo cannot do what was asked for; with its exit code. */
export class QueueError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number, cause?: unknown) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}

const patience = 3_000;

/** The same queue in Redis, by BullMQ; under a name of this process, and gone with it. */
export async function openBull(url: URL): Promise<UploadQueue> {
  await reach(url);
  const bull = await loadBullMQ();
  const name = `partner-otel-demo-${process.pid}`;
  const complain = ({ message }: Error): void => diag.warn(`the queue in Redis: ${message}`);
  const queue = new bull.Queue<Upload>(name, { connection: { url: url.href } });
  queue.on('error', complain);
  await queue.waitUntilReady();
  let worker: Worker<Upload> | undefined;
  return {
    observable: queue,
    async add(upload) {
      const added = queue.add('upload', upload, { removeOnComplete: 1_000, removeOnFail: 1_000 });
      added.catch(complain);
      if (!(await inTime(added))) throw new Error(`Redis took no upload within ${patience / 1_000} s`);
    },
    work(handle) {
      const connection = { url: url.href, maxRetriesPerRequest: null };
      worker = new bull.Worker<Upload>(name, ({ data }) => handle(data), { connection, concurrency: atOnce });
      worker.on('error', complain);
    },
    async pause() {
      await inTime(worker?.pause());
    },
    resume: () => worker?.resume(),
    async close() {
      const isClosed = await inTime(
        (async () => {
          await worker?.close();
          await queue.obliterate({ force: true });
          await queue.close();
        })().catch(complain),
      );
      // They would try to reach a Redis that is gone until the process ended, which they keep from ending.
      if (!isClosed) await inTime(Promise.all([worker?.disconnect(), queue.disconnect()]).catch(complain));
    },
  };
}

/** Whether it was done before the patience was over. */
async function inTime(done: Promise<unknown> | undefined): Promise<boolean> {
  const over = new AbortController();
  const late = sleep(patience, false, { signal: over.signal }).catch(() => false);
  const isDone = await Promise.race([Promise.resolve(done).then(() => true), late]);
  over.abort();
  return isDone;
}

async function loadBullMQ(): Promise<typeof import('bullmq')> {
  try {
    return await import('bullmq');
  } catch (cause) {
    throw new QueueError('--redis needs BullMQ: npm install --no-save bullmq', 2, cause);
  }
}

/** BullMQ tries for ever; whoever starts a demo would rather hear it. */
async function reach(url: URL): Promise<void> {
  const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 6_379) });
  socket.setTimeout(patience, () => socket.destroy(new Error(`no answer within ${patience / 1_000} s`)));
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => socket.write('PING\r\n'));
      // Whether it wants a password is between it and BullMQ.
      socket.once('data', (answer) => {
        const isRedis = /^[+-]/.test(answer.toString());
        if (isRedis) resolve();
        else reject(new Error('what answers there is no Redis'));
      });
      socket.once('close', () => reject(new Error('it closed the connection')));
    });
  } catch (cause) {
    throw new QueueError(`--redis: no Redis at ${url.host}: ${(cause as Error).message}`, 1, cause);
  } finally {
    socket.destroy();
  }
}
