interface Printable {
  asymmetricMatch(value: unknown): boolean;
  toAsymmetricMatcher?(): string;
  toString(): string;
}

const width = 100;

/** A value as one would write it in a test; on one line where it fits. */
export function print(value: unknown, indent = ''): string {
  const line = inline(value);
  if (line.length + indent.length <= width || typeof value !== 'object' || value === null || isMatcher(value))
    return line;
  if (value instanceof RegExp) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return block(
      '[',
      value.map((one) => print(one, inner)),
      ']',
      indent,
    );
  const entries = Object.entries(value).map(([key, one]) => `${printKey(key)}: ${print(one, inner)}`);
  return block('{', entries, '}', indent);
}

/** A value on one line; a text that cannot be mistaken for anything else without its quotation marks. */
export function printWord(value: unknown): string {
  const plain =
    typeof value === 'string' && /^[A-Za-z_][\w.:/-]*$/.test(value) && !/^(true|false|null|undefined)$/.test(value);
  return plain ? value : inline(value);
}

/** Labels as PromQL writes them, in the order of their keys. */
export function printLabels(attributes: Readonly<Record<string, unknown>>): string {
  const labels = Object.keys(attributes)
    .sort()
    .map((key) => `${key}=${inline(attributes[key])}`);
  return labels.length === 0 ? '' : `{${labels.join(', ')}}`;
}

export function isMatcher(value: unknown): value is Printable {
  return (
    typeof value === 'object' &&
    value !== null &&
    'asymmetricMatch' in value &&
    typeof value.asymmetricMatch === 'function'
  );
}

function inline(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return String(value);
  if (isMatcher(value)) return value.toAsymmetricMatcher?.() ?? value.toString();
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  const entries = Object.entries(value).map(([key, one]) => `${printKey(key)}: ${inline(one)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function block(open: string, lines: readonly string[], close: string, indent: string): string {
  return `${open}\n${lines.map((line) => `${indent}  ${line},\n`).join('')}${indent}${close}`;
}

function printKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : `'${key}'`;
}
