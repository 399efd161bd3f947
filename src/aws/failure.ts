/** What went wrong at AWS, said so that the reader knows what to do next. */

import { missingProfile } from './profile.js';

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

const everyCall = new Set<FailureCode>(['credentials', 'expired', 'region', 'unreachable']);

/** Whether the next call of the account and Region would fail in the same way. */
export function concernsEveryCall({ code }: AwsFailure): boolean {
  return everyCall.has(code);
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
  /** The service's code, where the answer held one without a message. */
  readonly Code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

/**
 * Names the failure of one call.
 * @param operation as IAM spells it, `cloudformation:ActivateType`.
 * @returns an AwsFailure, or the error itself where it is none of AWS's or of the network's.
 */
export function explain(error: unknown, operation: string): unknown {
  if (!(error instanceof Error) || error instanceof AwsFailure) return error;
  const explained = ofSetup(error) ?? ofNetwork(error, operation) ?? ofAnswer(error, operation);
  return explained === undefined ? error : new AwsFailure(explained[0], explained[1], { cause: error });
}

type Explained = readonly [FailureCode, string] | undefined;

/** Credentials and Region: what the caller has to set up before any call can succeed. */
function ofSetup(error: SdkError): Explained {
  const { name } = error;
  const message = sentence(error);
  if (expired.has(name) || /token .*expired|session .*expired|expired token/i.test(message)) {
    return [
      'expired',
      'the AWS credentials have expired: sign in again (for example `aws sso login`) and repeat',
    ];
  }
  const isRegion = /region is missing|region not accepted/i.test(message);
  if (isRegion || name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    const profile = missingProfile(process.env);
    if (profile !== undefined) return ['credentials', profile];
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
  if (isRegion) {
    const region = /region="(.+?)"/.exec(message)?.[1];
    const what = region === undefined ? 'no AWS region' : `"${region}" is no AWS region`;
    return ['region', `${what}: give --region, or set AWS_REGION or the profile's \`region\``];
  }
  return undefined;
}

function ofNetwork(error: SdkError, operation: string): Explained {
  const { name, code } = error;
  if (unreachable.has(name) || (typeof code === 'string' && unreachable.has(code))) {
    return [
      'unreachable',
      `AWS cannot be reached for ${operation} (${sentence(error) || String(code)}): check the network, the region and AWS_ENDPOINT_URL`,
    ];
  }
  const status = error.$metadata?.httpStatusCode;
  // The SDK could not read the answer: a proxy's page, or another service behind AWS_ENDPOINT_URL.
  if (status !== undefined && error.message.includes('Deserialization error')) {
    return [
      'unreachable',
      `what answered ${operation} with status ${status} is not AWS (${sentence(error)}): check proxies, the region and AWS_ENDPOINT_URL`,
    ];
  }
  return undefined;
}

function ofAnswer(error: SdkError, operation: string): Explained {
  const { name } = error;
  const { httpStatusCode: status, attempts } = error.$metadata ?? {};
  const message = sentence(error);
  if (throttled.has(name) || status === 429) {
    const tries = attempts === undefined ? '' : ` after ${attempts} attempts`;
    return ['throttled', `AWS still throttles ${operation}${tries}: wait a minute and repeat`];
  }
  if (denied.has(name) || status === 403) {
    const action = /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? operation;
    return [
      'denied',
      `not allowed to call ${action}: add it to the caller's IAM policy (${message || 'AWS gives no reason'})`,
    ];
  }
  if (notFound.has(name)) return ['notFound', `${operation}: ${message}`];
  if (status === undefined) return undefined;
  if (status >= 500) {
    const reason = message === '' ? '' : ` (${message})`;
    return ['unavailable', `AWS failed at ${operation} with ${status}${reason}: repeat later`];
  }
  if (message !== '') return ['refused', `AWS refused ${operation}: ${message}`];
  return [
    'refused',
    `${operation} was answered with status ${status} and no reason: check proxies, the region and AWS_ENDPOINT_URL`,
  ];
}

/** What the service said, on one line; empty where it said nothing, which the SDK calls Unknown. */
function sentence({ message, Code }: SdkError): string {
  const text = message
    .replace(/\s*Deserialization error: .*$/s, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (text !== 'Unknown' && text !== 'UnknownError') return text;
  return typeof Code === 'string' ? Code : '';
}

/** The answer of a call, or nothing where AWS says that what it asks about is not there. */
export async function unlessNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsFailure && error.code === 'notFound') return undefined;
    throw error;
  }
}
