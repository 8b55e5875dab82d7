// `node --import partner-otel/register app.js`, or `--require`: `startTelemetry` as the `OTEL_*` variables say.
import { startTelemetry } from './start.ts';

startTelemetry();
