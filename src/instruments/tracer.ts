import { ProxyTracerProvider, trace } from '@opentelemetry/api';
import type { Tracer, TracerProvider } from '@opentelemetry/api';
import { scope } from '../signals/index.ts';

const noop = new ProxyTracerProvider().getDelegate().constructor;
let provider: TracerProvider | undefined;
let tracer: Tracer | undefined;

/** The tracer of whoever is registered now; undefined while nobody is, so that no span is started for nothing. */
export function liveTracer(): Tracer | undefined {
  const registered: TracerProvider & { getDelegate?(): TracerProvider } = trace.getTracerProvider();
  const present = registered.getDelegate?.() ?? registered;
  if (present !== provider) {
    provider = present;
    tracer = present.constructor === noop ? undefined : present.getTracer(scope.name, scope.version);
  }
  return tracer;
}
