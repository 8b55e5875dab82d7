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
    let sides = Number('readableEnded' in stream) + Number('writableFinished' in stream);
    const sideDone = (): void => {
      if ((sides -= 1) <= 0) done();
    };
    stream.once(errorMonitor, (error) => (isLeft(error) ? done() : call.end({ kind: 'threw', error })));
    stream.once('end', sideDone);
    stream.once('finish', sideDone);
    stream.once('close', done);
  } else {
    finished(stream as NodeJS.ReadableStream, (error) =>
      call.end(error == null ? { kind: 'returned', value: undefined } : { kind: 'threw', error }),
    );
  }
}

// Node destroys what is left early (by `break`, by the end of a pipe) with an error that has no cause; a signal leaves one.
function isLeft(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ABORT_ERR' && error.cause === undefined;
}

function isNodeStream(value: object): value is Emitter {
  return 'on' in value && 'once' in value && ('pipe' in value || 'writable' in value);
}
