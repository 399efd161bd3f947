/** What went wrong at AWS, said so that the reader knows what to do next. */

/** The ways in which a call can fail that a user can do something about; a closed set. */
export type FailureCode =
  | 'credentials'
  | 'expired'
  | 'region'
  | 'denied'
  | 'throttled'
  | 'notFound'
  | 'unreachable'
  | 'unavailable'
  | 'refused';

/** A call to AWS that failed, with a message of one line; the SDK's own error is kept as `cause`. */
export class AwsFailure extends Error {
  override name = 'AwsFailure';

  constructor(
    readonly code: FailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired']);
const invalid = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'AuthFailure',
]);
const denied = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'OptInRequired']);
const throttled = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
]);
const notFound = new Set([
  'TypeNotFoundException',
  'TypeConfigurationNotFoundException',
  'HookResultNotFoundException',
  'NoSuchBucket',
]);
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'TimeoutError',
]);

/** An SDK error by the members that matter here; every one may be missing. */
interface SdkError extends Error {
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

/**
 * Names the failure of one call.
 * @param operation as IAM spells it, `cloudformation:ActivateType`.
 * @returns an AwsFailure, or the error itself where it is none of AWS's or of the network's.
 */
export function explain(error: unknown, operation: string): unknown {
  if (!(error instanceof Error) || error instanceof AwsFailure) return error;
  const told = describe(error, operation);
  return told === undefined ? error : new AwsFailure(told[0], told[1], { cause: error });
}

function describe(error: SdkError, operation: string): [FailureCode, string] | undefined {
  const { name } = error;
  const message = error.message.replaceAll(/\s+/g, ' ').trim();
  const status = error.$metadata?.httpStatusCode;
  if (expired.has(name) || /token .*expired|session .*expired|expired token/i.test(message)) {
    return [
      'expired',
      'the AWS credentials have expired: sign in again (for example `aws sso login`) and repeat',
    ];
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return [
      'credentials',
      `no AWS credentials (${message}): set AWS_PROFILE, sign in with \`aws sso login\`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
    ];
  }
  if (invalid.has(name)) {
    return [
      'credentials',
      `AWS does not accept these credentials (${message}): check AWS_PROFILE and the keys`,
    ];
  }
  if (/region is missing|region not accepted/i.test(message)) {
    const given = /region="(.+?)"/.exec(message)?.[1];
    const what = given === undefined ? 'no AWS region' : `"${given}" is no AWS region`;
    return ['region', `${what}: give --region, or set AWS_REGION or the profile's \`region\``];
  }
  if (throttled.has(name) || status === 429) {
    const attempts = error.$metadata?.attempts;
    const tries = attempts === undefined ? '' : ` after ${attempts} attempts`;
    return ['throttled', `AWS still throttles ${operation}${tries}: wait a minute and repeat`];
  }
  if (denied.has(name) || status === 403) {
    const action = /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? operation;
    return ['denied', `not allowed to call ${action}: add it to the caller's IAM policy (${message})`];
  }
  if (notFound.has(name)) return ['notFound', `${operation}: ${message}`];
  if (unreachable.has(name) || (typeof error.code === 'string' && unreachable.has(error.code))) {
    return [
      'unreachable',
      `AWS cannot be reached for ${operation} (${message || String(error.code)}): check the network, the region and AWS_ENDPOINT_URL`,
    ];
  }
  if (status === undefined) return undefined;
  if (status >= 500)
    return ['unavailable', `AWS failed at ${operation} with ${status} (${message}): repeat later`];
  return ['refused', `AWS refused ${operation}: ${message}`];
}
