import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installedApplication, layPackage, runFolder } from '../support/application.ts';
import { OtlpServer } from '../support/otlp-server.ts';
import { runProgram } from '../support/program.ts';
import { expectUnchanged, said } from './expected.ts';
import { run } from './run.ts';

const api = join(import.meta.dirname, '../../node_modules/@opentelemetry/api');

/** What npm does where the application wants the newer API and its SDK the older one. */
const withNewerApi = (folder: string) =>
  cpSync(api, join(folder, 'node_modules/@opentelemetry/api'), { recursive: true });

test.for(['sentry-10', 'datadog-6'])(
  'two copies of the API, ours and that of %s: nothing is started, and the cure is said',
  { timeout: 180_000 },
  async (app) => {
    const bare = await run(app, 'bare', { prepare: withNewerApi });
    const after = await run(app, 'after', { prepare: withNewerApi });
    expectUnchanged(after, bare);
    expect([...after.ours.spans, ...after.ours.logs, ...after.ours.metrics]).toEqual([]);
    const [line, ...others] = said(after, bare);
    expect(others).toEqual([]);
    expect(line).toMatch(/^\[otel\].* partner-otel: nothing is started.*@opentelemetry\/api.*npm /);
    for (const version of ['1.10.0', '1.9.1']) expect(line).toContain(version);
  },
);

test('two copies of the package are one telemetry, and that is said with the cure', { timeout: 180_000 }, async () => {
  await using otlp = await OtlpServer.start();
  const folder = runFolder(installedApplication(join(import.meta.dirname, 'apps/none')));
  try {
    const dependency = join(folder, 'node_modules/dependency');
    mkdirSync(dependency, { recursive: true });
    writeFileSync(join(dependency, 'package.json'), JSON.stringify({ name: 'dependency', main: 'index.js' }));
    writeFileSync(join(dependency, 'index.js'), "module.exports = require('partner-otel');");
    const copy = join(dependency, 'node_modules/partner-otel');
    layPackage(copy);
    const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, version: '0.0.9' }));

    const ended = await runProgram({
      system: 'esm',
      cwd: folder,
      imports: {
        'partner-otel': '{ instrumentPartner }',
        'partner-otel/sdk': '{ startTelemetry }',
        dependency: 'dependency',
      },
      body: `
        const telemetry = startTelemetry();
        const wrap = (by, name) => by({ ping: async () => name }, { partner: 'satloc' });
        console.log(await wrap(instrumentPartner, 'one').ping(), await wrap(dependency.instrumentPartner, 'two').ping());
        console.log(instrumentPartner === dependency.instrumentPartner);
        await telemetry.flush();`,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
    }).ended;
    expect(ended).toMatchObject({ code: 0, stdout: 'one two\nfalse\n' });
    expect(otlp.history('partner.api.requests')[0]).toMatchObject([{ value: 2 }]);
    const [, line, ...others] = ended.stderr.trimEnd().split('\n').toSorted(byStartLine);
    expect(others).toEqual([]);
    expect(line).toMatch(/^\[otel\].* partner-otel: .*copies of partner-otel.*npm /);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The start line first; the other comes before or after it, by which copy was loaded when. */
function byStartLine(one: string, other: string): number {
  return Number(other.includes('telemetry started')) - Number(one.includes('telemetry started'));
}
