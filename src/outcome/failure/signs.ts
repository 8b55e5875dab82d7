import { answerOfError } from '../answer.ts';
import type { Answer } from '../answer.ts';
import { isObject } from '../../safety/index.ts';
import { isError, read, readText } from '../read.ts';

/** All that one value of a chain says of how the call failed. */
export interface Signs {
  readonly value: unknown;
  /** Codes first, then class names: smithy renames ECONNRESET to `TimeoutError` and keeps the code. */
  readonly words: readonly string[];
  readonly answer: Answer | undefined;
  /** Its beginning: what is looked for stands there. */
  readonly message: string;
  readonly throttled: boolean;
}

/** Codes and class names: anything else is prose, or a secret, and of unbounded number. */
const word = /^[\w$.:-]{1,64}$/;

/** Names that every error has. */
const common = new Set(['Error', 'Object', 'Function', 'Array']);

/** Numbers of gRPC: https://grpc.io/docs/guides/status-codes/ */
const grpc: readonly string[] = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

export function signsOf(value: unknown): Signs {
  if (!isObject(value)) {
    return {
      value,
      words: [],
      answer: undefined,
      message: typeof value === 'string' ? value.slice(0, 256) : '',
      throttled: false,
    };
  }
  const message = (readText(value, 'message') ?? '').slice(0, 256);
  return {
    value,
    words: [...codesOf(value, message), ...classesOf(value)].filter((each) => word.test(each)),
    answer: answerOfError(value),
    message,
    throttled: read(read(value, '$retryable'), 'throttling') === true,
  };
}

/** The class of an error, or of a value thrown that is none; nothing where it says no more than `Error`. */
export function classOf(value: unknown): string | undefined {
  return isObject(value) ? classesOf(value).find((each) => word.test(each)) : undefined;
}

function classesOf(value: object): string[] {
  const names = [
    // openai and stripe leave `name` at `Error`; a plain object's `name` is whatever its owner calls itself
    isError(value) ? readText(value, 'name') : undefined,
    readText(read(value, 'constructor'), 'name'),
  ];
  return names.filter((name) => name !== undefined && !common.has(name)) as string[];
}

function codesOf(value: object, message: string): string[] {
  const code = read(value, 'code');
  const isGrpc =
    typeof code === 'number' && typeof read(value, 'details') === 'string' && isObject(read(value, 'metadata'));
  const codes = [
    isGrpc ? grpc[code] : code,
    // MongoDB, Slack, GraphQL, Stripe and GitHub's GraphQL
    read(value, 'codeName'),
    read(read(value, 'data'), 'error'),
    read(read(value, 'extensions'), 'code'),
    read(value, 'type'),
    // Redis says its code as the first word of a reply; node-redis and ioredis keep it there
    /^(?:ReplyError|ErrorReply|SimpleError)$/.test(readText(value, 'name') ?? '')
      ? message.split(' ', 1)[0]
      : undefined,
  ];
  return codes.filter((each): each is string => typeof each === 'string');
}
