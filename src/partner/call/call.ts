import { context as contexts, SpanKind } from '@opentelemetry/api';
import type { Attributes, Context, Span } from '@opentelemetry/api';
import { liveTracer } from '../../instruments/index.ts';
import { listeners } from '../../listeners/index.ts';
import type { Call } from '../../operation/index.ts';
import { outcomeOf, tellFailure } from '../../outcome/index.ts';
import type { Ending, Outcome } from '../../outcome/index.ts';
import { guard, sayOnce } from '../../safety/index.ts';
import type { CallStatus } from '../../signals/index.ts';
import { CallContext, callIn } from './context.ts';
import type { RunningCall } from './context.ts';
import { sayWhoReceivesHeaders } from './headers.ts';
import type { Partner } from '../metrics/index.ts';
import type { Surface } from '../surface.ts';

const down: ReadonlySet<CallStatus> = new Set(['server_error', 'timeout', 'network_error', 'error']);
const answered: ReadonlySet<CallStatus> = new Set(['success', 'client_error']);
const cancelled: Outcome = { status: 'cancelled', errorType: undefined, statusCode: undefined, level: 'debug' };

/** One call of a partner: its span, its counts, its failure. */
export class PartnerCall implements Call, RunningCall {
  readonly context: Context;
  ended = false;
  readonly #surface: Surface;
  readonly #functionName: string;
  readonly #operation: string;
  readonly #args: readonly unknown[];
  readonly #signals: readonly AbortSignal[] | undefined;
  readonly #startedAt: number;
  readonly #span: Span | undefined;
  /** Where the call was begun; undefined for one inside another of the same partner, which is counted nowhere. */
  readonly #began: Partner['tally'] | undefined;

  constructor(
    surface: Surface,
    functionName: string,
    operation: string,
    args: readonly unknown[],
    signals: readonly AbortSignal[] | undefined,
    startedAt: number | undefined,
  ) {
    const active = contexts.active();
    this.#surface = surface;
    this.#functionName = functionName;
    this.#operation = operation;
    this.#args = args;
    this.#signals = signals;
    const inside = isInside(callIn(active), surface);
    this.#span = startSpan(surface, operation, inside, startedAt, active);
    this.#began = inside ? undefined : surface.partner.tally;
    if (this.#began !== undefined) this.#began.inFlight += 1;
    this.context = new CallContext(active, this.#span, this);
    this.#startedAt = startedAt ?? performance.now();
  }

  get partner(): object {
    return this.#surface.partner;
  }

  get family(): object {
    return this.#surface.family;
  }

  get propagate(): boolean {
    return this.#surface.options.propagate ?? false;
  }

  end(ending: Ending): void {
    if (this.ended) return;
    this.ended = true;
    // Every number first: what comes after runs foreign code.
    const duration = performance.now() - this.#startedAt;
    const surface = this.#surface;
    this.#close(
      outcomeOf(ending, {
        signals: this.#signals,
        expected: surface.expectedFor(this.#operation),
        classify: surface.options.classify,
      }),
      duration,
      ending,
    );
  }

  cancel(): void {
    if (this.ended) return;
    this.ended = true;
    this.#close(cancelled, performance.now() - this.#startedAt, undefined);
  }

  drop(): void {
    if (this.ended) return;
    this.ended = true;
    if (this.#began !== undefined) this.#began.inFlight -= 1;
  }

  // Outcome, tallies, histogram, record, listeners, span end: each fenced, so that none costs another.
  #close(outcome: Outcome, duration: number, ending: Ending | undefined): void {
    const { partner } = this.#surface;
    if (this.#began !== undefined) {
      this.#began.inFlight -= 1;
      guard('counting a partner call', () => count(partner, this.#operation, outcome.status, duration, this.context));
    }
    if (this.#span?.isRecording()) {
      guard('describing a partner call', () => this.#describe(this.#span as Span, outcome, ending));
    }
    if (outcome.level !== 'debug' && ending !== undefined) {
      guard('telling a failure', () => this.#tell(outcome, ending));
    }
    if (listeners.any && this.#began !== undefined) {
      listeners.tell({
        kind: 'call',
        partner: this.#surface.name,
        operation: this.#operation,
        status: outcome.status,
        duration,
        spanContext: this.#span?.spanContext(),
      });
    }
    guard('ending a span', () => this.#span?.end());
  }

  #describe(span: Span, outcome: Outcome, ending: Ending | undefined): void {
    const surface = this.#surface;
    const attributes: Attributes = {
      partner: surface.name,
      operation: this.#operation,
      status: outcome.status,
      'service.peer.name': surface.name,
      'peer.service': surface.name,
      'code.function.name': this.#functionName,
    };
    if (outcome.errorType !== undefined) attributes['error.type'] = outcome.errorType;
    if (outcome.statusCode !== undefined) attributes['http.response.status_code'] = outcome.statusCode;
    const address = guard('reading an address', () => addressOf(this.#args[0]));
    if (address !== undefined) attributes['server.address'] = address;
    if (ending !== undefined) surface.pick(this.#args, ending, attributes);
    span.setAttributes(attributes);
  }

  #tell(outcome: Outcome, ending: Ending): void {
    const { name: partner } = this.#surface;
    const operation = this.#operation;
    const { status, statusCode, errorType, level } = outcome;
    tellFailure(
      {
        event: 'partner.call.exception',
        who: `${partner} ${operation}`,
        attributes: {
          partner,
          operation,
          status,
          ...(statusCode !== undefined && { 'http.response.status_code': statusCode }),
        },
        word: status,
        errorType,
        level,
        ...(ending.kind === 'threw' && { thrown: { error: ending.error } }),
        reason: statusCode === undefined ? status : `${status} (HTTP ${statusCode})`,
        whole: true,
        recorded: this.#began !== undefined,
      },
      this.#span,
      this.context,
    );
  }
}

/** Inside a call of the same partner by another client, still running: one call, one count. */
function isInside(outer: RunningCall | undefined, surface: Surface): boolean {
  if (outer === undefined || outer.ended) return false;
  if (outer.partner !== surface.partner || outer.family === surface.family) return false;
  sayOnce(
    `${surface.name} wrapped twice`,
    `a call to partner '${surface.name}' was made inside another of the same partner by a second wrapped client; ` +
      'it keeps a span and is counted once. Wrap one level: the outer client, or the one it uses.',
  );
  return true;
}

function startSpan(
  { partner, name, options }: Surface,
  operation: string,
  inside: boolean,
  startedAt: number | undefined,
  active: Context,
): Span | undefined {
  return guard('starting a span', () => {
    const tracer = liveTracer();
    if (tracer === undefined) return undefined;
    if (partner.headersUnder !== tracer && options.propagate !== true) {
      partner.headersUnder = tracer;
      sayWhoReceivesHeaders(name);
    }
    const kind = inside ? SpanKind.INTERNAL : SpanKind.CLIENT;
    return startedAt === undefined
      ? tracer.startSpan(`${name} ${operation}`, { kind }, active)
      : tracer.startSpan(`${name} ${operation}`, { kind, startTime: performance.timeOrigin + startedAt }, active);
  });
}

function count(partner: Partner, name: string, status: CallStatus, duration: number, context: Context): void {
  const { judge, tally } = partner;
  const series = tally.series(tally.operation(name), status);
  series.count += 1;
  const availability = judge.availabilityOf(status);
  if (availability !== 'neutral') tally[availability].availability += 1;
  const latency = judge.latencyOf(name, status, duration);
  if (latency !== 'neutral') tally[latency].latency += 1;
  if (down.has(status)) tally.consecutiveFailures += 1;
  else if (answered.has(status)) tally.consecutiveFailures = 0;
  tally.duration.record(duration / 1_000, series.attributes, context);
}

/** Host of a call that takes a URL, as fetch does. */
function addressOf(first: unknown): string | undefined {
  const url = typeof first === 'object' && first !== null && 'url' in first ? first.url : first;
  if (url instanceof URL) return url.hostname || undefined;
  if (typeof url !== 'string' || !/^https?:\/\//.test(url)) return undefined;
  return URL.parse(url)?.hostname || undefined;
}
