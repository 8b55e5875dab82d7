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
  constructor(name: string, exporter: string) {
    const Exporter = load(name)?.[exporter];
    if (Exporter !== undefined) return new Exporter() as this;
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

function load(name: string): Record<string, new () => object> | undefined {
  // Beside this package, or where a strict package manager puts what only the application declares.
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(from)(name) as Record<string, new () => object>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return undefined;
}

export class OTLPTraceExporter extends InstalledExporter {
  constructor() {
    super('@opentelemetry/exporter-trace-otlp-grpc', 'OTLPTraceExporter');
  }
}

export class OTLPMetricExporter extends InstalledExporter {
  constructor() {
    super('@opentelemetry/exporter-metrics-otlp-grpc', 'OTLPMetricExporter');
  }
}

export class OTLPLogExporter extends InstalledExporter {
  constructor() {
    super('@opentelemetry/exporter-logs-otlp-grpc', 'OTLPLogExporter');
  }
}
