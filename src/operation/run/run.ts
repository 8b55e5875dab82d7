import { trace } from '@opentelemetry/api';
import type { Attributes, Context, Span } from '@opentelemetry/api';
import { listeners } from '../../listeners/index.ts';
import type { End } from '../../listeners/index.ts';
import { describeError, tellFailure } from '../../outcome/index.ts';
import type { Ending, Failure } from '../../outcome/index.ts';
import { guard, sayOnce } from '../../safety/index.ts';
import type { EventName, RunEnd } from '../../signals/index.ts';
import type { Call } from '../call.ts';
import { withRun } from './active.ts';
import type { ActiveRun, RunInside } from './active.ts';
import type { OpenRuns } from './open.ts';
import { cancelledRun, runOutcomeOf } from './outcome.ts';
import type { RunOutcome } from './outcome.ts';

/** What a run begins with. */
export interface RunStart {
  /** In words: `sync jobs of satloc`. */
  readonly title: string;
  readonly span: Span | undefined;
  /** The context that its span was started in. */
  readonly parent: Context;
  readonly signals: readonly AbortSignal[] | undefined;
  readonly open: OpenRuns;
}

/** One run of a sync or a stage: what both have in common. Ended once; what comes later is ignored. */
export abstract class Run implements Call, RunInside {
  readonly title: string;
  readonly context: Context;
  readonly startedAt: number = performance.now();
  ended = false;
  /** Whether it ends with a result; a stream has none. */
  answers = true;
  protected readonly span: Span | undefined;
  /** Records that failed. */
  protected failed = 0;
  readonly #signals: readonly AbortSignal[] | undefined;
  readonly #open: OpenRuns;
  #firstReason: { readonly error: unknown } | undefined;

  constructor({ title, span, parent, signals, open }: RunStart) {
    this.title = title;
    this.span = span;
    this.context = withRun(span === undefined ? parent : trace.setSpan(parent, span), this);
    this.#signals = signals;
    this.#open = open;
    open.add(this);
  }

  abstract readonly counts: ActiveRun;
  protected abstract readonly event: EventName;
  /** Whether anything of what it had to do was done. */
  protected abstract readonly fruitful: boolean;
  /** What names it, on span and record alike. */
  protected abstract readonly names: Attributes;
  /** Reads the records of a result, where an option says how. */
  protected abstract read(result: unknown): void;
  protected abstract count(status: RunEnd, duration: number): void;
  protected abstract tellable(status: RunEnd, duration: number): End;

  end(ending: Ending): void {
    if (this.ended) return;
    if (ending.kind === 'returned' && this.answers) guard(`records of ${this.title}`, () => this.read(ending.value));
    this.#end(ending);
  }

  cancel(): void {
    this.#end(undefined);
  }

  drop(): void {
    sayOnce(
      `${this.title} unobserved`,
      `what ${this.title} gives back does not tell when it is done, so that its runs are not counted; make it an async function.`,
    );
    this.cancel();
  }

  /** Of what was given as a count, what is one. */
  accept(count: unknown): number {
    if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return this.ended ? 0 : count;
    sayOnce(
      `counts of ${this.title}`,
      `${this.title} gave as a count of records something that is none (${typeof count === 'number' ? count : typeof count}); it is not counted.`,
    );
    return 0;
  }

  /** A generator gave one item on. */
  yielded(): void {}

  noteFailed(count: number, reason: unknown): void {
    if (count === 0) return;
    this.failed += count;
    if (reason !== undefined) this.#firstReason ??= { error: reason };
  }

  // Outcome, tallies, histogram, record, listeners, span end: each fenced, so that none costs another.
  #end(ending: Ending | undefined): void {
    if (this.ended) return;
    this.ended = true;
    const duration = performance.now() - this.startedAt;
    this.#open.delete(this);
    const fruitless = this.failed > 0 && !this.fruitful;
    const outcome = ending === undefined ? cancelledRun : runOutcomeOf(ending, this.#signals, fruitless);
    const { status } = outcome;
    guard(`counting a run of ${this.title}`, () => this.count(status, duration));
    if (this.span?.isRecording()) guard(`describing a run of ${this.title}`, () => this.#describe(outcome));
    if (ending !== undefined) guard('telling a failure', () => this.#tell(outcome, ending));
    if (listeners.any) guard('telling listeners', () => listeners.tell(this.tellable(status, duration)));
    guard('ending a span', () => this.span?.end());
  }

  #describe({ status, errorType }: RunOutcome): void {
    this.span?.setAttributes({
      ...this.names,
      status,
      ...(errorType !== undefined && { 'error.type': errorType }),
    });
  }

  #tell(outcome: RunOutcome, ending: Ending): void {
    const failure = this.#failure(outcome, ending);
    if (failure === undefined) return;
    const { event, names, title } = this;
    const attributes = { ...names, status: outcome.status };
    tellFailure({ ...failure, event, attributes, who: title, recorded: true }, this.span, this.context);
  }

  #failure({ status, errorType, level }: RunOutcome, ending: Ending): Told | undefined {
    const records = `${this.failed} record${this.failed === 1 ? '' : 's'}`;
    const reason = `${records} failed`;
    if (status === 'failed') {
      const thrown = ending.kind === 'threw' ? ending : this.#firstReason;
      const word = ending.kind === 'threw' ? (errorType ?? status) : `nothing was done and ${records} failed`;
      return { word, errorType, level, reason, whole: true, ...(thrown && { thrown: { error: thrown.error } }) };
    }
    if (status !== 'success' || this.failed === 0) return undefined;
    const thrown = this.#firstReason;
    const type = thrown?.error instanceof Error ? describeError(thrown.error).type : '_OTHER';
    return { word: records, errorType: type, level: 'warn', reason, whole: false, ...(thrown && { thrown }) };
  }
}

type Told = Pick<Failure, 'word' | 'errorType' | 'level' | 'reason' | 'whole' | 'thrown'>;
