import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, say } from './cache.ts';
import { command } from './command.ts';
import { freePort, serve } from './server.ts';
import type { Server } from './server.ts';

const sources = join(import.meta.dirname, 'ferret');
const missing = 'The system suite builds its MongoDB-protocol server (FerretDB): it needs Go, https://go.dev/dl/.';

/** Builds FerretDB once for each version of Go, pins and sources. */
export async function buildFerret(): Promise<string> {
  const env = { GOWORK: 'off', CGO_ENABLED: '0' };
  const version = await command('go', ['version'], { cwd: sources, env, missing });
  const hash = createHash('sha256').update(version);
  for (const file of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(join(sources, file)));
  const folder = await cached(`ferret-${hash.digest('hex').slice(0, 16)}`, async (fresh) => {
    say(`ferret: go build, a minute or two of all cores where Go's cache is cold (${version.trim()})`);
    const flags = ['-mod=readonly', '-trimpath', '-ldflags', '-s -w', '-o', join(fresh, 'ferret')];
    await command('go', ['build', ...flags, '.'], { cwd: sources, env, missing });
  });
  return join(folder, 'ferret');
}

/** A server of MongoDB's protocol on a free port of loopback, over SQLite in a folder that goes with it. */
export class Ferret {
  readonly url: string;
  readonly #server: Server;
  readonly #data: string;

  static async start(): Promise<Ferret> {
    const binary = await buildFerret();
    const data = mkdtempSync(join(tmpdir(), 'partner-otel-ferret-'));
    const address = `127.0.0.1:${await freePort()}`;
    const server = await serve({ binary, args: [address, data], ready: /Listening on TCP|mongodb:\/\// });
    return new Ferret(`mongodb://${address}/farm`, server, data);
  }

  private constructor(url: string, server: Server, data: string) {
    this.url = url;
    this.#server = server;
    this.#data = data;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop();
    rmSync(this.#data, { recursive: true, force: true });
  }
}
