import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, say } from './cache.ts';
import { command } from './command.ts';
import { freePort, serve } from './server.ts';
import type { Server } from './server.ts';

const packages = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'];
const missing = 'The system suite takes Redis from packages of Debian: it needs apt-get and dpkg.';

/** Unpacks Redis beside the system and not into it: nothing is installed, nothing is started by it. */
export function installRedis(): Promise<string> {
  return cached(`redis-${release()}-${arch()}`, async (folder) => {
    say(`redis: ${packages.join(', ')} by apt-get download`);
    const download = () => command('apt-get', ['download', ...packages], { cwd: folder, missing });
    await download().catch(async () => {
      say('redis: apt-get update, for its lists are old or none');
      await command('apt-get', ['update'], { missing });
      await download();
    });
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
      await command('dpkg', ['-x', file, '.'], { cwd: folder, missing });
      rmSync(join(folder, file));
    }
  });
}

/** A Redis on a free port of loopback, which keeps what it holds over a stop and a start. */
export class Redis {
  readonly port: number;
  readonly #unpacked: string;
  readonly #data: string = mkdtempSync(join(tmpdir(), 'partner-otel-redis-'));
  #server: Server | undefined;

  static async start(): Promise<Redis> {
    const redis = new Redis(await installRedis(), await freePort());
    await redis.start();
    return redis;
  }

  private constructor(unpacked: string, port: number) {
    this.#unpacked = unpacked;
    this.port = port;
  }

  async start(): Promise<void> {
    const libraries = readdirSync(join(this.#unpacked, 'usr/lib')).filter((name) => name.includes('linux'));
    const address = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#data];
    this.#server = await serve({
      binary: join(this.#unpacked, 'usr/bin/redis-server'),
      // BullMQ says so where anything may be evicted.
      args: [...address, '--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction'],
      env: { LD_LIBRARY_PATH: libraries.map((name) => join(this.#unpacked, 'usr/lib', name)).join(':') },
      ready: 'Ready to accept connections',
    });
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.#data, { recursive: true, force: true });
  }
}

function release(): string {
  try {
    const text = readFileSync('/etc/os-release', 'utf8');
    return ['ID', 'VERSION_ID'].map((key) => new RegExp(`^${key}="?([\\w.]+)`, 'm').exec(text)?.[1] ?? '0').join('-');
  } catch {
    throw new Error(missing);
  }
}
