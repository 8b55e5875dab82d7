import { diag } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { Sampler } from '@opentelemetry/sdk-trace';
import { text } from './read.ts';

const known: Readonly<Record<string, () => Sampler>> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  parentbased_always_on: () => new ParentBasedSampler({ root: new AlwaysOnSampler() }),
  parentbased_always_off: () => new ParentBasedSampler({ root: new AlwaysOffSampler() }),
  traceidratio: () => new TraceIdRatioBasedSampler(ratio()),
  parentbased_traceidratio: () => new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio()) }),
};

/** The sampler of `OTEL_TRACES_SAMPLER` and its `_ARG`; undefined for the SDK's default, which samples all. */
export function sampler(): Sampler | undefined {
  const name = text('OTEL_TRACES_SAMPLER');
  if (name === undefined) return undefined;
  const create = Object.hasOwn(known, name) ? known[name] : undefined;
  if (create === undefined) {
    diag.error(`partner-otel: OTEL_TRACES_SAMPLER must be one of ${Object.keys(known).join(', ')}; received "${name}"`);
  }
  return create?.();
}

function ratio(): number {
  const value = text('OTEL_TRACES_SAMPLER_ARG');
  const number = Number(value ?? Number.NaN);
  if (number >= 0 && number <= 1) return number;
  diag.error(`partner-otel: OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1; received "${value ?? ''}", using 1`);
  return 1;
}
