import type { Office } from './office/office.ts';
import type { Fleet } from './partners/fleet.ts';
import type { Schedule } from './schedule.ts';
import type { DemoTelemetry } from './telemetry/start.ts';

/** What there is to look at. */
export interface Scene {
  readonly fleet: Fleet;
  readonly office: Office;
  readonly schedule: Schedule;
  readonly telemetry: DemoTelemetry;
  /** Seconds since the traffic began. */
  elapsed(): number;
}

/** One way of looking. */
export interface View {
  close(): void;
}
