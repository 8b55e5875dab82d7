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

/** A fault of ours or of a hook: told once by topic, never thrown. */
export function sayFault(topic: string, error: unknown): void {
  if (said.has(topic)) return;
  sayOnce(topic, `${topic} failed, and changed nothing for the caller: ${whatAndWhere(error)}`);
}

/** What had failed works again: its next failure is told anew. */
export function sayRecovered(topic: string): void {
  said.delete(topic);
}

// Class and place, and not the message: it may hold a secret, and what is told here leaves unredacted.
function whatAndWhere(error: unknown): string {
  try {
    if (!(error instanceof Error)) return typeof error === 'string' ? error : `${typeof error} thrown`;
    const frames = String(error.stack).match(/^ +at .+/gm) ?? [];
    const { name }: { readonly name: unknown } = error;
    return [String(name), ...frames.slice(0, 3)].join('\n');
  } catch {
    return 'a value that cannot be read';
  }
}
