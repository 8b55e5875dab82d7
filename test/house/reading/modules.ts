import { posix } from 'node:path';
import { parseSync } from 'vite';
import { present, read, sources } from './files.ts';

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** Path of the source where it is one of ours; the package's name (or `node:...`) where it is not. */
  readonly target: string;
  readonly ours: boolean;
  readonly typeOnly: boolean;
  /** Loaded when asked for, by `import()`. */
  readonly late: boolean;
  readonly line: number;
}

export interface Exported {
  readonly name: string;
  readonly typeOnly: boolean;
  /** Where it comes from, for a name that is passed on. */
  readonly from?: { readonly file: string; readonly name: string } | undefined;
  readonly line: number;
}

/** A node of the syntax tree (ESTree with TypeScript), as far as the checks look at it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface Module {
  readonly file: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly exports: readonly Exported[];
  readonly nodes: readonly Node[];
  /** Names declared at the top of the file with a doc comment right above. */
  readonly documented: ReadonlySet<string>;
  lineOf(position: number): number;
}

const parsed = new Map<string, Module>();

/** A source file, parsed once. */
export function moduleOf(file: string): Module {
  let module = parsed.get(file);
  if (module === undefined) {
    module = parse(file);
    parsed.set(file, module);
  }
  return module;
}

export function allModules(): Module[] {
  return sources.map(moduleOf);
}

function parse(file: string): Module {
  const text = read(file);
  const result = parseSync(file, text, { lang: 'ts' });
  if (result.errors.length > 0) throw new Error(`${file}: ${result.errors[0]?.message ?? 'cannot be parsed'}`);
  const lineOf = (position: number) => text.slice(0, position).split('\n').length;
  const nodes = flatten(result.program as unknown as Node);
  const body = (result.program as unknown as { body: Node[] }).body;
  const imports: Import[] = [];
  const exports: Exported[] = [];
  const add = (source: unknown, node: Node, typeOnly: boolean, late: boolean) => {
    const specifier = (source as { value?: unknown } | null)?.value;
    if (typeof specifier !== 'string') return;
    imports.push({ specifier, ...resolve(file, specifier), typeOnly, late, line: lineOf(node.start) });
  };
  for (const node of nodes) {
    if (node.type === 'ImportDeclaration') add(node['source'], node, isType(node, 'importKind'), false);
    if (node.type === 'ExportNamedDeclaration') add(node['source'], node, isType(node, 'exportKind'), false);
    if (node.type === 'ExportAllDeclaration') add(node['source'], node, isType(node, 'exportKind'), false);
    if (node.type === 'TSImportType') add(node['source'], node, true, false);
    if (node.type === 'ImportExpression') add(node['source'], node, false, true);
  }
  for (const node of body) exports.push(...exportsOf(file, node, lineOf));
  const comments = result.comments.filter((comment) => comment.type === 'Block' && comment.value.startsWith('*'));
  const isDocumented = (node: Node) =>
    comments.some((comment) => comment.end <= node.start && text.slice(comment.end, node.start).trim() === '');
  const documented = new Set(body.filter(isDocumented).flatMap(namesDeclared));
  return { file, text, imports, exports, nodes, documented, lineOf };
}

function isType(node: Node, field: 'importKind' | 'exportKind'): boolean {
  if (node[field] === 'type') return true;
  const specifiers = (node['specifiers'] ?? []) as Node[];
  return specifiers.length > 0 && specifiers.every((one) => one[field] === 'type');
}

function resolve(file: string, specifier: string): { target: string; ours: boolean } {
  if (!specifier.startsWith('.')) {
    const parts = specifier.split('/');
    const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
    return { target: specifier.startsWith('node:') ? specifier : name, ours: false };
  }
  const path = posix.join(posix.dirname(file), specifier);
  const found = [path, `${path}.ts`, `${path}/index.ts`, path.replace(/\.js$/, '.ts')].find((one) =>
    present.includes(one),
  );
  return { target: found ?? path, ours: true };
}

function exportsOf(file: string, node: Node, lineOf: (position: number) => number): Exported[] {
  const line = lineOf(node.start);
  if (node.type === 'ExportAllDeclaration') return [{ name: '*', typeOnly: false, line }];
  if (node.type === 'ExportDefaultDeclaration') return [{ name: 'default', typeOnly: false, line }];
  if (node.type !== 'ExportNamedDeclaration') return [];
  const typeOnly = node['exportKind'] === 'type';
  const source = (node['source'] as { value: string } | null)?.value;
  const specifiers = ((node['specifiers'] ?? []) as Node[]).map((one): Exported => {
    const name = nameOf(one['exported']);
    return {
      name,
      typeOnly: typeOnly || one['exportKind'] === 'type',
      line,
      from: source === undefined ? undefined : { file: resolve(file, source).target, name: nameOf(one['local']) },
    };
  });
  const declared = namesDeclared(node).map((name): Exported => {
    const kind = (node['declaration'] as Node).type;
    return { name, typeOnly: kind === 'TSInterfaceDeclaration' || kind === 'TSTypeAliasDeclaration', line };
  });
  return [...specifiers, ...declared];
}

function namesDeclared(node: Node): string[] {
  const declaration = (node['declaration'] ?? node) as Node;
  if (declaration.type === 'VariableDeclaration') {
    return (declaration['declarations'] as Node[]).map((one) => nameOf(one['id'])).filter((name) => name !== '');
  }
  const name = nameOf(declaration['id']);
  return name === '' ? [] : [name];
}

function nameOf(node: unknown): string {
  const { name, value } = (node ?? {}) as { name?: unknown; value?: unknown };
  return typeof name === 'string' ? name : typeof value === 'string' ? value : '';
}

function flatten(node: Node): Node[] {
  const found = [node];
  for (const value of Object.values(node)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === 'object' && one !== null && typeof (one as Node).type === 'string')
        found.push(...flatten(one as Node));
    }
  }
  return found;
}
