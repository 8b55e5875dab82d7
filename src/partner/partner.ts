import { setControls } from '../instruments/index.ts';
import { isObject, OptionError } from '../safety/index.ts';
import { Member, wrappedOf } from './client/index.ts';
import { checkPartnerOptions } from './options.ts';
import type { PartnerOptions } from './options.ts';
import { partners } from './metrics/index.ts';
import { Surface } from './surface.ts';

const example = "instrumentPartner(new SatlocClient(), { partner: 'satloc' })";

/**
 * Wraps a client of a partner: the same type, results, errors and identity, and every call traced, counted, timed
 * and judged by the objective. Works under any OpenTelemetry SDK, started before or after, or none.
 *
 * Wrap the client once, where it is made. Reach the bare one with `unwrap`, retire the partner with `controls`.
 *
 * @param client an object, a function (fetch, axios) or a class.
 * @throws OptionError for options that are wrong, and for a client that is wrapped under another name.
 *
 * @example
 * const satloc = instrumentPartner(new SatlocClient({ apiKey }), {
 *   partner: 'satloc',
 *   objective: { availability: 0.995, latency: { within: 2_000 } },
 * });
 * await satloc.jobs.upload(job);
 */
export function instrumentPartner<T extends object>(client: T, options: PartnerOptions): T {
  checkPartnerOptions(options);
  if (!isObject(client)) throw new OptionError('client', 'an object, a function or a class', client, example);
  if (client instanceof Promise) {
    throw new OptionError('client', 'the client itself, not a promise of it: await it first', client, example);
  }
  const before = wrappedOf(client);
  if (before !== undefined) {
    if (before.partnerName === options.partner) return client;
    throw new OptionError(
      'partner',
      `'${before.partnerName}', under which this client is wrapped already (unwrap(client) gives the bare one)`,
      options.partner,
      example,
    );
  }
  const partner = partners.of(options.partner, options.objective);
  const { proxy } = new Member(client, { surface: new Surface(partner, options), path: '', counted: true });
  setControls(proxy, {
    dispose: () => partners.retire(partner),
    forget() {},
  });
  return proxy as T;
}
