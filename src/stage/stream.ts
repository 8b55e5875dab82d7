import { context as contexts } from '@opentelemetry/api';
import { isAsyncIterable, runIn } from '../operation/index.ts';
import { guard } from '../safety/index.ts';

/** A run that counts the items of the stream that it reads. */
export interface Reader {
  readonly input: unknown;
  taken(): void;
}

type Iterate = () => AsyncIterator<unknown>;
type Iterable = { [Symbol.asyncIterator]: Iterate };

const latest = new WeakMap<object, Reader>();

/**
 * Counts what a run takes from its input where that is an async iterable: the very object, whose iterators give each item
 * on as they would. Nothing is read ahead, so that order and back-pressure are those of the stream.
 */
export function countTaken(reader: Reader): void {
  const { input } = reader;
  if (typeof input !== 'object' || input === null || !isAsyncIterable(input)) return;
  if (latest.has(input) || guard('counting a stream', () => tap(input as Iterable)) === true) latest.set(input, reader);
}

function tap(source: Iterable): boolean {
  const own = Object.getOwnPropertyDescriptor(source, Symbol.asyncIterator);
  if (own === undefined ? !Object.isExtensible(source) : own.configurable !== true) return false;
  const original = source[Symbol.asyncIterator];
  const value = function (this: Iterable): AsyncIterator<unknown> {
    const iterator = original.call(this);
    const reader = this === source ? readerOf(source) : undefined;
    return reader === undefined ? iterator : new CountedIterator(iterator, reader);
  };
  Object.defineProperty(source, Symbol.asyncIterator, { value, configurable: true, writable: true, enumerable: false });
  return true;
}

/** The run that reads it: the one that is active, else the last that was given it. */
function readerOf(source: object): Reader | undefined {
  const active = runIn(contexts.active()) as Partial<Reader> | undefined;
  return active?.input === source ? (active as Reader) : latest.get(source);
}

class CountedIterator implements AsyncIterator<unknown> {
  readonly #iterator: AsyncIterator<unknown>;
  readonly #reader: Reader;
  declare return?: (value?: unknown) => Promise<IteratorResult<unknown>>;
  declare throw?: (error?: unknown) => Promise<IteratorResult<unknown>>;

  constructor(iterator: AsyncIterator<unknown>, reader: Reader) {
    this.#iterator = iterator;
    this.#reader = reader;
    const { return: leave, throw: fail } = iterator;
    if (leave !== undefined) this.return = (...args) => leave.apply(iterator, args);
    if (fail !== undefined) this.throw = (...args) => fail.apply(iterator, args);
  }

  async next(...args: [] | [unknown]): Promise<IteratorResult<unknown>> {
    const result = await this.#iterator.next(...(args as []));
    if (result.done !== true) this.#reader.taken();
    return result;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
