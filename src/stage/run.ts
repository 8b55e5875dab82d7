import { context as contexts, SpanKind } from '@opentelemetry/api';
import type { Attributes } from '@opentelemetry/api';
import { instruments, liveTracer } from '../instruments/index.ts';
import type { End } from '../listeners/index.ts';
import { Run } from '../operation/index.ts';
import type { ActiveRun } from '../operation/index.ts';
import { callerSignals } from '../outcome/index.ts';
import { guard } from '../safety/index.ts';
import { recordDirections } from '../signals/index.ts';
import type { RecordDirection, RunEnd } from '../signals/index.ts';
import { take } from './messages.ts';
import type { Taken } from './messages.ts';
import type { Stage } from './metrics.ts';
import type { AnyStageOptions } from './options.ts';
import { countTaken } from './stream.ts';
import type { Reader } from './stream.ts';

/** One run of a stage: its span, its counts, its failure. */
export class StageRun extends Run implements Reader {
  readonly counts: ActiveRun = countsOf(this);
  readonly input: unknown;
  protected readonly event = 'stage.run.exception';
  protected readonly names: Attributes;
  readonly #stage: Stage;
  readonly #picker: AnyStageOptions['records'];
  readonly #records: Record<RecordDirection, number> = { in: 0, out: 0, dropped: 0 };
  #isStream = false;

  constructor(stage: Stage, options: AnyStageOptions, args: readonly unknown[]) {
    const [input] = args;
    const taken = take(options, input, contexts.active());
    const { root, links, parent, consumed } = taken;
    const kind = consumed ? SpanKind.CONSUMER : SpanKind.INTERNAL;
    // From the start, so that `carry()` inside may say that the stage sends as well: sampling goes by it.
    const attributes = messagingOf(taken, options.queue);
    const span = guard('starting a span', () =>
      liveTracer()?.startSpan(`process ${options.stage}`, { kind, root, links, attributes }, parent),
    );
    super({ title: `stage ${options.stage}`, span, parent, signals: callerSignals(args), open: stage.open });
    this.#stage = stage;
    this.input = input;
    this.#picker = options.records;
    this.names = { stage: options.stage };
    countTaken(this);
  }

  add(direction: RecordDirection, given: number): number {
    const count = this.accept(given);
    this.#records[direction] += count;
    this.#stage.records[direction] += count;
    return count;
  }

  fail(given: number, reason: unknown): void {
    this.noteFailed(this.add('dropped', given), reason);
  }

  taken(): void {
    this.add('in', 1);
  }

  override yielded(): void {
    this.#isStream = true;
    this.add('out', 1);
  }

  protected get fruitful(): boolean {
    return this.#records.out > 0 || this.#records.in > this.failed;
  }

  protected read(result: unknown): void {
    if (this.#isStream) return;
    const picked = this.#picker?.(result, this.input) as Partial<Record<RecordDirection, number>> | undefined | null;
    if (picked === undefined || picked === null) return;
    for (const direction of recordDirections) {
      const count = picked[direction];
      if (count !== undefined) this.add(direction, count);
    }
  }

  protected count(status: RunEnd, duration: number): void {
    if (status === 'cancelled' || this.#stage.retired) return;
    this.#stage.ended(status);
    instruments
      .histogram('data_processing.duration')
      .record(duration / 1_000, { stage: this.#stage.name, status }, this.context);
  }

  protected tellable(status: RunEnd, duration: number): End {
    const spanContext = this.span?.spanContext();
    return { kind: 'stage', stage: this.#stage.name, status, duration, records: this.#records, spanContext };
  }
}

/** https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/ */
function messagingOf({ consumed, batch, unlinked }: Taken, queue: string | undefined): Attributes {
  if (!consumed) return {};
  return {
    'messaging.operation.type': 'process',
    'messaging.operation.name': 'process',
    ...(queue !== undefined && { 'messaging.destination.name': queue }),
    ...(batch !== undefined && { 'messaging.batch.message_count': batch }),
    ...(unlinked > 0 && { 'links.dropped': unlinked }),
  };
}

function countsOf(run: StageRun): ActiveRun {
  return {
    records: (count) => void run.add('out', count),
    failed: (count, reason) => run.fail(count, reason),
    in: (count) => void run.add('in', count),
    out: (count) => void run.add('out', count),
    dropped: (count) => void run.add('dropped', count),
  };
}
