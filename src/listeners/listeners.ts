import type { SpanContext } from '@opentelemetry/api';
import { sayFault, shared } from '../safety/index.ts';
import type { CallStatus } from '../signals/index.ts';

/** A partner call that has ended, as health and the status page hear of it. */
export interface CallEnd {
  readonly kind: 'call';
  readonly partner: string;
  readonly operation: string;
  readonly status: CallStatus;
  /** Duration in milliseconds. */
  readonly duration: number;
  readonly spanContext: SpanContext | undefined;
}

export type Listener = (end: CallEnd) => void;

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

  tell(end: CallEnd): void {
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
