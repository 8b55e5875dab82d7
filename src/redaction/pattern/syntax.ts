/** A pattern as a tree. What matches one character, and what stands between two, is told by a function. */
export type Node =
  | One
  | { readonly kind: 'edge'; readonly holds: Edge }
  | { readonly kind: 'all'; readonly parts: readonly Node[] }
  | { readonly kind: 'any'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number };

/** One character: as it is written in the pattern, and the test of it. */
export interface One {
  readonly kind: 'one';
  readonly written: string;
  readonly test: CharacterTest;
}

export type CharacterTest = (code: number) => boolean;
export type Edge = (text: string, at: number) => boolean;

/** Says which part of a pattern cannot be matched in a time that grows with the text alone. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

const tabled = 128;

/** Those flags that say what a character is. */
export function characterFlags(flags: string): string {
  return flags.replace(/[^iusv]/g, '');
}

/** One character or class of characters, as it is written: the engine's own meaning of it, which cannot backtrack. */
export function characterTest(written: string, flags: string): CharacterTest {
  const native = new RegExp(`^(?:${written})$`, characterFlags(flags));
  const table = Array.from({ length: tabled }, (_, code) => native.test(String.fromCharCode(code)));
  return (code) => table[code] ?? native.test(String.fromCodePoint(code));
}

const lineEnd = /[\n\r\u2028\u2029]/;
const isWord = (text: string, at: number): boolean => /\w/.test(text.charAt(at));

export function startEdge(multiline: boolean): Edge {
  return (text, at) => at === 0 || (multiline && lineEnd.test(text.charAt(at - 1)));
}

export function endEdge(multiline: boolean): Edge {
  return (text, at) => at === text.length || (multiline && lineEnd.test(text.charAt(at)));
}

export const wordEdge: Edge = (text, at) => (at > 0 && isWord(text, at - 1)) !== (at < text.length && isWord(text, at));

export function aheadOf(test: CharacterTest): Edge {
  return (text, at) => at < text.length && test(text.codePointAt(at) ?? 0);
}

export function behindOf(test: CharacterTest): Edge {
  return (text, at) => at > 0 && test(text.charCodeAt(at - 1));
}

export function not(edge: Edge): Edge {
  return (text, at) => !edge(text, at);
}
