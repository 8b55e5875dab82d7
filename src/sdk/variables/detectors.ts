import { diag } from '@opentelemetry/api';
import {
  envDetector,
  hostDetector,
  osDetector,
  processDetector,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';
import type { ResourceDetector } from '@opentelemetry/resources';
import { list } from './read.ts';

// In the order in which `all` runs them: later ones win.
const known: Readonly<Record<string, ResourceDetector>> = {
  host: hostDetector,
  os: osDetector,
  serviceinstance: serviceInstanceIdDetector,
  process: processDetector,
  env: envDetector,
};

const usual = [serviceInstanceIdDetector, processDetector, hostDetector, osDetector, envDetector];

/** The detectors of `OTEL_NODE_RESOURCE_DETECTORS`; all of them where it is not set. */
export function detectors(): ResourceDetector[] {
  const names = list('OTEL_NODE_RESOURCE_DETECTORS');
  if (names.length === 0) return usual;
  if (names.includes('all')) return Object.values(known);
  if (names.includes('none')) return [];
  return names.flatMap((name) => {
    const detector = Object.hasOwn(known, name) ? known[name] : undefined;
    if (detector === undefined) {
      diag.warn(
        `partner-otel: OTEL_NODE_RESOURCE_DETECTORS has "${name}"; it must be one of ${Object.keys(known).join(', ')}, all, none`,
      );
    }
    return detector ?? [];
  });
}
