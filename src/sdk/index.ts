export { startTelemetry } from './start.ts';
export type { Telemetry, TelemetryOptions } from './options.ts';
