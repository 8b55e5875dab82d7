// Checked by `tsc`, never run: each line under `@ts-expect-error` must fail to compile, and nothing else may.
import { beginSync, instrumentStage, instrumentSync } from '../../src/index.ts';

interface Customer {
  readonly id: string;
}
interface Job {
  readonly data: { readonly carrier: unknown };
}

const jobs = { partner: 'satloc', operation: 'jobs' } as const;

// Syncs: the function's own type comes back, and the options know its arguments and its result

const pull = async (customer: Customer, since?: Date): Promise<readonly string[]> => [customer.id, String(since)];

export const pulled: typeof pull = instrumentSync(pull, {
  partner: (customer) => customer.id,
  operation: 'jobs',
  customer: ({ id }, since) => `${id}${since?.getTime()}`,
  records: (names) => ({ synced: names.length }),
  staleness: 1,
});

instrumentSync(pull, {
  ...jobs,
  lastSuccess: async () => [
    { customer: 'a', at: new Date() },
    { at: 7, failures: 1 },
  ],
});

// @ts-expect-error a customer is an id
instrumentSync(pull, { ...jobs, customer: (customer) => customer });

// @ts-expect-error the result has no such field
instrumentSync(pull, { ...jobs, records: (names) => names.count });

// @ts-expect-error a misspelt option
instrumentSync(pull, { ...jobs, stalenes: 1 });

// @ts-expect-error a sync has a partner
instrumentSync(pull, { operation: 'jobs' });

// @ts-expect-error not a function
instrumentSync({ pull }, jobs);

export const generic: <T>(value: T) => Promise<T> = instrumentSync(async <T>(value: T) => value, jobs);

class Puller {
  readonly name = 'a';
  pull = instrumentSync(function pullAll(this: Puller): string {
    return this.name;
  }, jobs);
}
export const name: string = new Puller().pull();

beginSync({ ...jobs, customer: 7 }).end();

// @ts-expect-error a begun run is given its customer
beginSync({ ...jobs, customer: () => 'a' });

// Stages: the carrier is that of one message, of a batch too

instrumentStage(async (job: Job) => job, { stage: 'parse', queue: 'uploads', carrier: (job) => job.data.carrier });

instrumentStage(async (all: readonly Job[]) => all.length, {
  stage: 'store',
  carrier: (job) => job.data.carrier,
  records: (stored, input) => ({ in: input.length, out: stored }),
  relation: 'link',
});

// @ts-expect-error one message, not the batch
instrumentStage(async (all: Job[]) => all.length, { stage: 'store', carrier: (batch) => batch.length });

// @ts-expect-error a relation that does not exist
instrumentStage(async (job: Job) => job, { stage: 'parse', relation: 'child' });

// @ts-expect-error a direction that does not exist
instrumentStage(async (job: Job) => job, { stage: 'parse', records: () => ({ kept: 1 }) });
