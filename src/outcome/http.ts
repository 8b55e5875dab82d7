import type { CallStatus } from '../signals/index.ts';
import type { Answer } from './answer.ts';
import { httpStatuses } from './codes.ts';
import { isObject } from '../safety/index.ts';
import { read } from './read.ts';

/**
 * The status of an answer of 400 and above, and of 304, which octokit throws; nothing for any other, which is no failure by itself.
 * `said` is what the error's own code says.
 */
export function statusOfAnswer(answer: Answer, said: CallStatus | undefined, message: string): CallStatus | undefined {
  const { code } = answer;
  const known = httpStatuses[code];
  if (known !== undefined) return known;
  if (code < 400) return undefined;
  // Before the error's own word: openai and anthropic call every 403 PermissionDeniedError
  if (code === 403 && (limited(answer.headers) || /rate limit/i.test(message))) return 'rate_limited';
  if (said === 'rate_limited' || (said !== undefined && code < 500)) return said;
  if (code === 403) return 'auth_error';
  return code < 500 ? 'client_error' : 'server_error';
}

/** GitHub refuses with 403 whoever asks too often: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function limited(headers: unknown): boolean {
  return header(headers, 'x-ratelimit-remaining') === '0' || header(headers, 'retry-after') !== undefined;
}

function header(headers: unknown, name: string): string | undefined {
  if (!isObject(headers)) return undefined;
  const own = read(headers, name);
  if (typeof own === 'string' || typeof own === 'number') return String(own);
  const get = read(headers, 'get');
  if (typeof get !== 'function') return undefined;
  try {
    const value: unknown = get.call(headers, name);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
