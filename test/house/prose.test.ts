import { expect, test } from 'vitest';
import { read, tracked } from './reading/files.ts';

const text = tracked.filter((file) => !/\.(png|ico|gif|jpg|svg|woff2?|gz|tgz)$/.test(file));
const own = text.filter((file) => file !== 'package-lock.json');

const machinePaths = /(?<![\w.~/-])\/(home|root|Users|work|workspace|private|mnt)\/[\w.-]+|\b[A-Z]:\\\\?Users\b/;
const registries =
  /\bregistry\.[\w-]+\.\w+|\bnpm\.pkg\.github\.com|\b(artifactory|verdaccio|nexus)\.[\w-]+\.\w+|\b_auth(Token)?=/;
const npmAsItWrites = /^https:\/\/registry\.npmjs\.org\//;

test("no file names a path of somebody's machine", () => {
  expect(linesWith(machinePaths), 'write it relative to the repository').toEqual([]);
});

test('no file names a host that packages come from', () => {
  expect(linesWith(registries), 'leave it to the npm configuration of whoever installs').toEqual([]);
});

test('the lock file is as npm writes it', () => {
  const lock: { packages: Record<string, { resolved?: string }> } = JSON.parse(read('package-lock.json'));
  const foreign = Object.entries(lock.packages).filter(
    ([, { resolved }]) => resolved !== undefined && !npmAsItWrites.test(resolved),
  );
  expect(
    foreign.map(([name, { resolved }]) => `${name}: ${resolved}`),
    'make the lock file again with the default registry, or drop `resolved` with `npm install --package-lock-only`',
  ).toEqual([]);
});

test('npm is told nothing about registries', () => {
  expect(
    tracked.filter((file) => /(^|\/)\.(npmrc|yarnrc(\.yml)?)$/.test(file)),
    'keep it out of the repository',
  ).toEqual([]);
});

function linesWith(pattern: RegExp): string[] {
  return own.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim().slice(0, 120)}`] : [])),
  );
}
