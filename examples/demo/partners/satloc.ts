import type { Answer, Partner } from './server.ts';

const fault = (status: number, code: string, message: string, headers: Record<string, string> = {}): Answer => ({
  status,
  body: { error: { code, message } },
  headers,
});

/** Guidance for spraying aircraft: takes jobs, gives back what was really applied, second by second. */
export function createPartner(): Partner {
  let jobs = 0;
  let assignments = 0;
  return {
    latency: [8, 40],
    answer({ method, path }) {
      const [collection, id, files] = path;
      if (method === 'POST' && collection === 'jobs') {
        jobs += 1;
        return { status: 201, body: { id: `job-${jobs}`, state: 'queued' } };
      }
      if (method === 'POST' && collection === 'assignments') {
        assignments += 1;
        return { status: 201, body: { id: `asg-${assignments}`, state: 'accepted' } };
      }
      if (id?.startsWith('closed-')) return fault(404, 'no_such_account', `no account ${id.slice('closed-'.length)}`);
      if (collection === 'jobs' && id !== undefined && files === 'files') return page(id, path, 2);
      if (collection === 'files' && id !== undefined)
        return { status: 200, body: log(id), headers: { 'content-type': 'text/csv' } };
      return fault(404, 'not_found', `nothing at /${path.join('/')}`);
    },
    refuse: (refusal) =>
      ({
        unauthorised: fault(401, 'token_expired', 'the access token expired at 05:00 UTC'),
        limited: fault(429, 'quota_exceeded', '60 requests a minute', { 'retry-after': '30' }),
        failing: fault(500, 'storage_offline', 'applied-data storage is offline'),
        rejecting: fault(422, 'invalid_boundary', 'boundary crosses itself at vertex 17'),
        garbled: { status: 200, body: '{"id": "job-' },
      })[refusal],
  };
}

function page(job: string, path: readonly string[], pages: number): Answer {
  const number = Number(path[3] ?? 1);
  const files = [1, 2].map((index) => ({
    id: `${job}-${number}-${index}`,
    name: `${job}_pass${number}${index}.csv`,
    bytes: 4_096,
  }));
  return { status: 200, body: { files, next: number < pages ? number + 1 : null } };
}

/** Twenty seconds of flight: time, position, litres a hectare. */
const log = (id: string): string =>
  [
    'seconds,latitude,longitude,litres',
    ...Array.from({ length: 20 }, (_, second) => `${second},${-33.2 + second / 1e4},149.1,${30 + (id.length % 3)}`),
  ].join('\n');
