import { observeQueue, observeUsers } from 'partner-otel';
import type { Fleet } from '../partners/fleet.ts';
import { createClients } from './clients.ts';
import type { Clients } from './clients.ts';
import { Accounts, customers } from './customers.ts';
import type { Customer } from './customers.ts';
import { queueType } from './queue/queue.ts';
import type { Upload, UploadQueue } from './queue/queue.ts';
import { createPipeline } from './stages.ts';
import { createSync } from './syncs.ts';
import type { Pull } from './syncs.ts';

/** The back end: its clients, and the work that it does behind them. */
export interface Office extends Clients {
  readonly pull: Pull;
  /** Whose turn it is to be synced. */
  nextCustomer(): Customer;
  /** Hands an upload to the stages. */
  send(upload: Upload): Promise<void>;
  /** The customer's syncs fail from now on, or no longer. */
  fallBehind(customer: Customer, behind: boolean): void;
  isBehind(customer: Customer): boolean;
  /** Nothing is taken from the queue any more, or is again; resolves when what ran has ended. */
  standStill(still: boolean): Promise<void>;
  readonly stands: boolean;
  /** The queue and what observes it; to be stood still before. */
  close(): Promise<void>;
}

export function openOffice(fleet: Fleet, queue: UploadQueue): Office {
  const clients = createClients(fleet);
  const accounts = new Accounts();
  let stands = false;
  let turn = 0;
  // Read at every look at the screen; the defaults are for readers that come every 15 s.
  const every = 100;
  const observation = observeQueue(queue.observable, {
    queueType,
    partner: 'satloc',
    depthLimit: 25,
    oldestAgeLimit: 4_000,
    every,
  });
  observeUsers(() => accounts.users(), { partner: 'satloc', every });
  queue.work(createPipeline(clients));
  return {
    ...clients,
    pull: createSync(clients, accounts),
    nextCustomer() {
      turn += 1;
      return customers[turn % customers.length] ?? customers[0];
    },
    send: queue.add,
    fallBehind: (customer, behind) => accounts.close(customer, behind),
    isBehind: (customer) => accounts.isClosed(customer),
    async standStill(still) {
      stands = still;
      if (still) await queue.pause();
      else queue.resume();
    },
    get stands() {
      return stands;
    },
    async close() {
      observation.dispose();
      await queue.close();
    },
  };
}
