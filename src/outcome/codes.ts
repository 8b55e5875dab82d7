import type { CallStatus } from '../signals/index.ts';

type Table = Readonly<Record<string, CallStatus>>;

/** HTTP status codes that say more than their class (4xx, 5xx) does. 304 is what a conditional request hoped for. */
export const httpStatuses: Readonly<Record<number, CallStatus>> = {
  304: 'success',
  401: 'auth_error',
  408: 'timeout',
  429: 'rate_limited',
  504: 'timeout',
};

/**
 * What a partner says in its answer, by error code or class name. To teach it a new one, add a line.
 * It refines a 4xx that is not in the table above; a rate limit refines a 5xx too (S3 says SlowDown with a 503).
 */
export const answers: Table = {
  // AWS: https://github.com/smithy-lang/smithy-typescript/blob/main/packages/service-error-classification/src/constants.ts
  BandwidthLimitExceeded: 'rate_limited',
  LimitExceededException: 'rate_limited',
  PriorRequestNotComplete: 'rate_limited',
  ProvisionedThroughputExceededException: 'rate_limited',
  RequestLimitExceeded: 'rate_limited',
  SlowDown: 'rate_limited',
  ThrottlingException: 'rate_limited',
  TooManyRequestsException: 'rate_limited',
  RequestTimeout: 'timeout',
  RequestTimeoutException: 'timeout',
  InvalidAccessKeyId: 'auth_error',
  InvalidClientTokenId: 'auth_error',
  InvalidSignatureException: 'auth_error',
  NotAuthorizedException: 'auth_error',
  SignatureDoesNotMatch: 'auth_error',
  UnrecognizedClientException: 'auth_error',
  // OAuth 2.0: https://www.rfc-editor.org/rfc/rfc6749#section-5.2
  invalid_client: 'auth_error',
  invalid_grant: 'auth_error',
  // Slack: https://docs.slack.dev/reference/methods/auth.test#errors
  account_inactive: 'auth_error',
  invalid_auth: 'auth_error',
  missing_scope: 'auth_error',
  not_authed: 'auth_error',
  ratelimited: 'rate_limited',
  slack_webapi_rate_limited_error: 'rate_limited',
  token_expired: 'auth_error',
  token_revoked: 'auth_error',
  // Redis replies: https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors
  NOAUTH: 'auth_error',
  NOPERM: 'auth_error',
  WRONGPASS: 'auth_error',
  // gRPC, its numbers as names (failure/signs.ts): https://grpc.io/docs/guides/status-codes/
  ALREADY_EXISTS: 'client_error',
  DEADLINE_EXCEEDED: 'timeout',
  FAILED_PRECONDITION: 'client_error',
  INTERNAL: 'server_error',
  INVALID_ARGUMENT: 'client_error',
  NOT_FOUND: 'client_error',
  PERMISSION_DENIED: 'auth_error',
  RESOURCE_EXHAUSTED: 'rate_limited',
  UNAUTHENTICATED: 'auth_error',
  // MongoDB code names: https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
  MaxTimeMSExpired: 'timeout',
  ExceededTimeLimit: 'timeout',
  // PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html
  '28000': 'auth_error',
  '28P01': 'auth_error',
  '57014': 'timeout',
};

/** How a call failed that got no answer, by error code or class name; yields to a response that did arrive. */
export const failures: Table = {
  EAI_AGAIN: 'network_error',
  EAI_FAIL: 'network_error',
  EADDRNOTAVAIL: 'network_error',
  ECONNREFUSED: 'network_error',
  ECONNRESET: 'network_error',
  EHOSTDOWN: 'network_error',
  EHOSTUNREACH: 'network_error',
  ENETDOWN: 'network_error',
  ENETUNREACH: 'network_error',
  ENOTCONN: 'network_error',
  ENOTFOUND: 'network_error',
  EPIPE: 'network_error',
  EPROTO: 'network_error',
  ERR_HTTP2_GOAWAY_SESSION: 'network_error',
  ERR_HTTP2_SESSION_ERROR: 'network_error',
  ERR_HTTP2_STREAM_ERROR: 'network_error',
  ERR_NETWORK: 'network_error',
  ERR_SOCKET_CLOSED: 'network_error',
  ERR_STREAM_PREMATURE_CLOSE: 'network_error',
  HOSTNAME_MISMATCH: 'network_error',
  PROTOCOL_CONNECTION_LOST: 'network_error',
  UND_ERR_CLOSED: 'network_error',
  UND_ERR_DESTROYED: 'network_error',
  UND_ERR_SOCKET: 'network_error',
  // gRPC's word for a transport that failed
  UNAVAILABLE: 'network_error',
  // axios names its own time limit so (transitional.clarifyTimeoutError is off by default)
  ECONNABORTED: 'timeout',
  // Other time limits are known by their names (failure/patterns.ts); cockatiel's is not
  TaskCancelledError: 'timeout',
  // Circuit breakers and bulkheads: cockatiel, opossum
  BrokenCircuitError: 'rejected',
  BulkheadRejectedError: 'rejected',
  EOPENBREAKER: 'rejected',
  ESEMLOCKED: 'rejected',
  IsolatedCircuitError: 'rejected',
  // Node's own permission model refuses a file: no partner's credentials
  ERR_ACCESS_DENIED: 'error',
};

/** Classes that say a connection failed but not how: their causes are asked first. */
export const wrappers: Table = {
  ClusterAllFailedError: 'network_error',
  MaxRetriesPerRequestError: 'network_error',
  MongoServerSelectionError: 'timeout',
  MongooseServerSelectionError: 'timeout',
};
