import { expect, test } from 'vitest';
import { doors, sources } from './reading/files.ts';
import type { Door } from './reading/files.ts';
import { allModules, moduleOf } from './reading/modules.ts';
import type { Exported } from './reading/modules.ts';

test('every subpath of package.json has its source', () => {
  const missing = doors.filter(({ source }) => !sources.includes(source)).map(({ source }) => source);
  expect(missing, 'write the door, or take the subpath out of `exports` in package.json').toEqual([]);
});

test('the doors show what they are known to show', async () => {
  const listed = built().map((door) => {
    const names = moduleOf(door.source).exports.map(({ name, typeOnly }) => `  ${typeOnly ? 'type ' : ''}${name}`);
    return [door.name, ...names.sort()].join('\n');
  });
  await expect(
    `${listed.join('\n\n')}\n`,
    'a public name came or went: where that is meant, say so in CHANGELOG.md and run `npx vitest run --config test/vitest.config.ts test/house/doors.test.ts -u`',
  ).toMatchFileSnapshot('doors.txt');
});

test('a door has few values', () => {
  const crowded = built().flatMap((door) => {
    const values = moduleOf(door.source).exports.filter(({ typeOnly }) => !typeOnly).length;
    const limit = door.subpath === '.' ? 18 : 8;
    return values > limit ? [`${door.source} exports ${values} values, at most ${limit}`] : [];
  });
  expect(crowded, 'make it an option of what is there already, or give it a subpath of its own').toEqual([]);
});

test('names are exported one by one, and by name', () => {
  const wrong = allModules().flatMap(({ file, exports }) =>
    exports
      .filter(({ name }) => name === '*' || name === 'default')
      .map(({ name, line }) =>
        name === '*'
          ? `${file}:${line} says \`export *\`: list the names`
          : `${file}:${line} has a default export: give it a name`,
      ),
  );
  expect(wrong).toEqual([]);
});

test('doors only pass on what their rooms make', () => {
  const wrong = sources
    .filter((file) => file.split('/').length <= 3 && file.endsWith('/index.ts'))
    .flatMap((file) =>
      moduleOf(file)
        .exports.filter(({ from }) => from === undefined)
        .map((one) => `${file}:${one.line} ${one.name}`),
    );
  expect(wrong, 'declare it in a file named for it, and pass it on: `export { name } from "./file.ts"`').toEqual([]);
});

test('every public name is documented where it is declared', () => {
  const bare = built().flatMap((door) =>
    moduleOf(door.source).exports.flatMap((one) => {
      const origin = originOf(door.source, one);
      if (origin === undefined || moduleOf(origin.file).documented.has(origin.name)) return [];
      return [`${one.name} of ${door.name}, in ${origin.file}`];
    }),
  );
  expect(bare, 'write above it what it is, when to use it and what surprises; it is shown in the editor').toEqual([]);
});

function built(): Door[] {
  return doors.filter(({ source }) => sources.includes(source));
}

/** Where a name is declared, however often it was passed on; undefined where that is not ours. */
function originOf(file: string, one: Exported): { file: string; name: string } | undefined {
  if (one.from === undefined) return { file, name: one.name };
  const { from } = one;
  if (!sources.includes(from.file)) return undefined;
  const next = moduleOf(from.file).exports.find(({ name }) => name === from.name);
  return next === undefined ? from : originOf(from.file, next);
}
