import { isAsyncIterable, isNativePromise, observeIterator, standIn } from '../../operation/index.ts';
import { isObject } from '../../safety/index.ts';
import { Answers } from './answers.ts';
import type { Source } from './answers.ts';
import { isKin, mayBeKin } from './kin.ts';
import {
  classNameOf,
  inheritedFrom,
  isContext,
  isFetch,
  isForeignFunction,
  isSettings,
  leadsToFunctions,
  nameOf,
} from './kinds.ts';
import { Method, MethodInvocation } from '../method.ts';
import type { Once } from '../method.ts';
import { isObserved } from '../naming.ts';
import { createShadow, fixAll, fixProperty, loosen } from './shadow.ts';
import type { Surface } from '../surface.ts';
import { bareFor, bareForAll, rememberWrapped, wrappedOf } from './wrapped.ts';
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
export class Member implements ProxyHandler<object>, Source, Wrapped {
  readonly raw: object;
  readonly proxy: object;
  readonly #place: Place;
  readonly #method: Method | undefined;
  readonly #shown = new Map<PropertyKey, { readonly value: unknown; readonly shown: unknown }>();
  readonly #assigned = new Map<PropertyKey, unknown>();
  readonly #spies = new WeakSet<object>();
  #shownLimit = shownLimit;
  #answers: WeakMap<object, object> | undefined;

  constructor(raw: object, place: Place) {
    this.raw = raw;
    this.#place = place;
    if (typeof raw === 'function' && place.counted) {
      const callable = { name: nameOf(raw) || 'call', fetches: place.path === '' && isFetch(raw) };
      this.#method = new Method(place.surface, place.path, callable, classNameOf(this.#root.raw));
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
    // What an heir is given is its own.
    if (receiver !== this.proxy) return Reflect.set(this.raw, key, given, receiver);
    return Reflect.set(this.raw, key, this.#assign(key, given), this.raw);
  }

  apply(_shadow: object, self: unknown, args: unknown[]): unknown {
    const owner = wrappedOf(self);
    const bare = owner === undefined ? self : owner.raw;
    const given = bareForAll(args, this.partnerName);
    const showing = new Answers(this, owner, given);
    if (this.#method === undefined || !this.#place.surface.awake) {
      return showing.unobserved(Reflect.apply(this.raw as Function, bare, given));
    }
    const work = (passed: readonly unknown[]): unknown => Reflect.apply(this.raw as Function, bare, passed);
    return this.#method.invoke(given, work, showing, this.#place.once);
  }

  construct(_shadow: object, args: unknown[], newTarget: Function): object {
    const own = newTarget === this.proxy;
    const made: object = Reflect.construct(
      this.raw as Function,
      bareForAll(args, this.partnerName),
      own ? (this.raw as Function) : newTarget,
    );
    // A subclass goes on building its own instance.
    return own ? (new Answers(this, undefined, args).now(made) as object) : made;
  }

  has(shadow: object, key: PropertyKey): boolean {
    loosen(shadow, this.raw);
    return Reflect.has(this.raw, key);
  }

  ownKeys(shadow: object): (string | symbol)[] {
    loosen(shadow, this.raw);
    return Reflect.ownKeys(this.raw);
  }

  getOwnPropertyDescriptor(shadow: object, key: PropertyKey): PropertyDescriptor | undefined {
    loosen(shadow, this.raw);
    const descriptor = this.#describe(key);
    if (descriptor !== undefined) fixProperty(shadow, this.raw, key, descriptor);
    return descriptor;
  }

  defineProperty(shadow: object, key: PropertyKey, given: PropertyDescriptor): boolean {
    // A spy defined over a method of the class (vi.spyOn, mock.method, sinon) took the original from the class, past us:
    // it is called by way of us, so that the original finds the raw client as its `this`.
    const overClass = isObject(given.value) && key in (Reflect.getPrototypeOf(this.raw) ?? {});
    if (overClass) this.#spies.add(given.value as object);
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
    return Reflect.setPrototypeOf(this.raw, bareFor(prototype, this.partnerName) as object | null);
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
      if (this.#shown.size >= this.#shownLimit) this.#forgetShown();
      this.#shown.set(key, { value, shown });
    }
    return shown;
  }

  // Names that a Proxy answers to have no end; own members do, and fixed ones must stay what they were shown as.
  #forgetShown(): void {
    for (const key of this.#shown.keys()) {
      if (!Object.hasOwn(this.raw, key)) this.#shown.delete(key);
    }
    this.#shownLimit = Math.max(shownLimit, 2 * this.#shown.size);
  }

  #show(key: PropertyKey, value: object): unknown {
    if (key === 'constructor') return this.#lineage(value) ?? value;
    if (key === 'prototype' || wrappedOf(value) !== undefined) return value;
    if (this.#assigned.get(key) === value) return value;
    const known = this.#lineage(value);
    if (known !== undefined) return known;
    if (typeof value === 'function') return this.#showFunction(key, value);
    if (typeof key === 'symbol' || isSettings(String(key), value)) return value;
    return leadsToFunctions(value) ? this.#child(String(key), value, true).proxy : value;
  }

  #showFunction(key: PropertyKey, value: Function): unknown {
    if (isForeignFunction(value)) return value;
    const from = inheritedFrom(this.raw, key);
    if (from === 'everything') return value;
    if (typeof key === 'symbol') return this.#protocol(key, value);
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

  // Methods under symbols are the language's protocols and no calls.
  #protocol(key: symbol, method: Function): Function {
    const { once } = this.#place;
    return standIn(method, (self, args) => {
      const owner = wrappedOf(self);
      const answers = new Answers(this, owner, args);
      const answer: unknown = Reflect.apply(method, owner?.raw ?? self, bareForAll(args, this.partnerName));
      if (key === Symbol.asyncIterator && isObject(answer) && once?.taken === false && this.#place.surface.awake) {
        observeIterator(answer, new MethodInvocation(once.method, once.args, answers, once));
      }
      return isObject(answer) && isNativePromise(answer) ? answers.unobserved(answer) : answers.later(answer);
    });
  }

  #describe(key: PropertyKey): PropertyDescriptor | undefined {
    const descriptor = Reflect.getOwnPropertyDescriptor(this.raw, key);
    const value: unknown = descriptor?.value;
    if (descriptor === undefined || !isObject(value)) return descriptor;
    return { ...descriptor, value: this.get(this.raw, key, this.proxy) };
  }

  // What is put in through the wrapper stays the very thing: spies, stubs, replaced adapters.
  #assign(key: PropertyKey, given: unknown): unknown {
    const value = bareFor(given, this.partnerName);
    if (isObject(value) && value === given && !this.#spies.has(value)) this.#assigned.set(key, value);
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
    if (known !== undefined || !mayBeKin(value)) return known;
    for (let at: Member | undefined = this; at !== undefined; at = at.#place.parent) {
      if (isKin(value, at.raw)) return this.#answer(value, at.#placeOfKin(value));
    }
    return undefined;
  }

  // In the same place (`graphql.defaults()` is another `graphql`); names of what a class makes start anew.
  #placeOfKin(value: object): Place {
    const { surface, path, parent } = this.#place;
    return typeof value === typeof this.raw
      ? { surface, path, parent, counted: true }
      : { surface, path: '', parent: this, counted: true };
  }

  /** An object with methods that is returned at once carries the path on; an iterable one stands for one call. */
  context(value: object, args: readonly unknown[]): object | undefined {
    if (typeof value === 'function' || !isContext(value)) return undefined;
    const { surface, path } = this.#place;
    const method = this.#method;
    const once =
      this.#place.once ?? (method !== undefined && isAsyncIterable(value) ? { method, args, taken: false } : undefined);
    return this.#answer(value, { surface, path, parent: this, once, counted: true });
  }

  #answer(value: object, place: Place): object {
    this.#answers ??= new WeakMap();
    let proxy = this.#answers.get(value);
    if (proxy === undefined) this.#answers.set(value, (proxy = new Member(value, place).proxy));
    return proxy;
  }

  get #root(): Member {
    const { parent, path } = this.#place;
    return parent === undefined || path === '' ? this : parent.#root;
  }
}
