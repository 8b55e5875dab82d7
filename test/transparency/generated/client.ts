import { setTimeout as wait } from 'node:timers/promises';
import { fc } from '@fast-check/vitest';

/** How a method answers. */
const answers = [
  'value',
  'throws',
  'resolves',
  'rejects',
  'later',
  'extended',
  'subclass',
  'lazy',
  'lazy rejects',
  'generator',
  'generator fails',
  'this',
  'promise of this',
  'child',
  'context',
  'callback',
  'undefined',
] as const;
type Answer = (typeof answers)[number];

/** Where a method or a resource is kept. */
const places = ['own', 'class', 'arrow', 'getter', 'fixed', 'hidden'] as const;

interface MethodShape {
  readonly kind: 'method';
  readonly answer: Answer;
  readonly place: (typeof places)[number];
}

interface DataShape {
  readonly kind: 'data';
  readonly value: keyof typeof values;
}

export interface ResourceShape {
  readonly kind: 'resource';
  readonly base: 'object' | 'class' | 'null' | 'function';
  readonly place: (typeof places)[number];
  readonly frozen: boolean;
  readonly members: Readonly<Record<string, Shape>>;
}

type Shape = MethodShape | DataShape | ResourceShape;

const values = {
  number: () => 1,
  text: () => 'text',
  null: () => null,
  nothing: () => undefined,
  array: () => [1, { a: 1 }],
  date: () => new Date(0),
  map: () => new Map([[1, 2]]),
  url: () => new URL('http://x/'),
  plain: () => ({ nested: { x: 1 } }),
  symbol: () => Symbol.for('s'),
};

export class Sub<T> extends Promise<T> {}

const keys = fc.constantFrom('a', 'b', 'c', 'd', 'get', 'list');
const method: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constant('method'),
  answer: fc.constantFrom(...answers),
  place: fc.constantFrom(...places),
});
const data: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constant('data'),
  value: fc.constantFrom(...(Object.keys(values) as (keyof typeof values)[])),
});
export const { resource } = fc.letrec<{ resource: ResourceShape; member: Shape }>((tie) => ({
  resource: fc.record({
    kind: fc.constant('resource'),
    base: fc.constantFrom('object', 'class', 'null', 'function'),
    place: fc.constantFrom(...places),
    frozen: fc.boolean(),
    members: fc.dictionary(keys, tie('member'), { minKeys: 1, maxKeys: 5 }),
  }),
  member: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { arbitrary: method, weight: 5 },
    { arbitrary: data, weight: 1 },
    { arbitrary: tie('resource'), weight: 2 },
  ),
}));

/** Calls that the client itself counts, by the path under which they were asked for. */
type Count = (path: string, failed: boolean) => void;

export function build(shape: ResourceShape, count: Count, path: string, parent: object | undefined): any {
  class Made {
    readonly #secret = 'secret';
    check(): string {
      return this.#secret;
    }
  }
  const bases = {
    object: () => ({}),
    class: () => new Made(),
    null: () => Object.create(null) as object,
    function: () =>
      function called() {
        return 'called';
      },
  };
  const made: any = bases[shape.base]();
  // A class of its own each, so that methods may stand on its prototype.
  const prototype: object = shape.base === 'class' ? Made.prototype : made;
  for (const [key, member] of Object.entries(shape.members)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (member.kind === 'data') {
      made[key] = values[member.value]();
      continue;
    }
    const value =
      member.kind === 'resource' ? build(member, count, at, made) : answering(member.answer, count, at, made, parent);
    const place = member.place;
    if (place === 'class')
      Object.defineProperty(prototype, key, { value, configurable: true, writable: true, enumerable: false });
    else if (place === 'getter')
      Object.defineProperty(made, key, { get: () => value, configurable: true, enumerable: true });
    else if (place === 'fixed') Object.defineProperty(made, key, { value, enumerable: true });
    else if (place === 'hidden') Object.defineProperty(made, key, { value, configurable: true, writable: true });
    else made[key] = value;
  }
  return shape.frozen ? Object.freeze(made) : made;
}

const failure = (path: string): Error => Object.assign(new Error(`no ${path}`), { code: 'EFAIL' });

function answering(answer: Answer, count: Count, path: string, self: object, parent: object | undefined): Function {
  const works: Record<Answer, (...args: any[]) => unknown> = {
    value: () => 7,
    undefined: () => undefined,
    throws: () => {
      throw failure(path);
    },
    resolves: async () => (count(path, false), { path }),
    rejects: async () => {
      count(path, true);
      throw failure(path);
    },
    later: async () => {
      count(path, false);
      await wait(1);
      return path;
    },
    extended: () => (count(path, false), Object.assign(Promise.resolve(path), { id: 1 })),
    subclass: () => (count(path, false), Sub.resolve(path)),
    lazy: () => ({ then: (yes: any, no: any) => (count(path, false), Promise.resolve(path).then(yes, no)) }),
    'lazy rejects': () => ({
      then: (yes: any, no: any) => (count(path, true), Promise.reject(failure(path)).then(yes, no)),
    }),
    generator: async function* () {
      count(path, false);
      yield 1;
      yield 2;
    },
    'generator fails': async function* () {
      count(path, true);
      yield 1;
      throw failure(path);
    },
    this: () => self,
    'promise of this': async () => (count(path, false), self),
    child: () => parent ?? self,
    context: () => ({ run: async () => (count(`${path}.run`, false), 'ran') }),
    callback: (done: unknown) => (typeof done === 'function' ? void setTimeout(() => done(null, path), 1) : undefined),
  };
  return works[answer];
}
