import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** Ends by itself after about so many seconds, with every fault seen once; without it the demo runs until it is stopped. */
  readonly seconds: number | undefined;
  /** Base URL of an OTLP/HTTP endpoint that receives everything too. */
  readonly endpoint: URL | undefined;
  /** A Redis whose BullMQ queue the stages take from; without it the queue is in this process. */
  readonly redis: URL | undefined;
  /** The same seed gives the same traffic. */
  readonly seed: number;
  /** Plain lines, also on a terminal. */
  readonly plain: boolean;
}

export const usage = `Usage: npm run demo -- [options]

  --seconds N      end by itself after about N seconds (2 to 3600), every fault seen once
  --endpoint URL   also send traces, metrics and logs there, OTLP over HTTP (http://localhost:4318)
  --redis URL      the stages' queue is one of BullMQ, in that Redis (redis://localhost:6379)
  --seed N         another run of traffic (default 1)
  --plain          plain lines instead of the live table
  --help           this text`;

/** What the command line asks for; `help`, or an error that says which word is wrong. */
export function readOptions(args: readonly string[]): DemoOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string' },
      endpoint: { type: 'string' },
      redis: { type: 'string' },
      seed: { type: 'string' },
      plain: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return 'help';
  return {
    seconds: values.seconds === undefined ? undefined : number('--seconds', values.seconds, 2, 3_600),
    endpoint: values.endpoint === undefined ? undefined : endpoint(values.endpoint),
    redis: values.redis === undefined ? undefined : redis(values.redis),
    seed: values.seed === undefined ? 1 : number('--seed', values.seed, 0, 2 ** 32 - 1),
    plain: values.plain ?? false,
  };
}

function number(option: string, text: string, least: number, most: number): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= least && value <= most) return value;
  throw new Error(`${option} takes a number from ${least} to ${most}, not "${text}"`);
}

function endpoint(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new Error(`--endpoint takes the URL of an OTLP/HTTP endpoint, as http://localhost:4318, not "${text}"`);
}

function redis(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'redis:' && url.hostname !== '') return url;
  throw new Error(`--redis takes the URL of a Redis, as redis://localhost:6379, not "${text}"`);
}
