import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installedApplication, runFolder } from '../support/application.ts';

const here = import.meta.dirname;

test.each(['sdk-2', 'sdk-3'])('the parts work in an SDK of its owner: %s', { timeout: 180_000 }, (line) => {
  const folder = runFolder(installedApplication(join(here, '../beside/apps', line)));
  try {
    cpSync(join(here, 'foreign.mjs'), join(folder, 'foreign.mjs'));
    const output = execFileSync(process.execPath, [join(folder, 'foreign.mjs')], { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual({
      received: { '/own': ['traceparent'], '/kept': [], '/sent': ['traceparent'] },
      inside: ['traceparent', 'tracestate', 'baggage'],
      names: ['GET', 'GET', 'kept get', 'GET', 'sent get', 'work https://REDACTED:REDACTED@partner.test'],
      work: {
        attributes: { password: 'REDACTED', plain: 'a b' },
        events: [{ at: 'token=REDACTED' }],
        status: { code: 2, message: 'token=REDACTED' },
        valid: 32,
        took: true,
      },
      records: [{ body: 'token=REDACTED', attributes: { deep: { password: 'REDACTED' }, plain: 'a b' } }],
      calls: [
        [0, { token: 'REDACTED' }],
        [5, { token: 'REDACTED' }],
      ],
      planted: false,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
