import { join } from 'node:path';
import type { OtlpServer } from '../support/otlp-server.ts';
import { runProgram } from '../support/program.ts';
import type { Program } from '../support/program.ts';
import type { Partners } from './partners.ts';
import type { Ferret } from './stack/ferret.ts';
import type { Redis } from './stack/redis.ts';

interface Surroundings {
  readonly otlp: OtlpServer;
  readonly redis?: Redis;
  readonly partners?: Partners;
  readonly ferret?: Ferret;
  readonly env?: Readonly<Record<string, string>>;
}

/** Programs in processes of their own, told where to find what they need, and ended with their test. */
export class Processes {
  readonly #env: Record<string, string>;
  readonly #running: Program[] = [];

  constructor({ otlp, redis, partners, ferret, env = {} }: Surroundings) {
    this.#env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
      // What arrives soon is seen soon.
      OTEL_BSP_SCHEDULE_DELAY: '100',
      OTEL_BLRP_SCHEDULE_DELAY: '100',
      OTEL_METRIC_EXPORT_INTERVAL: '500',
      OTEL_METRIC_EXPORT_TIMEOUT: '500',
      REDIS_PORT: String(redis?.port ?? 0),
      PARTNERS_URL: partners?.url ?? '',
      MONGO_URL: ferret?.url ?? '',
      ...env,
    };
  }

  start(name: string, args: readonly string[] = [], preloads: readonly string[] = []): Program {
    const file = join(import.meta.dirname, 'programs', `${name}.ts`);
    const program = runProgram({ file, args, preloads, env: this.#env, ipc: true });
    this.#running.push(program);
    return program;
  }

  /** Starts one that ends by itself, and waits until it has. */
  async run(name: string, args: readonly string[] = []): Promise<void> {
    const program = this.start(name, args);
    const { code, stderr } = await program.ended;
    if (code !== 0) throw new Error(`${name} ended with ${code}\n${stderr}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { child } of this.#running) child.kill('SIGTERM');
    await Promise.all(
      this.#running.map(async ({ child, ended }) => {
        const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000);
        await ended;
        clearTimeout(impatience);
      }),
    );
  }
}
