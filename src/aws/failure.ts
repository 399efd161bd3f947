/** Explains failed AWS calls, so that the reader knows what to do next. */

import { missingProfile } from './profile.js';

/** The kinds of failure that a user can do something about. */
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

/** A failed call to AWS, with a message of one line. `cause` is the SDK's error. */
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

/** Whether the next call in the same account and Region would fail too. */
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

/** The members of an SDK error that are used here. Each may be missing. */
interface SdkError extends Error {
  readonly code?: unknown;
  /** The service's code, where the answer has one without a message. */
  readonly Code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

/**
 * Explains the failure of one call.
 * @param operation the IAM action, such as `cloudformation:ActivateType`
 * @returns an AwsFailure, or the error itself where neither AWS nor the network caused it
 */
export function explain(error: unknown, operation: string): unknown {
  if (!(error instanceof Error) || error instanceof AwsFailure) return error;
  const explained = ofSetup(error) ?? ofNetwork(error, operation) ?? ofAnswer(error, operation);
  return explained === undefined ? error : new AwsFailure(explained[0], explained[1], { cause: error });
}

type Explained = readonly [FailureCode, string] | undefined;

/** Failures of the setup: credentials, profile and Region. */
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
    const what = region === undefined ? 'no AWS region' : `"${region}" is not an AWS region`;
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
      `not allowed to call ${action}: ${permissionAdvice(message)} (${message || 'AWS gives no reason'})`,
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

/**
 * What to change so that a denied call is allowed. A permission in the caller's IAM policy does not help against a service
 * control policy. AWS names the kind of policy: "Troubleshoot access denied error messages" in the IAM User Guide.
 */
function permissionAdvice(message: string): string {
  const denying = /with an explicit deny in an? ([\w -]+ policy|permissions boundary)/.exec(message)?.[1];
  if (denying !== undefined) return `remove the deny from the ${denying}`;
  const silent = /because no ([\w -]+ policy|permissions boundary) allows/.exec(message)?.[1];
  if (silent !== undefined && silent !== 'identity-based policy') return `allow it in the ${silent} too`;
  return "add it to the caller's IAM policy";
}

/** The service's message, in one line. Empty where it sent none, which the SDK calls Unknown. */
function sentence({ message, Code }: SdkError): string {
  const text = message
    .replace(/\s*Deserialization error: .*$/s, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (text !== 'Unknown' && text !== 'UnknownError') return text;
  return typeof Code === 'string' ? Code : '';
}

/** The answer of a call; undefined where AWS says that the object does not exist. */
export async function unlessNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsFailure && error.code === 'notFound') return undefined;
    throw error;
  }
}
