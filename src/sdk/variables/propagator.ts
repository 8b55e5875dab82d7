import { diag } from '@opentelemetry/api';
import type { TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';
import { partnerPropagator } from '../../parts/index.ts';
import { list } from './read.ts';
import type { TelemetryOptions } from '../options.ts';

const known: Readonly<Record<string, () => TextMapPropagator>> = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  b3: () => new B3Propagator(),
  b3multi: () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
};

/** The user's own, else those of `OTEL_PROPAGATORS`, kept from partners; null for none. */
export function propagator({ textMapPropagator }: TelemetryOptions): TextMapPropagator | null {
  const inner = textMapPropagator === undefined ? ofEnvironment() : textMapPropagator;
  return inner === null ? null : partnerPropagator(inner);
}

function ofEnvironment(): TextMapPropagator | null {
  const names = list('OTEL_PROPAGATORS');
  if (names.includes('none')) return null;
  const propagators = (names.length === 0 ? ['tracecontext', 'baggage'] : names).flatMap((name) => {
    const create = Object.hasOwn(known, name) ? known[name] : undefined;
    if (create === undefined) {
      diag.warn(
        `partner-otel: OTEL_PROPAGATORS has "${name}"; it must be one of ${Object.keys(known).join(', ')}, none`,
      );
    }
    return create?.() ?? [];
  });
  return propagators.length === 0 ? null : new CompositePropagator({ propagators });
}
