import { expect, test } from 'vitest';
import { sources } from './reading/files.ts';
import { floorOf, floors, foreignOf, rootDoorFloors } from './floors.ts';
import { allModules, moduleOf } from './reading/modules.ts';
import type { Import, Module } from './reading/modules.ts';

test('every file under src lives in a room that has a place in the house', () => {
  const homeless = sources.filter((file) => file !== 'src/index.ts' && floorOf(roomOf(file)) === -1);
  expect(
    homeless,
    'give the room a floor in test/house/floors.ts, or move the file to the room that is its subject',
  ).toEqual([]);
});

test('every room has a door', () => {
  const rooms = new Set(sources.filter((file) => file !== 'src/index.ts').map(roomOf));
  const missing = [...rooms].filter((room) => !sources.includes(`src/${room}/index.ts`));
  expect(missing, 'write src/<room>/index.ts and list in it, one by one, the names that other rooms may use').toEqual(
    [],
  );
});

test('imports go down, and to rooms on the left', () => {
  const wrong = eachImport().flatMap(([{ file }, one]) => {
    if (!one.ours || roomOf(file) === roomOf(one.target)) return [];
    const cure = misplaced(roomOf(file), roomOf(one.target));
    return cure === undefined ? [] : [`${at(file, one)} imports ${one.specifier}: ${cure}`];
  });
  expect(wrong).toEqual([]);
});

test('imports of a relative path find a file', () => {
  const lost = eachImport().filter(([, one]) => one.ours && !sources.includes(one.target));
  expect(
    lost.map(([{ file }, one]) => `${at(file, one)}: ${one.specifier}`),
    'write the path with its extension, and the file',
  ).toEqual([]);
});

test('another folder is entered through its door', () => {
  const wrong = eachImport().flatMap(([{ file }, one]) => {
    const folder = folderOf(one.target);
    const inside = `${folderOf(file)}/`.startsWith(`${folder}/`);
    if (!one.ours || inside || one.target === `${folder}/index.ts`) return [];
    // A folder inside of a room may do without a door; a room may not.
    if (roomOf(file) === roomOf(one.target) && !sources.includes(`${folder}/index.ts`)) return [];
    return [`${at(file, one)} imports ${one.specifier}: import it from ${folder}/index.ts, and list the name there`];
  });
  expect(wrong).toEqual([]);
});

test('third-party packages stay on the floors that may load them', () => {
  const wrong = eachImport().flatMap(([{ file }, one]) => {
    if (one.ours || one.target.startsWith('node:')) return [];
    const room = file === 'src/index.ts' ? 'signals' : roomOf(file);
    const { imports, optional = [] } = foreignOf(room);
    if (imports.some((pattern) => pattern.test(one.target))) return [];
    if (optional.some((pattern) => pattern.test(one.target))) {
      if (one.typeOnly || one.late) return [];
      return [
        `${at(file, one)} imports ${one.target} when loaded: use \`import type\`, or \`await import()\` when it is needed`,
      ];
    }
    const cure =
      floorOf(room) <= 2
        ? 'floors 0 to 2 and parts know @opentelemetry/api alone; take it as an argument, or move the code to floor 3 or 4'
        : 'see foreignOf in test/house/floors.ts for what this room may use';
    return [`${at(file, one)} imports ${one.target}: ${cure}`];
  });
  expect(wrong).toEqual([]);
});

test('no file reaches itself through its imports, not even by types', () => {
  const cycles = cyclesOf(new Map(allModules().map(({ file, imports }) => [file, ours(imports)])));
  expect(cycles, 'move what both need into a third file that imports neither').toEqual([]);
});

test('the check itself finds a cycle', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', []],
  ]);
  expect(cyclesOf(graph)).toEqual(['a -> b -> c -> a']);
});

test('the check itself knows up from down', () => {
  expect(misplaced('partner', 'sync')).toContain('never one another');
  expect(misplaced('partner', 'sdk')).toContain('floor');
  expect(misplaced('safety', 'operation')).toContain('left');
  expect(misplaced('operation', 'safety')).toBeUndefined();
  expect(misplaced('dashboard', 'health')).toBeUndefined();
  expect(misplaced('testing', 'parts')).toBeUndefined();
  expect(misplaced('sdk', 'testing')).toContain('never one another');
});

/** What to do about one room importing another; undefined where it may. */
function misplaced(from: string, to: string): string | undefined {
  if (to === '') return 'the root door is for users; import from the room itself';
  const target = floorOf(to);
  if (target === -1) return `${to} has no floor in test/house/floors.ts`;
  if (from === '') {
    return rootDoorFloors.includes(target)
      ? undefined
      : `the root door shows floors 0 to 2; ${to} needs a subpath of its own`;
  }
  const floor = floors[floorOf(from)];
  if (floor === undefined || floor.below.includes(target) || floor.beside(from).includes(to)) return undefined;
  if (floorOf(from) !== target) {
    return `${from} (floor ${floorOf(from)}) may not know ${to} (floor ${target}); hand it down as a function, a listener or an option`;
  }
  return floorOf(from) === 1
    ? `on floor 1 a room uses those to its left only; move what both need to the left of ${from}`
    : `rooms of floor ${target} use never one another; move what both need to a room below`;
}

function eachImport(): [Module, Import][] {
  return allModules().flatMap((module) => module.imports.map((one): [Module, Import] => [module, one]));
}

function ours(imports: readonly Import[]): string[] {
  return imports.filter((one) => one.ours && sources.includes(one.target)).map((one) => moduleOf(one.target).file);
}

function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    const start = path.indexOf(file);
    if (start !== -1) cycles.push([...path.slice(start), file].join(' -> '));
    if (start !== -1 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}

function roomOf(file: string): string {
  return file === 'src/index.ts' ? '' : (file.split('/')[1] ?? '');
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

function at(file: string, one: Import): string {
  return `${file}:${one.line}`;
}
