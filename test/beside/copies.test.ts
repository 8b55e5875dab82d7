import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
