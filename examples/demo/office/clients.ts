import { S3Client } from '@aws-sdk/client-s3';
import axios from 'axios';
import { Octokit } from 'octokit';
import Stripe from 'stripe';
import { instrumentPartner } from 'partner-otel';
import type { Fleet } from '../partners/fleet.ts';
import { SatlocClient } from './satloc-client.ts';

// Short, so that a silent partner shows at once; and no retries, so that a refusal does.
const timeout = 800;

/** The clients as their vendors ship them, each wrapped once. */
export function createClients(fleet: Fleet) {
  const satloc = instrumentPartner(new SatlocClient({ baseUrl: fleet.url('satloc'), apiKey: 'demo', timeout }), {
    partner: 'satloc',
    objective: { availability: 0.99, latency: { within: 250, operations: { 'files.list': 500 } } },
  });

  const weather = instrumentPartner(
    axios.create({
      baseURL: fleet.url('weather').href,
      timeout,
      responseType: 'json',
      transitional: { silentJSONParsing: false },
    }),
    { partner: 'weather', objective: { availability: 0.99, latency: { within: 100 } } },
  );

  const s3 = instrumentPartner(
    new S3Client({
      endpoint: fleet.url('s3').href,
      region: 'ap-southeast-2',
      credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' },
      forcePathStyle: true,
      maxAttempts: 1,
      requestHandler: { requestTimeout: timeout, throwOnRequestTimeout: true },
    }),
    { partner: 's3', objective: { availability: 0.999, latency: { within: 100 } } },
  );

  const { hostname, port } = fleet.url('stripe');
  const stripe = instrumentPartner(
    new Stripe('sk_test_demo', {
      host: hostname,
      port,
      protocol: 'http',
      timeout,
      maxNetworkRetries: 0,
      telemetry: false,
    }),
    { partner: 'stripe', objective: { availability: 0.995, latency: { within: 250 } } },
  );

  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const github = instrumentPartner(
    new Octokit({
      auth: 'demo',
      baseUrl: fleet.url('github').href.replace(/\/$/, ''),
      log: quiet,
      retry: { enabled: false },
      throttle: { enabled: false },
    }),
    { partner: 'github', objective: { availability: 0.99, latency: { within: 250 } } },
  );

  return { satloc, weather, s3, stripe, github };
}
export type Clients = ReturnType<typeof createClients>;
