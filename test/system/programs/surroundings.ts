import { BullMQOtel } from 'bullmq-otel';
import type { QueueOptions } from 'bullmq';

/** Where a program finds its servers. */
export const partnersUrl: string = process.env['PARTNERS_URL'] ?? '';
export const mongoUrl: string = process.env['MONGO_URL'] ?? '';

/** Options of a queue or worker. Made when telemetry is started: BullMQ's own takes its meter, which has no proxy, at once. */
export function bullOptions(): QueueOptions {
  const connection = { host: '127.0.0.1', port: Number(process.env['REDIS_PORT']) };
  if (process.env['BULLMQ_TELEMETRY'] !== 'on') return { connection };
  const names = { tracerName: 'bullmq', meterName: 'bullmq', enableMetrics: true };
  return { connection, telemetry: new BullMQOtel(names) };
}

/** The steps that a test asks for by name, one after the other; each is answered by its name. */
export function obey(steps: Readonly<Record<string, () => Promise<unknown>>>): void {
  // Whoever asked is gone, and would have ended this.
  process.on('disconnect', () => process.exit());
  process.on('message', (name: string) => {
    void steps[name]?.().then(() => process.send?.(name));
  });
}
