import { isObject } from '../safety/index.ts';
import { has, read, readText } from './read.ts';

/** What is known of a partner's HTTP answer. */
export interface Answer {
  readonly code: number;
  /** A `Headers`, or an object by name. */
  readonly headers: unknown;
  /** False where a client may have made the code up: octokit says 500 for a connection refused. */
  readonly sure: boolean;
}

/** The answer in a returned value: a Response of whatever library, or AWS output; runs no getter of any other value. */
export function answerOf(value: object): Answer | undefined {
  if (has(value, 'headers')) return headOf(value);
  if (has(value, '$metadata')) return awsAnswer(value);
  // openapi-fetch and its like return `{ data, error, response }`, and do not throw
  const response = has(value, 'response') ? Object.getOwnPropertyDescriptor(value, 'response')?.value : undefined;
  return isObject(response) && has(response, 'headers') ? headOf(response) : undefined;
}

/** The answer that an error tells of, with the code as number or digits. */
export function answerOfError(error: object): Answer | undefined {
  const response = read(error, 'response');
  const code = codeOf(response) ?? codeOf(read(error, '$response'));
  if (code !== undefined) return { code, headers: read(response, 'headers') ?? read(error, 'headers'), sure: true };
  return awsAnswer(error) ?? headOf(error) ?? guessed(error);
}

function headOf(value: object): Answer | undefined {
  const headers = read(value, 'headers');
  const code = isObject(headers) ? codeOf(value) : undefined;
  return code === undefined ? undefined : { code, headers, sure: true };
}

function awsAnswer(value: object): Answer | undefined {
  const code = httpCode(read(read(value, '$metadata'), 'httpStatusCode'));
  return code === undefined ? undefined : { code, headers: read(read(value, '$response'), 'headers'), sure: true };
}

function guessed(error: object): Answer | undefined {
  const code = codeOf(error) ?? errorCode(error);
  return code === undefined ? undefined : { code, headers: undefined, sure: false };
}

/** Google's clients put the HTTP status code into `code`; MongoDB numbers its own, and names them beside it. */
function errorCode(error: object): number | undefined {
  const code = read(error, 'code');
  const number = httpCode(typeof code === 'string' && code.length === 3 ? Number(code) : code);
  return number === undefined || number < 400 || readText(error, 'codeName') !== undefined ? undefined : number;
}

function codeOf(value: unknown): number | undefined {
  return isObject(value) ? (httpCode(read(value, 'status')) ?? httpCode(read(value, 'statusCode'))) : undefined;
}

function httpCode(code: unknown): number | undefined {
  return typeof code === 'number' && Number.isInteger(code) && code >= 100 && code <= 599 ? code : undefined;
}
