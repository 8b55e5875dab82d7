// tsdown as package.json configures it, and what it cannot be told there: types that are whole, and the licences of
// what is bundled.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsdown';
import type { TsdownPlugin } from 'tsdown';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/**
 * Some declaration files of OpenTelemetry export nothing (`sdk-metrics/dist/view/Aggregation.d.mts`). The bundler takes
 * those for CommonJS, and drops the interfaces of all that import them. An export that nobody uses mends it.
 */
const wholeDeclarations: TsdownPlugin = {
  name: 'whole-declarations',
  load: {
    order: 'pre',
    handler(id) {
      if (!/\/node_modules\/.*\.d\.[cm]?ts$/.test(id)) return null;
      const text = readFileSync(id, 'utf8');
      return /^export\b/m.test(text) ? null : `${text}\nexport declare const nothing: never;\n`;
    },
  },
};

/** Packages in whose place something of ours is bundled; the files say why. */
const replaced: Readonly<Record<string, string>> = {
  '@opentelemetry/exporter-trace-otlp-grpc': 'src/sdk/exporting/grpc.ts',
  '@opentelemetry/exporter-metrics-otlp-grpc': 'src/sdk/exporting/grpc.ts',
  '@opentelemetry/exporter-logs-otlp-grpc': 'src/sdk/exporting/grpc.ts',
  '@opentelemetry/otlp-grpc-exporter-base': 'src/sdk/exporting/grpc.ts',
  'systeminformation/lib/network.js': 'src/sdk/instrumentations/network.ts',
};

/**
 * Instrumentations come with `@opentelemetry/instrumentation` of an earlier minor version, each in a folder of its own. A
 * bundle with two of them would patch `require` twice.
 */
const once = '@opentelemetry/instrumentation';

const chosenModules: TsdownPlugin = {
  name: 'chosen-modules',
  resolveId: {
    order: 'pre',
    async handler(source, importer) {
      const file = replaced[source];
      if (file !== undefined) return join(root, file);
      if (source !== once || importer?.endsWith('.d.mts')) return null;
      return this.resolve(source, join(root, 'src', 'index.ts'), { skipSelf: true });
    },
  },
};

/** The same types for `require`: of declarations for CommonJS the bundler loses more, and ours differ in nothing. */
function copyDeclarations(): void {
  for (const file of readdirSync(dist).filter((name) => name.endsWith('.d.mts'))) {
    const text = readFileSync(join(dist, file), 'utf8').replace(/(["'])(\.\/[^"']+)\.mjs\1/g, '$1$2.cjs$1');
    if (text.includes('__esmMin')) throw new Error(`${file} has lost declarations to the bundler`);
    writeFileSync(join(dist, file.replace('.d.mts', '.d.cts')), text);
  }
}

/** What starts by being loaded shows nothing. */
function writeRegister(): void {
  writeFileSync(join(dist, 'register.d.cts'), 'export {};\n');
}

interface Licence {
  readonly heading: string;
  readonly text: string;
}

function licenceOf(name: string): Licence {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)(\.\w+)?$/i.test(file));
  if (files.length === 0) throw new Error(`${name} is bundled and shows no licence`);
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  return { heading: `${name} ${version}, ${license}`, text };
}

/** A text stands once, under the names of all that have it. */
function writeLicences(names: readonly string[]): void {
  const byText = Map.groupBy(names.map(licenceOf), ({ text }) => text);
  const parts = [...byText].map(([text, same]) => `${same.map(({ heading }) => heading).join('\n')}\n\n${text}\n`);
  const intro = 'partner-otel contains code of the following packages, unchanged but for bundling.\n';
  writeFileSync(join(dist, 'THIRD-PARTY-LICENSES'), [intro, ...parts].join(`\n${'-'.repeat(80)}\n\n`));
}

const { bundles } = await build({
  cwd: root,
  logLevel: 'warn',
  // It is the only TypeScript there is here, and emits what its own compiler checks.
  suppressWarnings: 'TypeScript 7.0 does not yet have a stable API',
  plugins: [wholeDeclarations, chosenModules],
});
copyDeclarations();
writeRegister();
writeLicences([...new Set(bundles.flatMap((bundle) => [...bundle.inlinedDeps.keys()]))].sort());
