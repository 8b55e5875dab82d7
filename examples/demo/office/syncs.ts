import { PutObjectCommand } from '@aws-sdk/client-s3';
import { instrumentSync } from 'partner-otel';
import type { Clients } from './clients.ts';
import type { Accounts, Customer } from './customers.ts';

/** Pulls what was applied for one customer; gives the number of files. */
export type Pull = (customer: Customer, signal: AbortSignal) => Promise<number>;

/** Short, so that a customer that falls behind shows while one looks. */
const staleness = 5_000;

export function createSync({ satloc, s3 }: Clients, accounts: Accounts): Pull {
  const pull: Pull = async (customer, signal) => {
    let files = 0;
    for await (const file of satloc.files.list(accounts.of(customer), { signal })) {
      const { csv } = await satloc.files.fetch(file.id, { signal });
      const object = new PutObjectCommand({ Bucket: 'applied-data', Key: file.name, Body: csv });
      await s3.send(object, { abortSignal: signal });
      files += 1;
    }
    return files;
  };
  return instrumentSync(pull, {
    partner: 'satloc',
    operation: 'applied-data',
    customer: (customer) => customer,
    records: (files) => files,
    staleness,
  });
}
