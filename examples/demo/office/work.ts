import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { carry } from 'partner-otel';
import type { Random } from '../random.ts';
import type { Office } from './office.ts';

/** One piece of work of the back end: calls to several partners, in a trace of its own. */
export interface Work {
  readonly name: string;
  /** How often it comes, beside the others. */
  readonly weight: number;
  run(office: Office, random: Random, signal: AbortSignal): Promise<void>;
}

const Bucket = 'applied-data';
const farms = ['Warrah', 'Gundabooka', 'Merri Creek', 'Tarcutta'] as const;
const products = ['glyphosate 540', 'urea', 'azoxystrobin', 'cottonseed oil'] as const;
const aircraft = ['AT-802 VH-ODJ', 'AT-502 VH-FNX', 'Thrush 510 VH-JAY'] as const;

export const work = {
  'plan application': {
    name: 'plan application',
    weight: 4,
    async run({ weather, satloc, send }, random, signal) {
      const latitude = -30 - random.next() * 5;
      const longitude = 145 + random.next() * 5;
      await weather.get('v1/forecast', { params: { latitude, longitude, hourly: 'wind_speed_10m' }, signal });
      const boundary = [
        [longitude, latitude],
        [longitude + 0.02, latitude],
        [longitude + 0.02, latitude - 0.02],
        [longitude, latitude - 0.02],
      ] as const;
      const { id } = await satloc.jobs.upload(
        {
          field: `${random.pick(farms)} ${random.between(1, 40)}`,
          product: random.pick(products),
          hectares: random.between(20, 400),
          boundary,
        },
        { signal },
      );
      await send({
        job: id,
        aircraft: random.pick(aircraft),
        pilot: `pilot-${random.between(1, 9)}`,
        rows: boundary.map(([east, north]) => `${north},${east}`).join('\n'),
        carrier: carry(),
      });
    },
  },

  'collect applied data': {
    name: 'collect applied data',
    weight: 4,
    async run({ pull, nextCustomer }, _, signal) {
      await pull(nextCustomer(), signal);
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
