import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Server {
  /** Ends it and waits until it has; once ended it may be called again. */
  stop(): Promise<void>;
}

interface ServerCommand {
  readonly binary: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it prints when it may be asked. */
  readonly ready: string | RegExp;
}

/** Starts a server of somebody else's and waits until it says that it is ready. */
export async function serve({ binary, args, env = {}, ready }: ServerCommand): Promise<Server> {
  const child = spawn(binary, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const killed = () => child.kill('SIGKILL');
  // vitest ends its workers by a signal when it is interrupted, and no `exit` is heard then.
  const interrupted = () => process.exit(1);
  process.once('exit', killed).once('SIGTERM', interrupted).once('disconnect', interrupted);
  void ended.then(() => process.off('exit', killed).off('SIGTERM', interrupted).off('disconnect', interrupted));
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const look = (text: Buffer) => {
      printed += text.toString();
      if (printed.search(ready) >= 0) resolve();
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('error', reject);
    void ended.then(() => reject(new Error(`${binary} ended before it was ready:\n${printed}`)));
  });
  return {
    async stop() {
      child.kill('SIGTERM');
      const impatience = setTimeout(killed, 10_000);
      await ended;
      clearTimeout(impatience);
    },
  };
}

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
