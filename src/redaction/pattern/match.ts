import { beginnings } from './program.ts';
import type { Step } from './program.ts';
import { characterFlags } from './syntax.ts';

/** Where something matches: the first place, and the longest match there. */
export interface Match {
  readonly from: number;
  readonly to: number;
}

/** What a text may cost; beyond it nobody knows what is in the text. */
export class Budget {
  left: number;

  constructor(steps: number) {
    this.left = steps;
  }

  spend(): void {
    if ((this.left -= 1) < 0) throw new RangeError('the budget of a text is spent');
  }
}

/** The places of the automaton that one position of a text has reached, each with where its match began. */
class Places {
  readonly steps: number[] = [];
  readonly starts: number[] = [];
  readonly #reached: Uint32Array;
  #turn = 1;

  constructor(size: number) {
    this.#reached = new Uint32Array(size);
  }

  clear(): void {
    this.steps.length = 0;
    this.starts.length = 0;
    this.#turn += 1;
  }

  /** False for one that an earlier start reached before: the first place that matches is asked for. */
  enter(step: number): boolean {
    if (this.#reached[step] === this.#turn) return false;
    this.#reached[step] = this.#turn;
    return true;
  }
}

/** Runs a program over texts, all ways at once: no text makes it go back. */
export class Matcher {
  readonly #program: readonly Step[];
  readonly #unicode: boolean;
  readonly #beginnings: RegExp;
  #now: Places;
  #then: Places;
  #best: Match | undefined;

  constructor(program: readonly Step[], flags: string) {
    this.#program = program;
    this.#unicode = /[uv]/.test(flags);
    this.#beginnings = beginnings(program, characterFlags(flags));
    this.#now = new Places(program.length);
    this.#then = new Places(program.length);
  }

  find(text: string, from: number, budget: Budget): Match | undefined {
    this.#best = undefined;
    this.#now.clear();
    for (let at = from; at <= text.length;) {
      if (this.#now.steps.length === 0) {
        if (this.#best !== undefined) break;
        at = this.#beginningFrom(text, at);
        if (at === -1) break;
        this.#now.clear();
      }
      if (this.#best === undefined) this.#enter(0, at, text, at, this.#now, budget);
      const code = (this.#unicode ? text.codePointAt(at) : text.charCodeAt(at)) ?? Number.NaN;
      const after = at + (code > 0xff_ff ? 2 : 1);
      this.#then.clear();
      const { steps, starts } = this.#now;
      for (let index = 0; index < steps.length && at < text.length; index += 1) {
        const start = starts[index] as number;
        if (start > this.#latestStart) break;
        budget.spend();
        const step = this.#program[steps[index] as number] as Step;
        if (step.kind === 'one' && step.test(code)) {
          this.#enter((steps[index] as number) + 1, start, text, after, this.#then, budget);
        }
      }
      [this.#now, this.#then] = [this.#then, this.#now];
      at = after;
    }
    return this.#best;
  }

  get #latestStart(): number {
    return this.#best?.from ?? Infinity;
  }

  #beginningFrom(text: string, from: number): number {
    this.#beginnings.lastIndex = from;
    if (!this.#beginnings.test(text)) return -1;
    const end = this.#beginnings.lastIndex;
    return this.#unicode && end - from > 1 && (text.codePointAt(end - 2) ?? 0) > 0xff_ff ? end - 2 : end - 1;
  }

  #enter(step: number, start: number, text: string, at: number, places: Places, budget: Budget): void {
    if (!places.enter(step)) return;
    budget.spend();
    const reached = this.#program[step] as Step;
    switch (reached.kind) {
      case 'one':
        places.steps.push(step);
        places.starts.push(start);
        break;
      case 'split':
        this.#enter(reached.or, start, text, at, places, budget);
        this.#enter(reached.to, start, text, at, places, budget);
        break;
      case 'edge':
        if (reached.holds(text, at)) this.#enter(step + 1, start, text, at, places, budget);
        break;
      case 'end':
        if (at > start && start <= this.#latestStart) this.#best = { from: start, to: at };
        break;
    }
  }
}
