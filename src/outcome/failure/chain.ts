import { isObject } from '../../safety/index.ts';
import { read, readArray } from '../read.ts';

/** Where clients keep the error behind an error: `original` slack and sequelize, `detail` stripe, `driverError` typeorm. */
const links = ['cause', 'original', 'originalError', 'detail', 'driverError', 'lastNodeError'] as const;

/** Values read of one chain and of one list: no error worth reading is longer, and a hostile one has no end. */
const most = 16;
const mostOfOne = 8;

/**
 * The thrown value and those behind it, outermost first: causes, the parts of an AggregateError (a connection tried
 * over IPv6 and IPv4 fails with one), the errors of a GraphQL answer. Each once, so that a cycle ends.
 */
export function chainOf(error: unknown): readonly unknown[] {
  const chain = new Set<unknown>([error]);
  for (const value of chain) {
    if (!isObject(value)) continue;
    for (const next of behind(value)) {
      if (chain.size >= most) return [...chain];
      chain.add(next);
    }
  }
  return [...chain];
}

function behind(value: object): unknown[] {
  const found: unknown[] = [];
  for (const link of links) {
    const next = read(value, link);
    // A cause can be any value: `controller.abort('why')` makes it a string. Elsewhere texts are texts.
    if (isObject(next) || (link === 'cause' && next !== undefined)) found.push(next);
  }
  found.push(...readArray(value, 'errors', mostOfOne), ...readArray(read(value, 'response'), 'errors', mostOfOne));
  return found;
}
