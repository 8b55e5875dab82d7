import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@opentelemetry/api';
import { defaultResource, detectResources, resourceFromAttributes } from '@opentelemetry/resources';
import type { Resource } from '@opentelemetry/resources';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { Redactor } from '../../redaction/index.ts';
import type { TelemetryOptions } from '../options.ts';
import { detectors, list } from '../variables/index.ts';
import { application } from '../diagnostics/index.ts';

/**
 * What sends: as `NodeSDK` finds it, and where nothing gives a name or a version, those of the application's
 * package.json. Secrets are redacted: `process.command_args` is all that was typed.
 */
export function resource(options: TelemetryOptions): Resource {
  const { autoDetectResources = true, resource: base = defaultResource(), serviceName } = options;
  const detected = autoDetectResources
    ? base.merge(detectResources({ detectors: options.resourceDetectors ?? detectors() }))
    : base;
  const given =
    serviceName === undefined ? detected : detected.merge(resourceFromAttributes({ [ATTR_SERVICE_NAME]: serviceName }));
  const whole =
    autoDetectResources && !list('OTEL_NODE_RESOURCE_DETECTORS').includes('none') ? completed(given) : given;
  return whole.merge(resourceFromAttributes(redacted(whole, new Redactor(options.redact))));
}

function completed(given: Resource): Resource {
  const { [ATTR_SERVICE_NAME]: name, [ATTR_SERVICE_VERSION]: version } = settled(given);
  const unnamed = typeof name !== 'string' || name.startsWith('unknown_service');
  if (!unnamed && version !== undefined) return given;
  const own = application();
  const attributes: Record<string, string> = {};
  if (unnamed && own.name !== undefined) attributes[ATTR_SERVICE_NAME] = own.name;
  if (version === undefined && own.version !== undefined) attributes[ATTR_SERVICE_VERSION] = own.version;
  return given.merge(resourceFromAttributes(attributes));
}

/** Those that are known at once: `attributes` complains while others (`host.id`) are still asked for. */
function settled(given: Resource): Record<string, unknown> {
  const known = given.getRawAttributes().filter(([, value]) => typeof value !== 'object' || Array.isArray(value));
  // The first of a name stands.
  return Object.fromEntries(known.toReversed());
}

function redacted(whole: Resource, redactor: Redactor): Record<string, AttributeValue> {
  const changed: Record<string, AttributeValue> = {};
  for (const [key, value] of Object.entries(settled(whole))) {
    const isArguments = Array.isArray(value) && value.every((one) => typeof one === 'string');
    const left = isArguments
      ? value.map((one, index) => redactedArgument(redactor, one, value[index - 1] ?? ''))
      : redactor.attributes({ [key]: value })[key];
    if (!isDeepStrictEqual(left, value)) changed[key] = left;
  }
  return changed;
}

/** `--password=...` says by itself that it is a secret, the second of `--password ...` by the one before. */
function redactedArgument(redactor: Redactor, argument: string, before: string): string {
  if (!before.startsWith('-')) return redactor.text(argument);
  const both = redactor.text(`${before}=${argument}`);
  return both.startsWith(`${before}=`) ? both.slice(before.length + 1) : redactor.text(argument);
}
