import { parseKeyPairsIntoRecord } from '@opentelemetry/core';
import { Channel } from './channel.ts';
import { protocolOf, text } from '../variables/index.ts';
import type { Signal } from '../variables/index.ts';

/** What holds telemetry back, and can pass it on without waiting for anything. */
export interface Queue {
  /** Whether there is anything to pass on. */
  readonly filled: boolean;
  /** Hands all of it to the exporter within this call. */
  letOut(): void;
}

/** Everything that telemetry leaves by, for the end of the process. */
export class Outgoing {
  readonly channels: Channel[] = [];
  /** Queues of spans and records. */
  readonly queues: Queue[] = [];
  /** Readers, which always have something to tell. */
  readonly readers: Queue[] = [];
  /** What sends; of what is still asked for (`host.id`) nothing more is waited for at the end. */
  resource: object | undefined;
  /** When all of it was last flushed; `performance.now()`. */
  flushedAt = Number.NEGATIVE_INFINITY;

  /** Watches an exporter, where it is one that can be watched, and gives it back. */
  exporter<E extends object>(exporter: E, signal: Signal): E {
    const channel = Channel.of(exporter, signal.toLowerCase(), headersOf(signal));
    if (channel !== undefined) this.channels.push(channel);
    return exporter;
  }

  queue<Q extends Queue>(queue: Q): Q {
    this.queues.push(queue);
    return queue;
  }

  reader<Q extends Queue>(reader: Q): Q {
    this.readers.push(reader);
    return reader;
  }
}

function headersOf(signal: Signal): Record<string, string> {
  return {
    ...parseKeyPairsIntoRecord(text('OTEL_EXPORTER_OTLP_HEADERS')),
    ...parseKeyPairsIntoRecord(text(`OTEL_EXPORTER_OTLP_${signal}_HEADERS`)),
    'Content-Type': protocolOf(signal, false) === 'http/json' ? 'application/json' : 'application/x-protobuf',
  };
}
