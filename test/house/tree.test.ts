import { expect, test } from 'vitest';
import { packageJson, present, read, sources, tracked } from './reading/files.ts';

const topLevel = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'compose.yaml',
  'src',
  'collector',
  'examples',
  'test',
];

const meaningless = [
  'utils',
  'util',
  'helpers',
  'lib',
  'common',
  'types',
  'config',
  'docs',
  'scripts',
  'misc',
  'shared',
];

// Node's own names, and those that tools look for.
const name = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const shouted = /^(README|LICENSE|CHANGELOG|NOTICE)(\.md)?$|^[A-Z_]+\.md$/;
// A page and a test bear the name of their alert.
const alerts = /^(collector\/runbooks|test\/alerts)\/[A-Z][A-Za-z]+\.(md|yaml)$/;

test('the top of the tree shows the house and nothing else', () => {
  const visible = new Set(tracked.map((file) => file.split('/')[0] ?? '').filter((entry) => !entry.startsWith('.')));
  const strangers = [...visible].filter((entry) => !topLevel.includes(entry));
  expect(
    strangers,
    'put it in the folder that is its subject; settings of tools go into package.json or a dotfile',
  ).toEqual([]);
});

test('a source file has at most 300 lines', () => {
  const long = sources
    .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > 300);
  expect(long, 'split it by subject: what changes for another reason goes into a file of its own').toEqual([]);
});

test('a folder has at most 10 files', () => {
  const full = [...foldersOf(sources)]
    .filter(([, files]) => files.size > 10)
    .map(([folder, { size }]) => `${folder}: ${size} files`);
  expect(full, 'give what belongs together a folder inside, named for its subject').toEqual([]);
});

test('files and folders have lower-case names with hyphens', () => {
  const wrong = present.filter((file) => {
    const inSnapshots = file.includes('/__snapshots__/');
    return (
      !inSnapshots && !alerts.test(file) && !file.split('/').every((part) => name.test(part) || shouted.test(part))
    );
  });
  expect(wrong, 'rename it: lower-case or kebab, a noun or the verb of its public function').toEqual([]);
});

test('folders are named for a subject', () => {
  const folders = new Set(
    present.filter((file) => /^(src|collector|examples)\//.test(file)).flatMap((file) => file.split('/').slice(1, -1)),
  );
  const vague = [...folders].filter((folder) => meaningless.includes(folder));
  expect(vague, 'a thing lives in the folder that is its subject').toEqual([]);
});

test('package.json has at most 12 scripts', () => {
  expect(Object.keys(packageJson.scripts).length, 'let one script do it, or call the tool by npx').toBeLessThanOrEqual(
    12,
  );
});

function foldersOf(files: readonly string[]): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  for (const file of files) {
    const folder = file.slice(0, file.lastIndexOf('/'));
    folders.set(folder, (folders.get(folder) ?? new Set()).add(file));
  }
  return folders;
}
