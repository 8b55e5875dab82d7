import { format } from 'node:util';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { DiagLogger } from '@opentelemetry/api';
import { shared } from '../../safety/index.ts';
import { redactText } from '../../redaction/index.ts';
import { registered } from '../owners.ts';

const levels: { readonly [name: string]: DiagLogLevel } = {
  NONE: DiagLogLevel.NONE,
  ERROR: DiagLogLevel.ERROR,
  WARN: DiagLogLevel.WARN,
  INFO: DiagLogLevel.INFO,
  DEBUG: DiagLogLevel.DEBUG,
  VERBOSE: DiagLogLevel.VERBOSE,
  ALL: DiagLogLevel.ALL,
};

// The files for `import` and for `require` may both be at work, each with variables of its own.
const given = (): { ours: boolean } => shared('diagnostics', () => ({ ours: false }));

/**
 * What the exporters say at every batch that does not arrive. It is said once at each change, by who watches the
 * endpoint; at level debug these are shown as well.
 */
const repeated = /^(Export (failed|retry time)|PeriodicExportingMetricReader: metrics export timed out)/;

/** Gives `diag` a logger that writes to stderr, if nobody gave it one. `OTEL_LOG_LEVEL` is obeyed. @default info */
export function openDiagnostics(): void {
  if (registered().diag !== undefined) return;
  const name = process.env['OTEL_LOG_LEVEL']?.trim().toUpperCase() ?? '';
  openAt(levels[name] ?? DiagLogLevel.INFO);
  if (name !== '' && levels[name] === undefined) {
    diag.warn(`partner-otel: OTEL_LOG_LEVEL must be one of ${Object.keys(levels).join(', ')}; using INFO`);
  }
}

/** Writes one line as the logger would, where `diag` must not be touched. */
export function sayDirectly(message: string): void {
  toStderr(false).warn(message);
}

function openAt(logLevel: DiagLogLevel): void {
  given().ours = true;
  diag.setLogger(toStderr(logLevel >= DiagLogLevel.DEBUG), { logLevel, suppressOverrideMessage: true });
}

/**
 * Runs what would give `diag` a logger of its own: the SDK's writes to stdout, which belongs to the application. Ours
 * takes the level that was meant for it; a logger of the application stays.
 */
export function withDiagnosticsKept<T>(run: () => T): T {
  const setLogger = diag.setLogger;
  diag.setLogger = (_logger, options) => {
    const level = typeof options === 'object' ? options.logLevel : options;
    diag.setLogger = setLogger;
    if (given().ours) openAt(level ?? DiagLogLevel.INFO);
    return true;
  };
  try {
    return run();
  } finally {
    diag.setLogger = setLogger;
  }
}

/** The API's own console logger writes info and debug to stdout. */
function toStderr(all: boolean): DiagLogger {
  const at =
    (level: string) =>
    (message: string, ...rest: unknown[]): void => {
      if (all || !repeated.test(message)) process.stderr.write(`${level} ${redactText(format(message, ...rest))}\n`);
    };
  return {
    error: at('[otel] error:'),
    warn: at('[otel] warning:'),
    info: at('[otel]'),
    debug: at('[otel] debug:'),
    verbose: at('[otel] verbose:'),
  };
}
