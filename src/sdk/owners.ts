import { trace } from '@opentelemetry/api';

/** What one SDK of a process can be the owner of. */
export type Slot = 'trace' | 'metrics' | 'logs' | 'propagation' | 'context';

/** Who has them already; what is free has no entry. */
export type Owners = Readonly<Partial<Record<Slot, string>>>;

const slots = ['trace', 'metrics', 'logs', 'propagation', 'context'] as const;

// Where api 1.x keeps what was registered; asked of the API itself, all but the context manager look alike.
const registry = Symbol.for('opentelemetry.js.api.1');

/** What another SDK has registered, and under which name. */
export function owners(): Owners {
  const registered = (globalThis as { [registry]?: Partial<Record<Slot, object>> })[registry] ?? {};
  const taken = slots.filter((slot) => registered[slot] !== undefined);
  return Object.fromEntries(taken.map((slot) => [slot, nameOf(slot, registered[slot])]));
}

/** The version of the API whose copy came first: copies of another one can register nothing. */
export function registryVersion(): string | undefined {
  return (globalThis as { [registry]?: { readonly version?: string } })[registry]?.version;
}

function nameOf(slot: Slot, registered: object | undefined): string {
  const provider: { getDelegate?(): object } | undefined = slot === 'trace' ? trace.getTracerProvider() : registered;
  const known = provider?.getDelegate?.() ?? provider;
  // They bring no meter or logger provider of OpenTelemetry's: that is the application's own.
  const branded = slot !== 'metrics' && slot !== 'logs';
  const brand = branded && Object.keys(brands).find((one) => one in globalThis || Symbol.for(one) in globalThis);
  const name = (known?.constructor?.name ?? '').replace(/\$\d+$/, '');
  return !brand ? `another SDK${name === '' ? '' : ` (${name})`}` : (brands[brand] as string);
}

const brands: Record<string, string> = { __SENTRY__: 'Sentry', 'dd-trace': 'dd-trace' };
