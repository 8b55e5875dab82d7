import { errorMonitor } from 'node:events';
import { finished } from 'node:stream';
import type { Call } from './call.ts';

interface Emitter {
  once(event: string | symbol, listener: (argument?: unknown) => void): unknown;
}

/** Node's streams and the web's. */
export function isStream(value: object): boolean {
  return isNodeStream(value) || 'getReader' in value || 'getWriter' in value;
}

/**
 * Observes a stream returned at once, where an option names the method: until it ends, fails or is closed early,
 * which is the reader's right. It is not read, and `errorMonitor` leaves an error that nobody handles unhandled.
 */
export function observeStream(stream: object, call: Call): void {
  if (isNodeStream(stream)) {
    const done = (): void => call.end({ kind: 'returned', value: undefined });
    stream.once(errorMonitor, (error) => call.end({ kind: 'threw', error }));
    for (const event of ['end', 'finish', 'close']) stream.once(event, done);
  } else {
    finished(stream as NodeJS.ReadableStream, (error) =>
      call.end(error == null ? { kind: 'returned', value: undefined } : { kind: 'threw', error }),
    );
  }
}

function isNodeStream(value: object): value is Emitter {
  return 'on' in value && 'once' in value && ('pipe' in value || 'writable' in value);
}
