import type { Answer, Partner } from './server.ts';

const fault = (status: number, message: string, headers: Record<string, string> = {}, more: object = {}): Answer => ({
  status,
  body: { message, documentation_url: 'https://docs.github.com/rest', ...more },
  headers: { 'content-type': 'application/json; charset=utf-8', 'x-github-request-id': 'DEMO:1', ...headers },
});

/** Repositories and issues, as octokit asks for them. */
export function createPartner(): Partner {
  let issues = 0;
  return {
    latency: [10, 45],
    answer({ method, path, body }) {
      const [root, owner, repo, collection] = path;
      if (root !== 'repos' || owner === undefined || repo === undefined) return fault(404, 'Not Found');
      if (method === 'POST' && collection === 'issues') {
        issues += 1;
        const { title } = JSON.parse(body.toString()) as { title: string };
        return { status: 201, body: { id: issues, number: issues, title, state: 'open' } };
      }
      return { status: 200, body: { id: 1, name: repo, full_name: `${owner}/${repo}`, open_issues_count: issues } };
    },
    refuse: (refusal) =>
      ({
        unauthorised: fault(401, 'Bad credentials'),
        limited: fault(429, 'You have exceeded a secondary rate limit.', {
          'retry-after': '60',
          'x-ratelimit-remaining': '0',
        }),
        failing: fault(500, 'Server Error'),
        rejecting: fault(
          422,
          'Validation Failed',
          {},
          { errors: [{ resource: 'Issue', code: 'missing_field', field: 'title' }] },
        ),
        garbled: {
          status: 200,
          body: '{"id": 1, "name": "spr',
          headers: { 'content-type': 'application/json; charset=utf-8' },
        },
      })[refusal],
  };
}
