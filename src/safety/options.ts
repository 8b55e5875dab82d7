/** A mistake in the options, found at set-up: what was wrong, what is expected, an example. */
export class OptionError extends TypeError {
  override readonly name = 'OptionError';

  constructor(option: string, expected: string, received: unknown, example: string) {
    super(`partner-otel: ${option} must be ${expected}; received ${show(received)}. Example: ${example}`);
  }
}

// eslint-disable-next-line no-control-regex -- that is what is refused
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/;

/** Names of partners, operations, stages and queue types: 1 to 64 characters without control characters. */
export function checkName(option: string, value: unknown, example: string): asserts value is string {
  if (!isName(value)) {
    throw new OptionError(option, 'a string of 1 to 64 characters without control characters', value, example);
  }
}

export function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= 64 && !controlCharacter.test(value);
}

export function checkFunction(option: string, value: unknown, example: string): void {
  if (value !== undefined && typeof value !== 'function') throw new OptionError(option, 'a function', value, example);
}

/** Durations are milliseconds: finite and above zero. */
export function checkDuration(option: string, value: unknown, example: string): void {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
    throw new OptionError(option, 'a number of milliseconds above 0', value, example);
  }
}

/** A share that an objective can have: between 0 and 1, both left out. */
export function checkShare(option: string, value: unknown, example: string): void {
  if (typeof value !== 'number' || !(value > 0 && value < 1)) {
    throw new OptionError(option, 'a share between 0 and 1, both left out', value, example);
  }
}

/** Refuses options that do not exist: a misspelt one would be silently without effect. */
export function checkKeys(option: string, value: unknown, allowed: readonly string[], example: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new OptionError(option, 'an object', value, example);
  }
  for (const key of Object.keys(value)) {
    if (!allowed.includes(key)) throw new OptionError(`${option}.${key}`, `one of ${allowed.join(', ')}`, key, example);
  }
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (typeof value === 'function') return `a function`;
  if (Array.isArray(value)) return `an array`;
  if (typeof value === 'object' && value !== null) return `an object`;
  return String(value);
}
