import { describe, expect, it } from 'vitest';
import { AwsFailure, explain } from '../../src/aws/failure.js';

const operation = 'cloudformation:ListStacks';

function sdkError(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

function status(httpStatusCode: number, attempts?: number): object {
  return { $metadata: { httpStatusCode, ...(attempts !== undefined && { attempts }) } };
}

/** What the SDK adds to the message of an answer that it could not read. */
const hint =
  '\n  Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.';

describe('a failure at AWS', () => {
  it.each([
    [
      'CredentialsProviderError',
      'Could not load credentials from any providers',
      {},
      'credentials',
      'no AWS credentials',
    ],
    [
      'CredentialsProviderError',
      'Token is expired. To refresh, run aws sso login',
      {},
      'expired',
      'aws sso login',
    ],
    ['TokenProviderError', 'Profile x could not be found', {}, 'credentials', 'set AWS_PROFILE'],
    ['ExpiredToken', 'no', status(403), 'expired', 'sign in again'],
    ['ExpiredTokenException', 'no', status(400), 'expired', 'sign in again'],
    ['Error', 'Region is missing', {}, 'region', 'no AWS region: give --region'],
    ['Error', 'Region not accepted: region="" is not valid', {}, 'region', 'no AWS region'],
    ['Error', 'Region not accepted: region="e_u" is not valid', {}, 'region', '"e_u" is not an AWS region'],
    ['SignatureDoesNotMatch', 'no', status(403), 'credentials', 'check AWS_PROFILE'],
    ['Throttling', 'Rate exceeded', status(400, 8), 'throttled', 'ListStacks after 8 attempts'],
    ['Unknown', 'slow', status(429), 'throttled', 'throttles cloudformation:ListStacks: wait'],
    [
      'AccessDenied',
      'User: u is not authorized to perform: cloudformation:GetTemplate',
      status(403),
      'denied',
      'call cloudformation:GetTemplate:',
    ],
    ['Forbidden', 'no', status(403), 'denied', "ListStacks: add it to the caller's IAM policy (no)"],
    [
      'AccessDenied',
      'not authorized to perform: s3:Get because no identity-based policy allows the s3:Get action',
      status(403),
      'denied',
      "call s3:Get: add it to the caller's IAM policy (",
    ],
    [
      'AccessDenied',
      'not authorized to perform: s3:Get because no permissions boundary allows the s3:Get action',
      status(403),
      'denied',
      'call s3:Get: allow it in the permissions boundary too (',
    ],
    [
      'AccessDenied',
      'not authorized to perform: s3:Get because no service control policy allows the s3:Get action',
      status(403),
      'denied',
      'call s3:Get: allow it in the service control policy too (',
    ],
    [
      'AccessDenied',
      'not authorized to perform: s3:Get with an explicit deny in a service control policy: arn:aws:x',
      status(403),
      'denied',
      'call s3:Get: remove the deny from the service control policy (',
    ],
    [
      'AccessDenied',
      'not authorized to perform: s3:Get with an explicit deny in an identity-based policy',
      status(403),
      'denied',
      'call s3:Get: remove the deny from the identity-based policy (',
    ],
    ['TypeNotFoundException', 'no\n such', status(404), 'notFound', 'cloudformation:ListStacks: no such'],
    ['Error', '', { code: 'ECONNREFUSED' }, 'unreachable', '(ECONNREFUSED)'],
    ['TimeoutError', 'timed out', {}, 'unreachable', '(timed out)'],
    [
      'InternalFailure',
      'oops',
      status(503),
      'unavailable',
      'failed at cloudformation:ListStacks with 503 (oops)',
    ],
    ['ValidationError', 'bad', status(400), 'refused', 'AWS refused cloudformation:ListStacks: bad'],
    [
      'Odd',
      'Unknown',
      { ...status(400), Code: 'Odd' },
      'refused',
      'AWS refused cloudformation:ListStacks: Odd',
    ],
    [
      'Unknown',
      'Unknown',
      status(418),
      'refused',
      'cloudformation:ListStacks was answered with status 418 and no reason: check proxies',
    ],
    ['Unknown', 'UnknownError', status(403), 'denied', '(AWS gives no reason)'],
    [
      'Unknown',
      'Unknown',
      status(502),
      'unavailable',
      'failed at cloudformation:ListStacks with 502: repeat later',
    ],
    [
      'Error',
      `XML parse error: unexpected content.${hint}`,
      status(200),
      'unreachable',
      'what answered cloudformation:ListStacks with status 200 is not AWS (XML parse error: unexpected content.): check',
    ],
    [
      'Error',
      `aborted${hint}`,
      { ...status(200), code: 'ECONNRESET' },
      'unreachable',
      'AWS cannot be reached for cloudformation:ListStacks (aborted)',
    ],
  ])('%s: %j', (name, message, more, code, text) => {
    const error = sdkError(name, message, more);
    const explained = explain(error, operation);
    expect(explained).toBeInstanceOf(AwsFailure);
    expect(explained).toMatchObject({ code, cause: error });
    expect(String(explained)).toContain(text);
    expect(String(explained)).not.toContain('\n');
  });

  it.each([
    ['an error of our own', new TypeError('x is not a function')],
    ['an error with a code of another kind', Object.assign(new Error('x'), { code: 'ENOENT' })],
    ['what is no error', 'text'],
    ['what is explained already', new AwsFailure('refused', 'x')],
  ])('is not %s', (_, error) => {
    expect(explain(error, operation)).toBe(error);
  });
});
