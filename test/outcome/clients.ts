import http from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { LogLevel, WebClient } from '@slack/web-api';
import axios from 'axios';
import got, { type OptionsInit } from 'got';
import { GraphQLClient } from 'graphql-request';
import ky from 'ky';
import { Octokit } from 'octokit';
import { ofetch } from 'ofetch';
import OpenAI from 'openai';
import Stripe from 'stripe';
import * as undici from 'undici';

/** One call of a real client: the arguments are kept apart, since the caller's signal is looked for in them. */
export interface Call {
  /** Milliseconds the client itself waits; undefined: its default. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The arguments of a call that was made, and what came of it. */
export interface Made {
  readonly args: readonly unknown[];
  readonly result: Promise<unknown>;
}

export interface Client {
  readonly name: string;
  /** Whether the client takes a time limit of its own, a signal of the caller's, or both. */
  readonly takes: 'timeout' | 'signal' | 'both';
  /** Calls the partner at `url` once, without retries. */
  readonly call: (url: string, call: Call) => Made;
}

function client(name: string, takes: Client['takes'], call: Client['call']): Client {
  return { name, takes, call };
}

function made<Args extends unknown[]>(run: (...args: Args) => PromiseLike<unknown>, ...args: Args): Made {
  return { args, result: (async () => run(...args))() };
}

/** The options a client was given: those absent are left out, as many refuse `undefined`. */
function options(call: Call): { timeout?: number; signal?: AbortSignal } {
  return {
    ...(call.timeout === undefined ? {} : { timeout: call.timeout }),
    ...(call.signal === undefined ? {} : { signal: call.signal }),
  };
}

/** got wants its limit under `request`, and no retries said. */
function gotOptions({ timeout, signal }: Call): OptionsInit {
  return {
    retry: { limit: 0 },
    ...(timeout === undefined ? {} : { timeout: { request: timeout } }),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** Clients that give back an answer whatever its status code. */
export const returning: readonly Client[] = [
  client('fetch', 'signal', (url, call) =>
    made((where: string, init: RequestInit) => fetch(where, init), url, options(call)),
  ),
  client('fetch of a Request', 'signal', (url, call) =>
    made((request: Request) => fetch(request), new Request(url, options(call))),
  ),
  client('undici.fetch', 'signal', (url, call) =>
    made((where: string, init: { signal?: AbortSignal }) => undici.fetch(where, init), url, options(call)),
  ),
  client('undici.request', 'both', (url, { timeout, signal }) =>
    made(
      (where: string, init: { signal?: AbortSignal; headersTimeout: number | null }) => undici.request(where, init),
      url,
      { ...options({ signal }), headersTimeout: timeout ?? null },
    ),
  ),
  client('axios with validateStatus off', 'both', (url, call) =>
    made((where: string, config: object) => axios.get(where, config), url, { ...options(call), validateStatus: null }),
  ),
  client('got with throwHttpErrors off', 'both', (url, call) =>
    made((where: string, init: OptionsInit) => got(where, init) as PromiseLike<unknown>, url, {
      ...gotOptions(call),
      throwHttpErrors: false,
    }),
  ),
  client('ofetch.raw that ignores answers', 'both', (url, call) =>
    made((where: string, init: object) => ofetch.raw(where, init), url, {
      ...options(call),
      retry: false,
      ignoreResponseError: true,
    }),
  ),
  client('node:http', 'both', (url, call) =>
    made(
      (where: string, init: http.RequestOptions) =>
        new Promise((resolve, reject) => {
          const request = http.get(where, init, (response) => resolve(response.resume()));
          request.on('error', reject);
          // node:http only says that time is up; to destroy is the user's part, and most do it in this way
          request.on('timeout', () => request.destroy(Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' })));
        }),
      url,
      options(call),
    ),
  ),
];

/** Clients that throw for an answer of 4xx and 5xx. */
export const throwing: readonly Client[] = [
  client('axios', 'both', (url, call) =>
    made((where: string, config: object) => axios.get(where, config), url, options(call)),
  ),
  client('got', 'both', (url, call) =>
    made((where: string, init: OptionsInit) => got(where, init) as PromiseLike<unknown>, url, gotOptions(call)),
  ),
  client('ky', 'both', (url, call) =>
    made((where: string, init: object) => ky(where, init), url, { ...options(call), retry: 0 }),
  ),
  client('ofetch', 'both', (url, call) =>
    made((where: string, init: object) => ofetch(where, init), url, { ...options(call), retry: false }),
  ),
  client('AWS SDK S3', 'both', (url, { timeout, signal }) => {
    const s3 = new S3Client({
      endpoint: url,
      region: 'eu-west-1',
      maxAttempts: 1,
      forcePathStyle: true,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
      ...(timeout === undefined ? {} : { requestHandler: { requestTimeout: timeout, throwOnRequestTimeout: true } }),
    });
    return made(
      (command: GetObjectCommand, init: { abortSignal?: AbortSignal }) => s3.send(command, init),
      new GetObjectCommand({ Bucket: 'b', Key: 'k' }),
      signal === undefined ? {} : { abortSignal: signal },
    );
  }),
  client('octokit', 'signal', (url, call) => {
    const quiet = { debug() {}, info() {}, warn() {}, error() {} };
    const octokit = new Octokit({ baseUrl: url, retry: { enabled: false }, throttle: { enabled: false }, log: quiet });
    return made(
      (parameters: { owner: string; repo: string; request: { signal?: AbortSignal } }) =>
        octokit.rest.repos.get(parameters),
      { owner: 'o', repo: 'r', request: options(call) },
    );
  }),
  client('stripe', 'timeout', (url, call) => {
    const { hostname, port } = new URL(url);
    const stripe = new Stripe('sk_test_123', {
      host: hostname,
      port,
      protocol: 'http',
      maxNetworkRetries: 0,
      telemetry: false,
      ...options(call),
    });
    return made((id: string) => stripe.customers.retrieve(id), 'cus_1');
  }),
  client('openai', 'both', (url, { timeout, signal }) => {
    const openai = new OpenAI({ baseURL: url, apiKey: 'k', maxRetries: 0, ...options({ timeout }) });
    return made((model: string, init: object) => openai.models.retrieve(model, init), 'gpt', options({ signal }));
  }),
  client('anthropic', 'both', (url, { timeout, signal }) => {
    const anthropic = new Anthropic({ baseURL: url, apiKey: 'k', maxRetries: 0, ...options({ timeout }) });
    return made((id: string, init: object) => anthropic.models.retrieve(id, {}, init), 'claude', options({ signal }));
  }),
  client('slack', 'timeout', (url, call) => {
    const slack = new WebClient('xoxb-1', {
      slackApiUrl: `${url}/`,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logLevel: LogLevel.ERROR,
      ...options(call),
    });
    return made(() => slack.auth.test());
  }),
  client('graphql-request', 'signal', (url, call) => {
    const graphql = new GraphQLClient(url);
    return made((request: { document: string; signal?: AbortSignal }) => graphql.request(request), {
      document: '{ me }',
      ...options(call),
    });
  }),
];
