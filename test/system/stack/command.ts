import { execFile } from 'node:child_process';

interface Failure extends Error {
  readonly code?: string | number;
}

interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What to say where the command is not there. */
  readonly missing: string;
}

/** What a command prints; where it fails, an error with what it complained of. */
export function command(name: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const env = { ...process.env, ...options.env };
  return new Promise((resolve, reject) => {
    execFile(name, args, { cwd: options.cwd, env, maxBuffer: 64 * 1_048_576 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if ((error as Failure).code === 'ENOENT') reject(new Error(options.missing));
      else reject(new Error(`${name} ${args.join(' ')} failed:\n${stderr.trim().slice(-4_000)}`));
    });
  });
}
