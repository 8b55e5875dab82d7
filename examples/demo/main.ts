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
  process.exitCode = await play(options);
}
