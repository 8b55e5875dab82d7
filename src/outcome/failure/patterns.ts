import type { CallStatus } from '../../signals/index.ts';

interface Pattern {
  readonly find: RegExp;
  readonly status: CallStatus;
}

/** What an answer's code or class name says by its wording, where `answers` in codes.ts does not list it. */
export const answerPatterns: readonly Pattern[] = [
  { find: /rate_?limit|too_?many_?requests|throttl/i, status: 'rate_limited' },
  {
    find: /unauthenticated|unauthori[sz]ed|authentication_?(?:error|failed|required)|permission_?denied|access_?denied|forbidden|(?:expired|invalid)_?(?:access_?)?(?:token|credentials?|api_?key)/i,
    status: 'auth_error',
  },
];

/** How a call without an answer failed, by the wording of a code or class name; certificates as OpenSSL and Node name them. */
export const failurePatterns: readonly Pattern[] = [
  { find: /time_?d?_?out/i, status: 'timeout' },
  {
    find: /^(?:CERT_|CRL_|DEPTH_ZERO_|ERR_SSL_|ERR_TLS_|SELF_SIGNED_|UNABLE_TO_(?:DECODE|DECRYPT|GET|VERIFY)_)|^INVALID_(?:CA|PURPOSE)$|^PATH_LENGTH_EXCEEDED$/,
    status: 'network_error',
  },
];

/** Class names that say a connection failed but not how; their causes are asked first. */
export const wrapperPatterns: readonly Pattern[] = [
  {
    find: /(?:connect|connection|network|socket)(?:closed|failed|refused|reset)?_?(?:error|exception)$/i,
    status: 'network_error',
  },
];

/** Messages of errors that have neither a code nor a class of their own, as written by the libraries named. */
export const messagePatterns: readonly Pattern[] = [
  // ioredis, mongodb, mongoose ("buffering timed out after"), got
  { find: /\btimed out\b/i, status: 'timeout' },
  // ioredis, undici's fetch, node:http
  { find: /^(?:Connection is closed|fetch failed|socket hang up)/, status: 'network_error' },
];

/** An error code that a message quotes ("connect ECONNREFUSED 127.0.0.1:80"). */
export const quotedCode: RegExp = /\b(?:E[A-Z_]{3,30}|UND_ERR_[A-Z_]{1,30})\b/;
