import { format } from 'node:util';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { DiagLogger } from '@opentelemetry/api';

const levels: { readonly [name: string]: DiagLogLevel } = {
  NONE: DiagLogLevel.NONE,
  ERROR: DiagLogLevel.ERROR,
  WARN: DiagLogLevel.WARN,
  INFO: DiagLogLevel.INFO,
  DEBUG: DiagLogLevel.DEBUG,
  VERBOSE: DiagLogLevel.VERBOSE,
  ALL: DiagLogLevel.ALL,
};

// Where api 1.x keeps what was registered: `diag` itself does not tell whether it has a logger.
const registered = Symbol.for('opentelemetry.js.api.1');

/** Gives `diag` a logger that writes to stderr, if nobody gave it one. `OTEL_LOG_LEVEL` is obeyed. @default info */
export function openDiagnostics(): void {
  const present = (globalThis as { [registered]?: { diag?: unknown } })[registered]?.diag;
  if (present !== undefined) return;
  const name = process.env['OTEL_LOG_LEVEL']?.trim().toUpperCase() ?? '';
  const logLevel = levels[name] ?? DiagLogLevel.INFO;
  diag.setLogger(toStderr(), { logLevel, suppressOverrideMessage: true });
  if (name !== '' && levels[name] === undefined) {
    diag.warn(`partner-otel: OTEL_LOG_LEVEL must be one of ${Object.keys(levels).join(', ')}; using INFO`);
  }
}

/** The API's own console logger writes info and debug to stdout, which belongs to the application. */
function toStderr(): DiagLogger {
  const at =
    (level: string) =>
    (message: string, ...rest: unknown[]): void => {
      process.stderr.write(`${level} ${format(message, ...rest)}\n`);
    };
  return {
    error: at('[otel] error:'),
    warn: at('[otel] warning:'),
    info: at('[otel]'),
    debug: at('[otel] debug:'),
    verbose: at('[otel] verbose:'),
  };
}
