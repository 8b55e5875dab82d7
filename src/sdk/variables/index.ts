export { detectors } from './detectors.ts';
export { exporterNames, protocolOf, unknownExporter } from './exporters.ts';
export type { Signal } from './exporters.ts';
export { logRecordLimits, spanLimits } from './limits.ts';
export { propagator } from './propagator.ts';
export { list, positive, present, text } from './read.ts';
export { sampler } from './sampler.ts';
