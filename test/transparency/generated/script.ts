/* oxlint-disable unicorn/no-instanceof-builtins -- what nobody should write is what is tried here */
import { setTimeout as wait } from 'node:timers/promises';
import { fc } from '@fast-check/vitest';
import { ownKeys } from '../describe.ts';
import type { Log } from '../harness.ts';
import { Sub } from './client.ts';

const steps = [
  'call',
  'call',
  'call',
  'call twice',
  'detached',
  'keys',
  'inspect',
  'same',
  'descriptors',
  'spread',
  'freeze',
  'assign',
  'delete',
  'in',
  'bind',
  'json',
  'define',
] as const;
export const script = fc.array(fc.record({ step: fc.constantFrom(...steps), at: fc.nat(30), handled: fc.boolean() }), {
  minLength: 1,
  maxLength: 12,
});

/** All objects and functions that can be reached by string keys, in order; the same for the bare and the wrapped. */
function reach(client: any): { owner: any; key: string; path: string }[] {
  const found: { owner: any; key: string; path: string }[] = [];
  const walk = (owner: any, path: string, depth: number): void => {
    const names = new Set<string>();
    for (
      let at = owner;
      at !== null && at !== Object.prototype && at !== Function.prototype;
      at = Object.getPrototypeOf(at)
    ) {
      for (const key of Object.getOwnPropertyNames(at)) if (/^(a|b|c|d|get|list)$/.test(key)) names.add(key);
    }
    for (const key of names) {
      const value = owner[key];
      found.push({ owner, key, path: `${path}.${key}` });
      if (
        depth > 0 &&
        value !== null &&
        (typeof value === 'object' || typeof value === 'function') &&
        !Array.isArray(value) &&
        !(value instanceof URL)
      )
        walk(value, `${path}.${key}`, depth - 1);
    }
  };
  walk(client, '', 3);
  return found;
}

async function consume(answer: any, client: any, log: Log, handled: boolean): Promise<void> {
  if (answer === null || (typeof answer !== 'object' && typeof answer !== 'function')) return log('answer', answer);
  log('answer', typeof answer, answer === client, answer instanceof Promise, answer instanceof Sub, ownKeys(answer));
  if (typeof answer[Symbol.asyncIterator] === 'function') {
    for await (const item of answer) log('item', item);
  } else if (typeof answer.then === 'function') {
    if (handled || !(answer instanceof Promise)) {
      const value = await answer;
      log('value', value === client, typeof value === 'object' ? Object.keys(value) : value);
    } else {
      await wait(2);
    }
  } else if (typeof answer.run === 'function') {
    log('ran', await answer.run());
  }
}

export async function play(
  client: any,
  moves: readonly { step: (typeof steps)[number]; at: number; handled: boolean }[],
  log: Log,
): Promise<void> {
  for (const { step, at, handled } of moves) {
    const members = reach(client);
    const { owner, key, path } = members[at % members.length]!;
    const value = owner[key];
    log(`${step} ${path}`);
    try {
      if (step === 'call' || step === 'call twice') {
        if (typeof value !== 'function') log('no function', value);
        else {
          await consume(
            owner[key](async (_error: unknown, given: unknown) => log('called back', given)),
            owner,
            log,
            handled,
          );
          if (step === 'call twice') await consume(owner[key](), owner, log, handled);
        }
      } else if (step === 'detached')
        log('detached', typeof value === 'function' ? await consume(value(), owner, log, handled) : value);
      else if (step === 'bind') log('bound', typeof value === 'function' ? value.bind(owner).name : value);
      else if (step === 'keys')
        log('keys', ownKeys(owner), Object.keys(owner), Object.isFrozen(owner), Object.isExtensible(owner));
      else if (step === 'inspect') log('inspect', Object.isExtensible(owner) ? owner : 'fixed');
      else if (step === 'same')
        log(
          'same',
          owner[key] === owner[key],
          value instanceof Function,
          Object.getPrototypeOf(owner) === Object.prototype,
        );
      else if (step === 'descriptors') {
        const descriptor = Object.getOwnPropertyDescriptor(owner, key);
        log(
          'descriptor',
          descriptor?.writable,
          descriptor?.enumerable,
          descriptor?.configurable,
          descriptor && 'value' in descriptor && descriptor.value === owner[key],
        );
      } else if (step === 'spread')
        log(
          'spread',
          Object.keys({ ...owner }),
          Object.entries(owner).map(([name, one]) => one === owner[name]),
        );
      else if (step === 'freeze') log('freeze', Object.freeze(owner) === owner, Object.isFrozen(owner));
      else if (step === 'assign')
        log(
          'assign',
          Reflect.set(owner, key, value),
          owner[key] === value,
          Reflect.set(owner, 'added', 1),
          owner.added,
        );
      else if (step === 'define')
        log(
          'define',
          Reflect.defineProperty(owner, 'defined', { value: at, configurable: handled }),
          owner.defined,
          Reflect.deleteProperty(owner, 'defined'),
        );
      else if (step === 'delete') log('delete', Reflect.deleteProperty(owner, 'added'), 'added' in owner);
      else if (step === 'in') log('in', key in owner, Object.hasOwn(owner, key), 'none' in owner, owner.none);
      else log('json', JSON.stringify(owner));
    } catch (error) {
      log('threw', error);
    }
  }
}
