import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Context, Span } from '@opentelemetry/api';
import { partnerCallKey } from '../../carrier/index.ts';

/** What a context says of the partner call that it is inside of. */
export interface RunningCall {
  readonly ended: boolean;
  readonly partner: object;
  /** All clients derived from one are of one family. */
  readonly family: object;
  /** Whether trace context and baggage may be sent to the partner. */
  readonly propagate: boolean;
}

const spanKey = keyOfSpan();

/** The partner call that a context is inside of, whichever copy of this package began it. */
export function callIn(context: Context): RunningCall | undefined {
  return context.getValue(partnerCallKey) as RunningCall | undefined;
}

/** A context with a call and its span: two fields, where the API's own would copy a map twice a call. */
export class CallContext implements Context {
  readonly #outside: Context;
  readonly #span: Span | undefined;
  readonly #call: RunningCall;

  constructor(outside: Context, span: Span | undefined, call: RunningCall) {
    this.#outside = outside;
    this.#span = span;
    this.#call = call;
  }

  getValue(key: symbol): unknown {
    if (key === partnerCallKey) return this.#call;
    if (key === spanKey && this.#span !== undefined) return this.#span;
    return this.#outside.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.#plain().setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#plain().deleteValue(key);
  }

  #plain(): Context {
    const withCall = this.#outside.setValue(partnerCallKey, this.#call);
    return this.#span === undefined ? withCall : trace.setSpan(withCall, this.#span);
  }
}

// The API keeps its key to itself, but shows it to the context that it writes into.
function keyOfSpan(): symbol | undefined {
  let key: symbol | undefined;
  const asked: Context = {
    getValue: () => undefined,
    setValue: (written) => {
      key = written;
      return ROOT_CONTEXT;
    },
    deleteValue: () => ROOT_CONTEXT,
  };
  trace.setSpan(asked, trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 }));
  return key;
}
