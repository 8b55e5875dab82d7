import { isMainThread } from 'node:worker_threads';
import { InstrumentationBase } from '@opentelemetry/instrumentation';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { HostMetricsInstrumentation } from '@opentelemetry/instrumentation-host-metrics';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { MongooseInstrumentation } from '@opentelemetry/instrumentation-mongoose';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { WinstonInstrumentation } from '@opentelemetry/instrumentation-winston';
import type { TelemetryOptions } from '../options.ts';
import type { Owners } from '../owners.ts';

interface Instrumented {
  readonly name: string;
  readonly instrumentation: Instrumentation;
}

/**
 * The user's own and no others, or ours: none that another SDK's provider would be told of, which has its own and would
 * count everything twice. Made only where wanted, since they patch as soon as they exist.
 */
export function chooseInstrumentations(
  { instrumentations }: TelemetryOptions,
  taken: Owners,
): { readonly given: Instrumentation[] | undefined; readonly ours: readonly Instrumented[] } {
  if (instrumentations !== undefined) return { given: instrumentations.flat(), ours: [] };
  const ours = [...(taken.trace === undefined ? tracing() : []), ...(taken.metrics === undefined ? metering() : [])];
  return { given: undefined, ours };
}

// It warns of what was loaded before, as far as it sees that: `hookModules` patches those as well.
Object.assign(InstrumentationBase.prototype, { _warnOnPreloadedModules() {} });

/** What makes spans, or writes their ids into log lines: for whoever has the tracer provider. */
function tracing(): Instrumented[] {
  return [
    { name: 'http', instrumentation: new HttpInstrumentation() },
    { name: 'undici', instrumentation: new UndiciInstrumentation() },
    { name: 'mongoose', instrumentation: new MongooseInstrumentation() },
    // Its own transport brings no record to a 3.x SDK; `partner-otel/logging` has one that does, and none is sent twice.
    { name: 'winston', instrumentation: new WinstonInstrumentation({ disableLogSending: true }) },
  ];
}

/** What only reads numbers. Those of the host, and of the process as a whole, are told by one thread. */
function metering(): Instrumented[] {
  const runtime = { name: 'runtime', instrumentation: new RuntimeNodeInstrumentation() };
  if (!isMainThread) return [runtime];
  return [runtime, { name: 'host', instrumentation: new HostMetricsInstrumentation() }];
}
