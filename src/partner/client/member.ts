import { isAsyncIterable, isNativePromise, observeIterator, observePromise } from '../../operation/index.ts';
import { isKin } from './kin.ts';
import { inheritedFrom, isContext, isForeignFunction, leadsToFunctions } from './kinds.ts';
import { Method, MethodInvocation } from '../method.ts';
import type { Once, Showing } from '../method.ts';
import { isObserved } from '../naming.ts';
import { createShadow, fixAll, fixProperty } from './shadow.ts';
import type { Surface } from '../surface.ts';
import { isObject, rememberWrapped, unwrap, unwrapAll, wrappedOf } from './wrapped.ts';
import type { Wrapped } from './wrapped.ts';

const shownLimit = 1_000;

/** Where a member stands: whose it is, under what path, and whether it stands for one call. */
interface Place {
  readonly surface: Surface;
  readonly path: string;
  readonly parent?: Member | undefined;
  readonly once?: Once | undefined;
  /** False for what is never a call: built-in methods, lifecycle hooks, what an option leaves out. */
  readonly counted: boolean;
}

/**
 * One object or function of a wrapped client: the client itself, a nested resource, a method. Getters, setters and
 * methods run with the raw object as `this`, so that private fields work and what a client calls on itself is not
 * seen. What comes out is shown wrapped where calls may be found behind it, and as it is otherwise.
 */
export class Member implements ProxyHandler<object>, Wrapped {
  readonly raw: object;
  readonly proxy: object;
  readonly #place: Place;
  readonly #method: Method | undefined;
  readonly #shown = new Map<PropertyKey, { readonly value: unknown; readonly shown: unknown }>();
  readonly #assigned = new Map<PropertyKey, unknown>();
  #answers: WeakMap<object, object> | undefined;

  constructor(raw: object, place: Place) {
    this.raw = raw;
    this.#place = place;
    if (typeof raw === 'function' && place.counted) {
      this.#method = new Method(place.surface, place.path, raw.name || 'call', this.#root.#className);
    }
    this.proxy = new Proxy(createShadow(raw), this);
    rememberWrapped(this.proxy, this);
  }

  get partnerName(): string {
    return this.#place.surface.name;
  }

  // --- what the Proxy does

  get(_shadow: object, key: PropertyKey, receiver: unknown): unknown {
    const value: unknown = Reflect.get(this.raw, key, receiver === this.proxy ? this.raw : receiver);
    if (!isObject(value)) return value;
    const known = this.#shown.get(key);
    return known !== undefined && known.value === value ? known.shown : this.#take(key, value);
  }

  set(_shadow: object, key: PropertyKey, given: unknown, receiver: unknown): boolean {
    const value = this.#assign(key, given);
    return Reflect.set(this.raw, key, value, receiver === this.proxy ? this.raw : receiver);
  }

  apply(_shadow: object, self: unknown, args: unknown[]): unknown {
    const owner = wrappedOf(self);
    const bare = owner === undefined ? self : owner.raw;
    const showing = new Answers(this, owner);
    const work = (given: readonly unknown[]): unknown => Reflect.apply(this.raw as Function, bare, given);
    if (this.#method === undefined || !this.#place.surface.awake) return showing.unobserved(work(unwrapAll(args)));
    return this.#method.invoke(unwrapAll(args), work, showing, this.#place.once);
  }

  construct(_shadow: object, args: unknown[], newTarget: Function): object {
    const own = newTarget === this.proxy;
    const made: object = Reflect.construct(
      this.raw as Function,
      unwrapAll(args),
      own ? (this.raw as Function) : newTarget,
    );
    // A subclass goes on building its own instance.
    return own ? (new Answers(this, undefined).now(made) as object) : made;
  }

  has(_shadow: object, key: PropertyKey): boolean {
    return Reflect.has(this.raw, key);
  }

  ownKeys(): (string | symbol)[] {
    return Reflect.ownKeys(this.raw);
  }

  getOwnPropertyDescriptor(shadow: object, key: PropertyKey): PropertyDescriptor | undefined {
    const descriptor = this.#describe(key);
    if (descriptor !== undefined) fixProperty(shadow, key, descriptor);
    return descriptor;
  }

  defineProperty(shadow: object, key: PropertyKey, given: PropertyDescriptor): boolean {
    const value = 'value' in given ? { value: this.#assign(key, given.value) } : {};
    if (!Reflect.defineProperty(this.raw, key, { ...given, ...value })) return false;
    this.getOwnPropertyDescriptor(shadow, key);
    return true;
  }

  deleteProperty(shadow: object, key: PropertyKey): boolean {
    return Reflect.deleteProperty(this.raw, key) && Reflect.deleteProperty(shadow, key);
  }

  getPrototypeOf(): object | null {
    return Reflect.getPrototypeOf(this.raw);
  }

  setPrototypeOf(_shadow: object, prototype: object | null): boolean {
    return Reflect.setPrototypeOf(this.raw, unwrap(prototype));
  }

  isExtensible(shadow: object): boolean {
    const extensible = Reflect.isExtensible(this.raw);
    if (!extensible) fixAll(shadow, this.raw, (key) => this.#describe(key));
    return extensible;
  }

  preventExtensions(shadow: object): boolean {
    const done = Reflect.preventExtensions(this.raw);
    if (done) fixAll(shadow, this.raw, (key) => this.#describe(key));
    return done;
  }

  // --- what is shown for a property

  #take(key: PropertyKey, value: object): unknown {
    const shown = this.#show(key, value);
    // Data is looked at again each time: a tree may be filled later.
    if (shown !== value || typeof value === 'function') {
      if (this.#shown.size >= shownLimit) this.#shown.clear();
      this.#shown.set(key, { value, shown });
    }
    return shown;
  }

  #show(key: PropertyKey, value: object): unknown {
    if (key === 'constructor' || key === 'prototype' || wrappedOf(value) !== undefined) return value;
    if (this.#assigned.get(key) === value) return value;
    const known = this.#lineage(value);
    if (known !== undefined) return known;
    if (typeof value === 'function') return this.#showFunction(key, value);
    return typeof key === 'string' && leadsToFunctions(value) ? this.#child(key, value, true).proxy : value;
  }

  #showFunction(key: PropertyKey, value: Function): unknown {
    if (isForeignFunction(value)) return value;
    const from = inheritedFrom(this.raw, key);
    if (from === 'everything') return value;
    if (typeof key === 'symbol') return this.#plainMethod(key, value);
    return this.#child(String(key), value, from === 'client').proxy;
  }

  #child(key: string, value: object, mayCount: boolean): Member {
    const { surface, path, once } = this.#place;
    const own = path === '' ? key : `${path}.${key}`;
    return new Member(value, {
      surface,
      path: own,
      parent: this,
      once,
      counted: mayCount && isObserved(own, surface.options),
    });
  }

  // V8 refuses a Proxy as `Symbol.asyncDispose`; methods under symbols are the language's protocols and no calls.
  #plainMethod(key: symbol, method: Function): Function {
    const { once } = this.#place;
    return (...args: unknown[]): unknown => {
      const answers = new Answers(this, this);
      const answer: unknown = Reflect.apply(method, this.raw, unwrapAll(args));
      if (key === Symbol.asyncIterator && isObject(answer) && once?.taken === false && this.#place.surface.awake) {
        observeIterator(answer, new MethodInvocation(once.method, once.args, answers, once));
      }
      return answers.unobserved(answer);
    };
  }

  #describe(key: PropertyKey): PropertyDescriptor | undefined {
    const descriptor = Reflect.getOwnPropertyDescriptor(this.raw, key);
    const value: unknown = descriptor?.value;
    if (descriptor === undefined || !isObject(value)) return descriptor;
    return { ...descriptor, value: this.get(this.raw, key, this.proxy) };
  }

  // What is put in through the wrapper stays the very thing: spies, stubs, replaced adapters.
  #assign(key: PropertyKey, given: unknown): unknown {
    const value = unwrap(given);
    if (typeof value === 'function' && value === given) this.#assigned.set(key, value);
    else this.#assigned.delete(key);
    return value;
  }

  // --- what is shown for an answer

  /** The wrapped form of the member itself, or of one that it belongs to. */
  #lineage(value: object): object | undefined {
    for (let at: Member | undefined = this; at !== undefined; at = at.#place.parent) {
      if (at.raw === value) return at.proxy;
    }
    return undefined;
  }

  /** A client in an answer, known or of the same kind, is a client of the same partner. */
  client(value: object): object | undefined {
    const known = this.#lineage(value);
    if (known !== undefined) return known;
    for (let at: Member | undefined = this; at !== undefined; at = at.#place.parent) {
      if (isKin(value, at.raw)) return this.#answer(value, { surface: this.#place.surface, path: '', counted: true });
    }
    return undefined;
  }

  /** An object with methods that is returned at once carries the path on. */
  context(value: object): object | undefined {
    if (typeof value === 'function' || !(isContext(value) || isAsyncIterable(value))) return undefined;
    const { surface, path } = this.#place;
    return this.#answer(value, { surface, path, parent: this, counted: true });
  }

  #answer(value: object, place: Place): object {
    this.#answers ??= new WeakMap();
    let proxy = this.#answers.get(value);
    if (proxy === undefined) this.#answers.set(value, (proxy = new Member(value, place).proxy));
    return proxy;
  }

  get #root(): Member {
    return this.#place.parent === undefined ? this : this.#place.parent.#root;
  }

  get #className(): string {
    return typeof this.raw === 'function' ? this.raw.name : (this.raw.constructor?.name ?? 'client');
  }
}

/** What one call of a method answers, as its caller sees it. */
class Answers implements Showing {
  readonly #method: Member;
  readonly #owner: Wrapped | undefined;

  constructor(method: Member, owner: Wrapped | undefined) {
    this.#method = method;
    this.#owner = owner;
  }

  later(value: unknown): unknown {
    if (!isObject(value)) return value;
    if (this.#owner instanceof Member) {
      if (value === this.#owner.raw) return this.#owner.proxy;
    }
    return this.#method.client(value) ?? value;
  }

  now(value: unknown): unknown {
    if (!isObject(value) || wrappedOf(value) !== undefined) return value;
    const shown = this.later(value);
    return shown === value ? (this.#method.context(value) ?? value) : shown;
  }

  /** With nobody listening, a promise may still resolve to the client. */
  unobserved(value: unknown): unknown {
    if (isObject(value) && isNativePromise(value))
      return observePromise(value, undefined, (resolved) => this.later(resolved));
    return this.now(value);
  }
}
