import { diag } from '@opentelemetry/api';

/** Variables are read as `@opentelemetry/sdk-node` reads them: trimmed, and empty is the same as absent. */
export function text(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === '' ? undefined : value;
}

export function positive(name: string): number | undefined {
  const value = text(name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (number > 0) return number;
  diag.warn(`partner-otel: ${name} must be a number above 0; received ${JSON.stringify(value)}, using the default`);
  return undefined;
}

export function list(name: string): string[] {
  const entries = (text(name) ?? '').split(',').map((entry) => entry.trim());
  return [...new Set(entries)].filter((entry) => entry !== '');
}

/** Leaves out what is undefined, for options that tell absent from undefined. */
export function present<T extends Record<string, unknown>>(options: T): { [K in keyof T]: NonNullable<T[K]> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: NonNullable<T[K]> };
}
