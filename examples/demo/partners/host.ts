// The process of one partner: `node host.ts <partner> <seed>`, started and told its faults by fleet.ts.
import type { Fault } from '../faults.ts';
import { createRandom } from '../random.ts';
import { servePartner } from './server.ts';
import type { Partner } from './server.ts';

const [name = '', seed = '1'] = process.argv.slice(2);

// Ctrl-C reaches every process of the terminal; the demo says when to stop, or is gone.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));

const { createPartner } = (await import(`./${name}.ts`)) as { createPartner: () => Partner };
const server = await servePartner(createPartner(), createRandom(Number(seed)));

process.on('message', ({ fault }: { fault: Fault }) => {
  void server.suffer(fault).then(() => process.send?.({ fault }));
});
process.send?.({ port: server.port });
