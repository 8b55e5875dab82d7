import { types } from 'node:util';
import type { Call } from './call.ts';
import { accessorSlips } from './hook.ts';
import { createStamp } from './stamp.ts';

/** Who hears how a promise ended. */
type Ends = Pick<Call, 'end' | 'drop'>;

const derived = createStamp<Promise<unknown>>();
// What is frozen takes no stamp.
const frozen = new WeakMap<object, Promise<unknown>>();
const handed = createStamp<Handed>();
const noop = (): void => {};

/** A native promise whose `then` is the language's own; what overrides it is a lazy. */
export function isNativePromise(value: object): value is Promise<unknown> {
  return types.isPromise(value) && isNativeThen((value as { then?: unknown }).then);
}

/**
 * Observes a promise. A plain one is answered by one promise derived from it, always the same, because what it
 * resolves to may be the client itself; one with something of its own stays the very object.
 *
 * @param told whether its end is told to a callback as well: a client that answers in both ways has handled the
 * promise before it returned it, which cannot be seen, and what is derived from it must not be the first unhandled.
 */
export function observePromise(
  promise: Promise<unknown>,
  call: Ends | undefined,
  show: (value: unknown) => unknown,
  told = false,
): Promise<unknown> {
  if (!isPlain(promise)) {
    if (call !== undefined) observeInPlace(promise, call, told);
    return promise;
  }
  const known = Object.isExtensible(promise) ? derived : frozen;
  const before = known.get(promise);
  if (before !== undefined) {
    if (call !== undefined) void promise.then(...ends(call));
    return before;
  }
  const answer = promise.then(
    (value) => {
      call?.end({ kind: 'returned', value });
      return show(value);
    },
    (error: unknown) => {
      call?.end({ kind: 'threw', error });
      throw error;
    },
  );
  if (told) answer.catch(noop);
  known.set(promise, known === frozen ? Object.freeze(answer) : answer);
  return answer;
}

/** A promise handed out as it is, while we hold a subscription of our own. */
interface Handed {
  attaching: boolean;
  asked: boolean;
  ghost: Promise<never> | undefined;
}

/**
 * Our own `.then` would count as handling a rejection, and one that nobody handles would go unnoticed. Everybody
 * who subscribes reads `promise.constructor` (https://tc39.es/ecma262/#sec-promise-resolve, #sec-promise.prototype.then):
 * an accessor on a slipped prototype notes it, and a rejection that nobody had asked for is repeated by a ghost.
 * Never defined on the promise itself: that ends V8's species protector and slows every promise of the process.
 */
function observeInPlace(promise: Promise<unknown>, call: Ends, told: boolean): void {
  const prototype = Object.getPrototypeOf(promise) as object;
  if (!Object.isExtensible(promise)) {
    call.drop();
    return;
  }
  let note = handed.get(promise);
  if (note === undefined) {
    note = { attaching: false, asked: told, ghost: undefined };
    handed.set(promise, note);
    Object.setPrototypeOf(promise, slipFor(prototype));
  }
  const own = note;
  const [resolved, rejected] = ends(call);
  own.attaching = true;
  try {
    promise.then(resolved, (error: unknown) => {
      rejected(error);
      if (!own.asked) own.ghost ??= Promise.reject(error);
    });
  } finally {
    own.attaching = false;
  }
}

const slipFor = accessorSlips('constructor', (promise, prototype) => {
  const note = handed.get(promise);
  if (note?.attaching) return Promise;
  if (note !== undefined) subscribed(note);
  return Reflect.get(prototype, 'constructor', promise);
});

function subscribed(note: Handed): void {
  note.asked = true;
  note.ghost?.catch(noop);
  note.ghost = undefined;
}

function ends(call: Ends): [(value: unknown) => void, (error: unknown) => void] {
  return [(value) => call.end({ kind: 'returned', value }), (error) => call.end({ kind: 'threw', error })];
}

// Node before 24 notes these on every promise while an AsyncLocalStorage is in use.
const asyncHooks = /^(async_id_symbol|trigger_async_id_symbol|kResourceStore)$/;

function isPlain(promise: Promise<unknown>): boolean {
  const prototype = Object.getPrototypeOf(promise) as object;
  return (
    Object.hasOwn(prototype, 'then') &&
    Reflect.ownKeys(promise).every((key) => typeof key === 'symbol' && asyncHooks.test(key.description ?? ''))
  );
}

const nativeThen = new WeakSet<Function>([Promise.prototype.then]);

// By its text, since a promise may come from another realm (a vm context, a test runner's sandbox).
function isNativeThen(then: unknown): boolean {
  if (typeof then !== 'function') return false;
  if (nativeThen.has(then)) return true;
  const native = Function.prototype.toString.call(then) === 'function then() { [native code] }';
  if (native) nativeThen.add(then);
  return native;
}
