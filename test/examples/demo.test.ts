import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { OtlpServer } from '../support/otlp-server.ts';
import { nodeBinary } from '../support/program.ts';

const root = join(import.meta.dirname, '..', '..');

// One run plays every act until the metrics have shown it, however slow the machine is.
const patient = { timeout: 180_000 };

// Of util-linux: runs a command on a terminal of its own, which macOS words differently and Windows lacks.
const hasTerminals = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

const run = (program: string, ...args: string[]): Running =>
  runCommand(nodeBinary(24), [join(root, 'examples', program), ...args]);

function runCommand(command: string, args: readonly string[]): Running {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(OTEL_|NODE_OPTIONS|VITEST)/.test(name)),
  );
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

/** The addresses that the partners of a running demo listen on. */
function partnersOf({ child, ended }: Running): Promise<string[]> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
      const found = [...text.matchAll(/listens on (http:\S+)\n/g)].map(([, url]) => url ?? '');
      if (found.length === 5) resolve(found);
    });
    void ended.then((end) => reject(new Error(`the demo ended early: ${JSON.stringify(end)}`)));
  });
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

async function allGone(urls: readonly string[]): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (!(await Promise.all(urls.map(answers))).includes(true)) return true;
    await sleep(100);
  }
  return false;
}

/** The lines below a heading of the summary, as words. */
function rows(summary: string, heading: RegExp): string[][] {
  const lines = summary.split('\n');
  const from = lines.findIndex((line) => heading.test(line)) + 1;
  const to = lines.indexOf('', from);
  return lines.slice(from, to).map((line) => line.trim().split(/\s+/));
}

describe('the demo', () => {
  test(
    'ends by itself, with every status seen on real clients and everything received over OTLP',
    patient,
    async () => {
      await using otlp = await OtlpServer.start();
      const { code, stdout, stderr } = await run('demo/main.ts', '--seconds', '5', '--endpoint', otlp.url).ended;

      expect({ code, stderr, unseen: stdout.match(/.*never seen/g) }).toEqual({ code: 0, stderr: '', unseen: null });
      expect(stdout).not.toContain('\u001b');

      const vendors = ['weather', 's3', 'stripe', 'github'];
      const statuses = rows(stdout, /^status +calls/)
        .filter(([, , ...partners]) => vendors.some((vendor) => partners.join(' ').includes(vendor)))
        .map(([status]) => status);
      expect(statuses.toSorted()).toEqual([
        'auth_error',
        'cancelled',
        'client_error',
        'error',
        'network_error',
        'rate_limited',
        'server_error',
        'success',
        'timeout',
      ]);
      const partners = rows(stdout, /^partner +calls/).filter(([, dot]) => dot === '●');
      expect(partners.map(([, , partner]) => partner)).toEqual(['satloc', ...vendors]);
      expect(partners.every(([, , , calls]) => Number(calls) > 0)).toBe(true);
      expect(stdout).toMatch(
        /last failing trace[^]*✗ satloc (files\.list|files\.fetch|jobs\.upload|assignments\.create) .* server_error 500/,
      );
      expect(stdout).toContain('partner.call.exception');
      expect(stdout).toMatch(/^customer tarcutta falls behind: .* failures in row .*\d/m);
      expect(stdout).toMatch(/^stage parse stands still: .* queue grows .*\d/m);

      expect(stdout).toMatch(/last job through all stages\n.* plan application .*[^]*process parse .* success\n/);

      expect(otlp.span('satloc jobs.upload')).toMatchObject({
        kind: 'client',
        attributes: { partner: 'satloc', operation: 'jobs.upload' },
      });
      const assigned = otlp.span('satloc assignments.create');
      const trace = new Map(
        otlp.spans.filter(({ traceId }) => traceId === assigned?.traceId).map((span) => [span.spanId, span]),
      );
      expect([...trace.values()].map((span) => `${trace.get(span.parentSpanId ?? '')?.name} > ${span.name}`)).toEqual(
        expect.arrayContaining([
          'undefined > plan application',
          'plan application > weather get',
          'plan application > satloc jobs.upload',
          'satloc jobs.upload > POST',
          'plan application > process parse',
          'plan application > process enrich',
          'process enrich > weather get',
          'plan application > process assign',
          'process assign > satloc assignments.create',
          'satloc assignments.create > POST',
        ]),
      );
      expect([...trace.values()].find(({ name }) => name === 'process parse')?.kind).toBe('consumer');
      const requests = otlp.history('partner.api.requests').at(-1) ?? [];
      expect(new Set(requests.map(({ attributes }) => attributes['partner']))).toEqual(new Set(['satloc', ...vendors]));
      expect(otlp.logs.some(({ eventName }) => eventName === 'partner.call.exception')).toBe(true);

      const customers = (otlp.history('sync.last_success_timestamp').at(-1) ?? []).map(
        ({ attributes }) => attributes['customer'],
      );
      expect(customers.toSorted()).toEqual(['gundabooka', 'merri-creek', 'tarcutta', 'warrah']);
      const received = [
        'sync.staleness_limit',
        'data_processing.runs',
        'data_processing.expected_interval',
        'queue.depth',
        'queue.oldest_age',
        'queue.depth_limit',
        'queue.oldest_age_limit',
        'queue.wait.duration',
        'job.assignments',
        'partner.system_users',
      ].filter((name) => otlp.history(name).some((points) => points.length > 0));
      expect(received).toHaveLength(10);
    },
  );

  test.skipIf(!hasTerminals)('redraws a table in place on a terminal, and gives the screen back', patient, async () => {
    const command = `"${nodeBinary(24)}" examples/demo/main.ts --seconds 2`;
    const { code, stdout } = await runCommand('script', ['-qec', command, '/dev/null']).ended;
    expect(code).toBe(0);
    const [before, rest = ''] = stdout.split('\u001b[?1049h');
    const [screen = '', after = ''] = rest.split('\u001b[?1049l');
    expect(before).toBe('');
    expect(screen).toContain('partner-otel');
    expect(screen.split('\u001b[H').length).toBeGreaterThan(5);
    expect(stripVTControlCharacters(screen)).toMatch(/last failing trace {2}\S+ \S+ \w+_?\w+ /);
    for (const section of ['sync by customer', 'stage  ', 'queue uploads', 'assigned ']) {
      expect(stripVTControlCharacters(screen)).toContain(section);
    }
    expect(stripVTControlCharacters(after)).toContain('what was done to whom');
  });

  test('runs until it is interrupted, and says what it saw', patient, async () => {
    const demo = run('demo/main.ts');
    const urls = await partnersOf(demo);
    demo.child.kill('SIGINT');
    const { code, stdout, stderr } = await demo.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^partner +calls/m);
    expect(await allGone(urls)).toBe(true);
  });

  test('stops where nobody reads on', patient, async () => {
    const demo = run('demo/main.ts');
    const urls = await partnersOf(demo);
    demo.child.stdout?.destroy();
    expect(await demo.ended).toMatchObject({ code: 0, stderr: '' });
    expect(await allGone(urls)).toBe(true);
  });

  test('takes its partners with it when it is killed', patient, async () => {
    const demo = run('demo/main.ts');
    const urls = await partnersOf(demo);
    expect(await Promise.all(urls.map(answers))).toEqual([true, true, true, true, true]);
    demo.child.kill('SIGKILL');
    expect(await allGone(urls)).toBe(true);
  });

  test('says that there is no Redis where it was sent to', async () => {
    const { code, stdout, stderr } = await run('demo/main.ts', '--redis', 'redis://127.0.0.1:1').ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^--redis: no Redis at 127\.0\.0\.1:1: .*\n$/);
  });

  test.each([
    [['--second', '5'], "Unknown option '--second'"],
    [['--seconds', 'soon'], '--seconds takes a number from 2 to 3600, not "soon"'],
    [
      ['--endpoint', 'localhost'],
      '--endpoint takes the URL of an OTLP/HTTP endpoint, as http://localhost:4318, not "localhost"',
    ],
    [
      ['--redis', 'http://localhost'],
      '--redis takes the URL of a Redis, as redis://localhost:6379, not "http://localhost"',
    ],
    [['quickly'], "Unexpected argument 'quickly'"],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, stdout, stderr } = await run('demo/main.ts', ...args).ended;
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).toContain('Usage: npm run demo -- [options]');
  });
});

test('the first call shows what it emitted', async () => {
  const { code, stdout, stderr } = await run('first-call.ts').ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('seed-shop post (client) ERROR "Request failed with status code 429" status=rate_limited');
  expect(stdout).toContain('partner.api.requests{operation="post", partner="seed-shop", status="success"} 1');
});
