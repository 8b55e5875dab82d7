import { Agent, ClientRequest, IncomingMessage } from 'node:http';
import { Server, Socket } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { types } from 'node:util';
import { unwrap } from '../../../../src/index.ts';

const deepest = 6;
const widest = 120;
// Times, and what Node before 24 notes on promises while an AsyncLocalStorage is in use.
const volatileKeys =
  /^(stack|timings|elapsed|duration|start_?time|end_?time|request_(start|end)_time|created_at|async_id_symbol|trigger_async_id_symbol|kResourceStore|originatedAt|issuedAt|localPort|totalRetryDelay)$/i;
const opaque = [
  Agent,
  ClientRequest,
  IncomingMessage,
  Server,
  Socket,
  Readable,
  Writable,
  AbortSignal,
  AbortController,
];

/**
 * Draws values so that two runs can be compared: classes, own keys in order with their flags, contents to some depth,
 * and identity: what was seen before in the same run is drawn as the number it got then. Members are told apart as
 * the bare client has them, since an object that stands in two places has two names; `===` is compared by scenarios.
 */
export class Painter {
  readonly #numbers = new Map<object, number>();

  draw(value: unknown, depth = 0): string {
    if (typeof value === 'string') return JSON.stringify(withoutChance(value));
    if (typeof value === 'symbol') return value.toString();
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return String(value);
    const identity = unwrap(value);
    const known = this.#numbers.get(identity);
    if (known !== undefined) return `#${known}`;
    this.#numbers.set(identity, this.#numbers.size);
    const face = `#${this.#numbers.size - 1} ${classOf(value)}`;
    if (depth >= deepest || isOpaque(value)) return face;
    return `${face}${this.#inside(value, depth)}`;
  }

  #inside(value: object, depth: number): string {
    const own = this.#ownKeys(value, depth);
    const contents = this.#contents(value, depth);
    const lines = [...contents, ...own].map((line) => line.replaceAll('\n', '\n  '));
    return lines.length === 0 ? '' : ` {\n  ${lines.join('\n  ')}\n}`;
  }

  #contents(value: object, depth: number): string[] {
    if (types.isDate(value)) return [isNow(value.getTime()) ? 'now' : String(value.getTime())];
    if (types.isRegExp(value) || value instanceof URL) return [String(value)];
    if (ArrayBuffer.isView(value)) return [`${value.byteLength} bytes`];
    if (value instanceof Headers || value instanceof URLSearchParams || types.isMap(value)) {
      const entries = [...(value as Iterable<[unknown, unknown]>)];
      return entries.map(([key, one]) => `${this.draw(key, depth + 1)} => ${this.draw(one, depth + 1)}`);
    }
    if (types.isSet(value)) return [...value].map((one) => this.draw(one, depth + 1));
    if (value instanceof Response) return [`${value.status} ${value.url} ${value.bodyUsed ? 'used' : 'unused'}`];
    return [];
  }

  #ownKeys(value: object, depth: number): string[] {
    // Node 22 keeps the insides of its web classes, times among them, under symbols.
    if (ArrayBuffer.isView(value) || value instanceof Response || value instanceof Request) return [];
    const keys = Reflect.ownKeys(value).filter((key) => !volatileKeys.test(nameOf(key)));
    const lines = keys.slice(0, widest).map((key) => {
      const own = Object.getOwnPropertyDescriptor(value, key);
      if (own === undefined) return `${String(key)} not own`;
      const flags = `${own.enumerable ? '' : '-'}${own.configurable ? '' : '!'}${own.writable === false ? '=' : ''}`;
      const shown =
        'value' in own ? this.draw(own.value, depth + 1) : `accessor ${own.get ? 'get' : ''}${own.set ? 'set' : ''}`;
      return `${flags}${String(key)}: ${shown}`;
    });
    return keys.length > widest ? [...lines, `... ${keys.length} keys`] : lines;
  }
}

/** What is there to see of an answer before anybody awaits it. */
export function faceOf(value: unknown): string {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return typeof value;
  const keys = Reflect.ownKeys(value).filter((key) => !volatileKeys.test(nameOf(key)));
  const then = typeof (value as { then?: unknown }).then;
  return `${classOf(value)} [${keys.map(String).join(' ')}]${then === 'function' ? ' thenable' : ''}`;
}

function classOf(value: object): string {
  if (typeof value === 'function') return `function ${value.name}/${value.length}`;
  const constructor: unknown = (value as { constructor?: unknown }).constructor;
  const name = typeof constructor === 'function' ? constructor.name : typeof constructor;
  const tag = Object.prototype.toString.call(value);
  return tag === '[object Object]' || tag === `[object ${name}]` ? name : `${name} ${tag}`;
}

function isOpaque(value: object): boolean {
  // Spans: some SDKs (anthropic) keep one of their own in what they answer.
  return (
    types.isPromise(value) ||
    'spanContext' in value ||
    opaque.some((one) => value instanceof one) ||
    value === globalThis ||
    value === process
  );
}

function nameOf(key: string | symbol): string {
  return typeof key === 'string' ? key : (key.description ?? '');
}

function isNow(time: number): boolean {
  return Math.abs(Date.now() - time) < 600_000;
}

function withoutChance(text: string): string {
  return text
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi, '<uuid>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
}
