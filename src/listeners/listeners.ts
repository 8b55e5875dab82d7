import type { SpanContext } from '@opentelemetry/api';
import { sayFault, shared } from '../safety/index.ts';
import type { CallStatus, RecordDirection, RecordResult, RunEnd } from '../signals/index.ts';

interface AnyEnd {
  /** Duration in milliseconds. */
  readonly duration: number;
  readonly spanContext: SpanContext | undefined;
}

/** A partner call that has ended, as health and the status page hear of it. */
export interface CallEnd extends AnyEnd {
  readonly kind: 'call';
  readonly partner: string;
  readonly operation: string;
  readonly status: CallStatus;
}

/** A run of a sync that has ended. */
export interface SyncEnd extends AnyEnd {
  readonly kind: 'sync';
  readonly partner: string;
  readonly operation: string;
  /** Undefined where the sync has no customers. */
  readonly customer: string | undefined;
  readonly status: RunEnd;
  readonly records: Readonly<Record<RecordResult, number>>;
}

/** A run of a stage that has ended. */
export interface StageEnd extends AnyEnd {
  readonly kind: 'stage';
  readonly stage: string;
  readonly status: RunEnd;
  readonly records: Readonly<Record<RecordDirection, number>>;
}

/** What has ended, told apart by its kind. */
export type End = CallEnd | SyncEnd | StageEnd;

export type Listener = (end: End) => void;

/** Who hears of ends: empty by default, so that the hot path pays for nobody. */
class Listeners {
  #all: readonly Listener[] = [];

  get any(): boolean {
    return this.#all.length > 0;
  }

  /** Adds a listener; what is returned takes it away again. */
  add(listener: Listener): () => void {
    this.#all = [...this.#all, listener];
    return () => {
      this.#all = this.#all.filter((one) => one !== listener);
    };
  }

  tell(end: End): void {
    for (const listener of this.#all) {
      try {
        listener(end);
      } catch (error) {
        sayFault('a listener', error);
      }
    }
  }
}

export const listeners: Listeners = shared('listeners', () => new Listeners());
