import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Clients } from './clients.ts';
import type { Random } from './random.ts';

/** One piece of work of the back end: calls to several partners, in a trace of its own. */
export interface Work {
  readonly name: string;
  /** How often it comes, beside the others. */
  readonly weight: number;
  run(clients: Clients, random: Random, signal: AbortSignal): Promise<void>;
}

const Bucket = 'applied-data';
const farms = ['Warrah', 'Gundabooka', 'Merri Creek', 'Tarcutta'] as const;
const products = ['glyphosate 540', 'urea', 'azoxystrobin', 'cottonseed oil'] as const;
const aircraft = ['AT-802 VH-ODJ', 'AT-502 VH-FNX', 'Thrush 510 VH-JAY'] as const;

export const work = {
  'plan application': {
    name: 'plan application',
    weight: 4,
    async run({ weather, satloc }, random, signal) {
      const params = {
        latitude: -30 - random.next() * 5,
        longitude: 145 + random.next() * 5,
        hourly: 'wind_speed_10m',
      };
      await weather.get('v1/forecast', { params, signal });
      const corner = random.next();
      const { id } = await satloc.jobs.upload(
        {
          field: `${random.pick(farms)} ${random.between(1, 40)}`,
          product: random.pick(products),
          hectares: random.between(20, 400),
          boundary: [
            [149 + corner, -33],
            [149.02 + corner, -33],
            [149.02 + corner, -33.02],
            [149 + corner, -33.02],
          ],
        },
        { signal },
      );
      await satloc.assignments.create(
        { jobId: id, aircraft: random.pick(aircraft), pilot: `pilot-${random.between(1, 9)}` },
        { signal },
      );
    },
  },

  'collect applied data': {
    name: 'collect applied data',
    weight: 4,
    async run({ satloc, s3 }, random, signal) {
      for await (const file of satloc.files.list(`job-${random.between(1, 60)}`, { signal })) {
        const { csv } = await satloc.files.fetch(file.id, { signal });
        await s3.send(new PutObjectCommand({ Bucket, Key: file.name, Body: csv }), { abortSignal: signal });
      }
    },
  },

  'invoice customer': {
    name: 'invoice customer',
    weight: 2,
    async run({ stripe }, random) {
      const customer = await stripe.customers.create({ name: random.pick(farms), email: 'accounts@example.com' });
      await stripe.paymentIntents.create({
        customer: customer.id,
        amount: random.between(90_000, 900_000),
        currency: 'aud',
      });
    },
  },

  'reconcile customers': {
    name: 'reconcile customers',
    weight: 1,
    async run({ stripe }) {
      for await (const customer of stripe.customers.list({ limit: 3 })) {
        if (customer.email === null) throw new Error(`customer ${customer.id} has no address`);
      }
    },
  },

  'report drift': {
    name: 'report drift',
    weight: 2,
    async run({ github }, random, caller) {
      const repo = { owner: 'warrah-air', repo: 'operations' };
      // octokit waits for five minutes where nobody tells it otherwise.
      const patient = (): { signal: AbortSignal } => ({ signal: AbortSignal.any([caller, AbortSignal.timeout(800)]) });
      await github.rest.repos.get({ ...repo, request: patient() });
      await github.rest.issues.create({
        ...repo,
        title: `Drift over ${random.pick(farms)}`,
        labels: ['drift'],
        request: patient(),
      });
    },
  },

  'audit archive': {
    name: 'audit archive',
    weight: 2,
    async run({ s3 }, random, signal) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }), { abortSignal: signal });
      const [first, ...others] = Contents;
      if (first === undefined) return;
      const { Key } = random.pick([first, ...others.slice(-3)]);
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }), { abortSignal: signal });
      await Body?.transformToString();
    },
  },
} as const satisfies Record<string, Work>;
export type WorkName = keyof typeof work;
