import { EventEmitter, once } from 'node:events';
import { atOnce } from './queue.ts';
import type { Upload, UploadQueue } from './queue.ts';

/** A queue of this process: what BullMQ does with `--redis`, without Redis. */
export function openInProcess(): UploadQueue {
  const waiting: { readonly text: string; readonly since: number }[] = [];
  const changed = new EventEmitter().setMaxListeners(atOnce + 2);
  let active = 0;
  let completed = 0;
  let failed = 0;
  let paused = false;
  let closed = false;
  let workers: Promise<unknown> = Promise.resolve();

  // A loop of its own, begun outside any trace, as a worker's process would be: only the message has the trace.
  async function worker(handle: (upload: Upload) => Promise<void>): Promise<void> {
    while (!closed) {
      const next = paused ? undefined : waiting.shift();
      if (next === undefined) {
        await once(changed, 'change');
        continue;
      }
      active += 1;
      try {
        await handle(JSON.parse(next.text) as Upload);
        completed += 1;
      } catch {
        failed += 1;
      }
      active -= 1;
      changed.emit('change');
    }
  }

  return {
    observable: () => {
      const [oldest] = waiting;
      const oldestAge = oldest === undefined ? 0 : performance.now() - oldest.since;
      return { waiting: waiting.length, active, completed, failed, oldestAge };
    },
    async add(upload) {
      waiting.push({ text: JSON.stringify(upload), since: performance.now() });
      changed.emit('change');
    },
    work(handle) {
      workers = Promise.all(Array.from({ length: atOnce }, () => worker(handle)));
    },
    async pause() {
      paused = true;
      while (active > 0) await once(changed, 'change');
    },
    resume() {
      paused = false;
      changed.emit('change');
    },
    async close() {
      closed = true;
      changed.emit('change');
      await workers;
    },
  };
}
