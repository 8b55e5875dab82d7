import { createRequire } from 'node:module';
import { join } from 'node:path';
import { diag } from '@opentelemetry/api';
import type { ExportResult } from '@opentelemetry/core';

/**
 * OTLP over gRPC is 900 kB of the SDK's 1.5 MB and reads files of its own: it is loaded from the application where
 * `OTEL_EXPORTER_OTLP_PROTOCOL=grpc` asks for it. Where the package is not installed, that is said once a signal, and
 * the signal goes nowhere. The build puts this file in the place of those packages inside `@opentelemetry/sdk-node`.
 */
class InstalledExporter {
  constructor(name: string, exporter: string, config?: object) {
    const Exporter = load(name)?.[exporter] as (new (config?: object) => this) | undefined;
    if (Exporter !== undefined) return new Exporter(config);
    diag.error(
      `partner-otel: OTEL_EXPORTER_OTLP_PROTOCOL=grpc needs the package ${name}, which is not installed; ` +
        `nothing is sent by it. Cure: \`npm install ${name}@0.301\`, or the protocol http/protobuf (port 4318)`,
    );
  }

  export(_items: unknown, done: (result: ExportResult) => void): void {
    done({ code: 0 });
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

function load(name: string): Record<string, unknown> | undefined {
  // Beside this package, or where a strict package manager puts what only the application declares.
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(from)(name) as Record<string, unknown>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return undefined;
}

export class OTLPTraceExporter extends InstalledExporter {
  constructor(config?: object) {
    super('@opentelemetry/exporter-trace-otlp-grpc', 'OTLPTraceExporter', config);
  }
}

export class OTLPMetricExporter extends InstalledExporter {
  constructor(config?: object) {
    super('@opentelemetry/exporter-metrics-otlp-grpc', 'OTLPMetricExporter', config);
  }
}

export class OTLPLogExporter extends InstalledExporter {
  constructor(config?: object) {
    super('@opentelemetry/exporter-logs-otlp-grpc', 'OTLPLogExporter', config);
  }
}

const base = '@opentelemetry/otlp-grpc-exporter-base';

/** What a configuration file with `otlp_grpc` asks for besides. */
function parts(): Record<string, (...args: unknown[]) => unknown> {
  const found = load(base);
  if (found === undefined) throw new Error(`otlp_grpc needs the package ${base}: \`npm install ${base}@0.301\``);
  return found as Record<string, (...args: unknown[]) => unknown>;
}

export function createEmptyMetadata(): unknown {
  return parts()['createEmptyMetadata']?.();
}

export function createInsecureCredentials(): unknown {
  return parts()['createInsecureCredentials']?.();
}

export function createSslCredentials(...certificates: unknown[]): unknown {
  return parts()['createSslCredentials']?.(...certificates);
}
