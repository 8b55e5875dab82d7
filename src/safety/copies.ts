import { fileURLToPath } from 'node:url';
import { scope } from '../signals/index.ts';
import { sayOnce } from './say.ts';
import { shared } from './shared.ts';

// By folder, so that the ESM and the CommonJS files of one copy are one.
const copies = shared('copies', () => new Map<string, string>());
copies.set(fileURLToPath(new URL('.', import.meta.url)), scope.version);

/** What `sayRecovered` takes to have it said again, once somebody can hear it. */
export const copiesTopic = 'copies of the package';

/** Says which copies of this package the process has loaded, where it is more than one. */
export function sayCopies(): void {
  if (copies.size < 2) return;
  const found = [...copies].map(([folder, version]) => `${version} in ${folder}`).join(' and ');
  sayOnce(
    copiesTopic,
    `${copies.size} copies of partner-otel are loaded: ${found}. They share what they know, and the first to start stands. ` +
      'Cure: `npm dedupe partner-otel`, or one version for all that `npm ls partner-otel` shows',
  );
}
