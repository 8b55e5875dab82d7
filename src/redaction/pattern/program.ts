import { PatternError } from './syntax.ts';
import type { Edge, Node, One } from './syntax.ts';

/** A step of an automaton: it consumes a character, goes two ways, passes an edge, or is where a match ends. */
export type Step =
  | One
  | { readonly kind: 'split'; to: number; readonly or: number }
  | { readonly kind: 'edge'; readonly holds: Edge }
  | { readonly kind: 'end' };

const limit = 1_000;

/** The tree as a list of steps; a count that repeats is written out. */
export function programOf(tree: Node): readonly Step[] {
  const steps: Step[] = [];
  const push = (step: Step): number => {
    if (steps.length >= limit) throw new PatternError(`counts that multiply to more than ${limit} steps`);
    return steps.push(step) - 1;
  };
  const split = (to: number): { to: number } => {
    const at = push({ kind: 'split', to, or: steps.length + 1 });
    return steps[at] as { to: number };
  };
  const emit = (node: Node): void => {
    switch (node.kind) {
      case 'one':
      case 'edge':
        push(node);
        break;
      case 'all':
        node.parts.forEach(emit);
        break;
      case 'any':
        emitAny(node.parts);
        break;
      case 'repeat':
        emitRepeat(node.part, node.least, node.most);
        break;
    }
  };
  const emitAny = (parts: readonly Node[]): void => {
    const ends = parts.slice(0, -1).map((part) => {
      const choice = split(0);
      emit(part);
      const end = push({ kind: 'split', to: 0, or: 0 });
      choice.to = steps.length;
      return end;
    });
    emit(parts.at(-1) as Node);
    for (const end of ends) steps[end] = { kind: 'split', to: steps.length, or: steps.length };
  };
  const emitRepeat = (part: Node, least: number, most: number): void => {
    for (let count = 0; count < least; count += 1) emit(part);
    if (most === Infinity) {
      const back = steps.length;
      const loop = split(0);
      emit(part);
      push({ kind: 'split', to: back, or: back });
      loop.to = steps.length;
      return;
    }
    const leaves = [];
    for (let count = least; count < most; count += 1) {
      leaves.push(split(0));
      emit(part);
    }
    for (const leave of leaves) leave.to = steps.length;
  };
  emit(tree);
  push({ kind: 'end' });
  return steps;
}

/** What a match can begin with, as the engine finds it: one of single characters, for which nothing is tried again. */
export function beginnings(program: readonly Step[], flags: string): RegExp {
  const written = new Set<string>();
  const reached = new Set<number>();
  const open = [0];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    const step = program[at] as Step;
    if (step.kind === 'one') written.add(step.written);
    else if (step.kind === 'split') open.push(step.to, step.or);
    else if (step.kind === 'edge') open.push(at + 1);
  }
  // Nothing at all never matches.
  return new RegExp([...written].join('|') || '[]', `g${flags}`);
}
