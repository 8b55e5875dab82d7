import { readOptions, usage } from './options.ts';
import type { DemoOptions } from './options.ts';

let options: DemoOptions | 'help';
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n\n${usage}\n`);
  process.exit(2);
}
if (options === 'help') {
  process.stdout.write(`${usage}\n`);
} else {
  const { play } = await import('./play.ts');
  const { QueueError } = await import('./office/queue/bull.ts');
  try {
    process.exitCode = await play(options);
    // BullMQ tries for ever to reach a Redis that went away meanwhile; all that is left to do is to write.
    if (options.redis !== undefined) setTimeout(() => process.exit(), 1_000).unref();
  } catch (error) {
    if (!(error instanceof QueueError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}
