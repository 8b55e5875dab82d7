import { aheadOf, behindOf, characterTest, endEdge, not, PatternError, startEdge, wordEdge } from './syntax.ts';
import type { CharacterTest, Edge, Node } from './syntax.ts';

const quantifier = /(?:([*+?])|\{(\d+)(,(\d*))?\})\??/y;
const escape = /\\(?:c[A-Za-z]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]+\}|[pP]\{[^}]*\}|[^])/y;
const simpleEscape = /\\(?:c[A-Za-z]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[^])/y;
const group = /\((?:\?(?::|<(?![=!])[^>]*>))?/y;
const around = /\(\?(<?)([=!])/y;
const syntax = /[\\^$.*+?()[\]{}|/-]/;

/** Reads the source of a regular expression, which the engine has found to be well-formed. */
export function parse(pattern: RegExp): Node {
  return new Reader(pattern).all();
}

class Reader {
  readonly #source: string;
  readonly #flags: string;
  #at = 0;

  constructor({ source, flags }: RegExp) {
    this.#source = source;
    this.#flags = flags;
  }

  all(): Node {
    const parts = [this.#sequence()];
    while (this.#next === '|') {
      this.#at += 1;
      parts.push(this.#sequence());
    }
    return parts.length === 1 ? (parts[0] as Node) : { kind: 'any', parts };
  }

  get #next(): string {
    return this.#source.charAt(this.#at);
  }

  get #unicode(): boolean {
    return /[uv]/.test(this.#flags);
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#next !== '' && this.#next !== '|' && this.#next !== ')') parts.push(this.#repeated(this.#item()));
    return { kind: 'all', parts };
  }

  #repeated(part: Node): Node {
    const found = this.#take(quantifier);
    if (found === undefined) return part;
    const [, sign, least, range, most] = found;
    if (sign !== undefined)
      return { kind: 'repeat', part, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
    const from = Number(least);
    return { kind: 'repeat', part, least: from, most: range === undefined ? from : most ? Number(most) : Infinity };
  }

  #item(): Node {
    switch (this.#next) {
      case '^':
        return this.#edge(startEdge(this.#flags.includes('m')));
      case '$':
        return this.#edge(endEdge(this.#flags.includes('m')));
      case '(':
        return this.#group();
      case '[':
        return this.#one(this.#class());
      case '.':
        this.#at += 1;
        return this.#one('.');
      case '\\':
        return this.#escape();
      default: {
        const code = this.#source.codePointAt(this.#at) ?? 0;
        const letter = this.#unicode ? String.fromCodePoint(code) : this.#next;
        this.#at += letter.length;
        return this.#one(syntax.test(letter) && letter !== '-' ? `\\${letter}` : letter);
      }
    }
  }

  #group(): Node {
    const look = this.#take(around);
    if (look !== undefined) return this.#look(look[1] === '<' ? behindOf : aheadOf, look[2] === '!');
    if (this.#take(group) === undefined || this.#next === '?') throw new PatternError('flags within a pattern');
    const inside = this.all();
    this.#at += 1;
    return inside;
  }

  /** Whether a single character, or an edge, stands next to a place: what can be told without matching further. */
  #look(edgeOf: (test: CharacterTest) => Edge, negative: boolean): Node {
    const inside = this.all();
    this.#at += 1;
    const parts = (inside.kind === 'any' ? inside.parts : [inside]).map((part): Edge => {
      const [only, second] = part.kind === 'all' ? part.parts : [part];
      if (second === undefined && only?.kind === 'one') return edgeOf(only.test);
      if (second === undefined && only?.kind === 'edge') return only.holds;
      throw new PatternError('looking ahead or behind for more than one character');
    });
    const holds: Edge = (text, at) => parts.some((part) => part(text, at));
    return { kind: 'edge', holds: negative ? not(holds) : holds };
  }

  #class(): string {
    const from = this.#at;
    for (let depth = 0; this.#at < this.#source.length; this.#at += 1) {
      if (this.#next === '\\') this.#at += 1;
      else if (this.#next === '[' && (depth === 0 || this.#flags.includes('v'))) depth += 1;
      else if (this.#next === ']' && (depth -= 1) === 0) break;
    }
    this.#at += 1;
    return this.#source.slice(from, this.#at);
  }

  #escape(): Node {
    const [written = ''] = this.#take(this.#unicode ? escape : simpleEscape) ?? [];
    if (written === '\\b') return { kind: 'edge', holds: wordEdge };
    if (written === '\\B') return { kind: 'edge', holds: not(wordEdge) };
    if (/^\\(?:[1-9]|k$)/.test(written)) throw new PatternError('a reference to what a group matched');
    return this.#one(written);
  }

  #one(written: string): Node {
    return { kind: 'one', written, test: characterTest(written, this.#flags) };
  }

  #edge(holds: Edge): Node {
    this.#at += 1;
    return { kind: 'edge', holds };
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found === null) return undefined;
    this.#at += found[0].length;
    return found;
  }
}
