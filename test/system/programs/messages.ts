import type { Carrier } from 'partner-otel';
import type { Row } from './partner-clients.ts';

/** What is in a job of each queue. */
export interface Upload {
  readonly customer: string;
  readonly files: readonly string[];
  readonly carrier: Carrier;
}

export interface Rows {
  readonly customer: string;
  readonly rows: readonly Row[];
  readonly carrier: Carrier;
}
