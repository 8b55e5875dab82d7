import { diag } from '@opentelemetry/api';
import { shared } from './shared.ts';

const limit = 1_000;
const said = shared('said', () => new Set<string>());

/** Tells the operator something once a process, through OpenTelemetry's own diagnostics. */
export function sayOnce(topic: string, message: string): void {
  if (said.has(topic) || said.size >= limit) return;
  said.add(topic);
  diag.warn(`partner-otel: ${message}`);
}

/** A fault of ours or of a hook: told once by topic, never thrown. The error itself may be hostile. */
export function sayFault(topic: string, error: unknown): void {
  if (said.has(topic)) return;
  sayOnce(topic, `${topic} failed, and changed nothing for the caller: ${describe(error)}`);
}

function describe(error: unknown): string {
  try {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } catch {
    return 'a value that cannot be shown';
  }
}
