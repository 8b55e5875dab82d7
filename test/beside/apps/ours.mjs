import { startTelemetry } from 'partner-otel/sdk';

export const telemetry = startTelemetry({ serviceName: 'ours' });
