import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { text } from '../variables/index.ts';
import type { Letter } from './channel.ts';
import type { Outgoing } from './outgoing.ts';
import { sender } from './sender.ts';

/**
 * Sends what is left within this call, by a thread of its own: at an `exit`, after an error that nobody caught, or
 * `process.exit()`, this thread's event loop turns no more. Takes at most so many milliseconds.
 */
export function sendLastWords({ channels, queues, readers, resource }: Outgoing, limit: number): void {
  // Else the SDK complains, of each span, that something is still pending.
  if (resource !== undefined) Object.assign(resource, { _asyncAttributesPending: false });
  const reachable = channels.filter(({ endpoint }) => !endpoint.silent);
  for (const channel of channels) channel.keep();
  for (const queue of [...queues, ...readers]) queue.letOut();
  const letters = reachable.flatMap((channel) => channel.letters().map((letter) => ({ letter, channel })));
  if (letters.length === 0) return;
  const signal = new Int32Array(new SharedArrayBuffer(4 * (1 + letters.length)));
  const worker = new Worker(sender, {
    eval: true,
    workerData: { signal, letters: letters.map(({ letter }) => ({ ...letter, tls: certificates(letter) })) },
    // It must neither start telemetry of its own, by an inherited --import, nor write anything.
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
  });
  worker.unref();
  Atomics.wait(signal, 0, 0, limit);
  for (const [index, { channel }] of letters.entries()) if (signal[index + 1] === 1) channel.lost();
}

/** As the exporters read them; a file that cannot be read is left out, as there. */
function certificates({ url, signal }: Letter): Record<string, Buffer> {
  if (!url.startsWith('https:')) return {};
  const files = { ca: 'CERTIFICATE', cert: 'CLIENT_CERTIFICATE', key: 'CLIENT_KEY' };
  const found = Object.entries(files).flatMap(([option, name]) => {
    const path = text(`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${name}`) ?? text(`OTEL_EXPORTER_OTLP_${name}`);
    try {
      return path === undefined ? [] : [[option, readFileSync(path)] as const];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(found);
}
