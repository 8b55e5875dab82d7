import type { Carrier, ObservableQueue } from 'partner-otel';

/** What the metrics call it, whatever it is made of. */
export const queueType = 'uploads';

/** A job that was uploaded to the partner, and waits to be worked on; JSON. */
export interface Upload {
  readonly job: string;
  readonly aircraft: string;
  readonly pilot: string;
  /** Corners of the field, a line each. */
  readonly rows: string;
  /** The trace that it belongs to. */
  readonly carrier: Carrier;
}

export interface UploadQueue {
  readonly observable: ObservableQueue;
  add(upload: Upload): Promise<void>;
  /** Begins to take; called once. */
  work(handle: (upload: Upload) => Promise<void>): void;
  /** Nothing more is taken; resolves when what runs has ended. */
  pause(): Promise<void>;
  resume(): void;
  /** Ends what runs; what still waits is forgotten. */
  close(): Promise<void>;
}

/** Uploads worked on at the same time. */
export const atOnce = 4;
