import { trace } from '@opentelemetry/api';

/** What one SDK of a process can be the owner of. */
export type Slot = 'trace' | 'metrics' | 'logs' | 'propagation' | 'context';

/** Who has them already; what is free has no entry. */
export type Owners = Readonly<Partial<Record<Slot, string>>>;

const slots = ['trace', 'metrics', 'logs', 'propagation', 'context'] as const;

type Registry = { readonly [K in Slot | 'diag']?: object } & { readonly version?: string };

// Where api 1.x keeps what was registered; asked of the API itself, all but the context manager look alike, and `diag`
// does not tell whether it has a logger.
const registry = Symbol.for('opentelemetry.js.api.1');

/** What is registered with the API, and by which version of it. */
export function registered(): Registry {
  return (globalThis as { [registry]?: Registry })[registry] ?? {};
}

/** What another SDK has registered, and under which name. */
export function owners(): Owners {
  const all = registered();
  const taken = slots.filter((slot) => all[slot] !== undefined);
  return Object.fromEntries(taken.map((slot) => [slot, nameOf(slot, all[slot])]));
}

function nameOf(slot: Slot, present: object | undefined): string {
  const provider: { getDelegate?(): object } | undefined = slot === 'trace' ? trace.getTracerProvider() : present;
  const known = provider?.getDelegate?.() ?? provider;
  // They bring no meter or logger provider of OpenTelemetry's: that is the application's own.
  const branded = slot !== 'metrics' && slot !== 'logs';
  const brand = branded && Object.keys(brands).find((one) => one in globalThis || Symbol.for(one) in globalThis);
  const name = (known?.constructor?.name ?? '').replace(/\$\d+$/, '');
  return !brand ? `another SDK${name === '' ? '' : ` (${name})`}` : (brands[brand] as string);
}

const brands: Record<string, string> = { __SENTRY__: 'Sentry', 'dd-trace': 'dd-trace' };
