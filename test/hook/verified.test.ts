import { describe, expect, it, vi } from 'vitest';
import type { DescribeKey } from '../../src/aws/describe-key.js';
import { createHandler } from '../../src/handler.js';
import { address, answering, fakeEnvironment, readEvent, resourceEvent, stackEvent } from './fixtures.js';

const region = 'eu-west-1';
const keyArn = `arn:aws:kms:${region}:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const described = {
  KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
  Arn: keyArn,
  KeyManager: 'CUSTOMER',
  KeyState: 'Enabled',
  KeySpec: 'SYMMETRIC_DEFAULT',
  KeyUsage: 'ENCRYPT_DECRYPT',
} as const;
const sdkError = (name: string, message = '') => Object.assign(new Error(message), { name });

/** A function whose policy asks for verified keys, and a KMS that answers as given. */
function guard(answer: object | Error, policy: object = { keyPolicy: 'verified' }) {
  const describeKey = vi.fn<DescribeKey>(async () => {
    if (answer instanceof Error) throw answer;
    return answer as Awaited<ReturnType<DescribeKey>>;
  });
  const env = { AWS_REGION: region, GUARD_POLICY: JSON.stringify(policy) };
  const { environment, lines } = fakeEnvironment({ env, describeKey });
  return { handler: createHandler(environment), describeKey, lines, environment };
}

const withKey = (KmsKeyId: unknown) =>
  resourceEvent({}, { targetModel: { resourceProperties: { KmsKeyId } } });

describe('keyPolicy: verified in the hook', () => {
  it.each<[string, object | Error, string, string]>([
    ['a key that is the owner’s', described, 'SUCCESS', ''],
    ['a key that is not there', sdkError('NotFoundException'), 'FAILED', 'which does not exist in eu-west-1'],
    [
      'a disabled key',
      { ...described, KeyState: 'Disabled' },
      'FAILED',
      `is disabled (${keyArn}): enable it`,
    ],
    [
      'a key about to be deleted',
      { ...described, KeyState: 'PendingDeletion' },
      'FAILED',
      'cancel the deletion',
    ],
    ['a key of AWS', { ...described, KeyManager: 'AWS' }, 'FAILED', 'is an AWS managed key'],
    ['a key that signs', { ...described, KeyUsage: 'SIGN_VERIFY' }, 'FAILED', 'cannot encrypt a volume'],
  ])('%s', async (_, answer, status, text) => {
    const response = await guard(answer).handler(withKey('alias/ml'));
    expect([response.hookStatus, response.errorCode]).toEqual([
      status,
      status === 'FAILED' ? 'NonCompliant' : undefined,
    ]);
    expect(response.message).toContain(text);
  });

  it('refuses a key of another Region, and one of another account that may not be described', async () => {
    const elsewhere = await guard(described).handler(withKey(keyArn.replace(region, 'us-east-1')));
    expect(elsewhere.message).toContain('is a key of another Region');
    const denied = sdkError(
      'AccessDeniedException',
      'User: arn:aws:sts::123456789012:assumed-role/guard/f is not authorized to perform: kms:DescribeKey',
    );
    const foreign = await guard(denied).handler(withKey(keyArn.replace('123456789012', '999900001111')));
    expect(foreign).toMatchObject({ hookStatus: 'FAILED', errorCode: 'NonCompliant' });
    expect(foreign.message).toContain(
      'allow kms:DescribeKey to arn:aws:iam::123456789012:role/guard in that',
    );
  });

  it.each<[string, Error | object, string]>([
    ['the permission is missing', sdkError('AccessDeniedException'), 'Set the parameter VerifyKeys'],
    [
      'the permission is missing, or the key’s policy does not allow it',
      sdkError('AccessDeniedException'),
      "If it is true, the key's policy has to allow it too.",
    ],
    ['KMS makes no sense', { ...described, Arn: 'hello' }, '(an answer that describes no key)'],
    ['KMS throttles', sdkError('ThrottlingException'), 'see whether the function can reach AWS KMS'],
  ])('fails closed where %s', async (_, error, remedy) => {
    const response = await guard(error).handler(withKey('alias/ml'));
    expect(response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'InternalFailure' });
    expect(response.message).toContain(remedy);
  });

  it('holds allowedKeys against the ARN of what an alias stands for', async () => {
    const policy = { keyPolicy: 'verified', allowedKeys: ['arn:aws:kms:*:123456789012:key/*'] };
    expect((await guard(described, policy).handler(withKey('alias/ml'))).hookStatus).toBe('SUCCESS');
    const other = { ...policy, allowedKeys: ['alias/ml'] };
    const refused = await guard(described, other).handler(withKey('alias/ml'));
    expect(refused.message).toContain(`stands for ${keyArn}, which does not match the policy's allowedKeys`);
  });

  it('asks once for a key that several configurations name, and not again within five minutes', async () => {
    const config = { Type: 'AWS::SageMaker::EndpointConfig', Properties: { KmsKeyId: 'alias/ml' } };
    const template = JSON.stringify({ Resources: { A: config, B: config } });
    const { environment, describeKey } = guard(described);
    const handler = createHandler({ ...environment, fetch: answering({ template }) });
    expect((await handler(stackEvent())).hookStatus).toBe('SUCCESS');
    await handler(stackEvent());
    expect(describeKey).toHaveBeenCalledTimes(1);
  });

  it.each([{}, { keyPolicy: 'customerManaged' }])('asks nothing under %j', async (policy) => {
    const { handler, describeKey } = guard(described, policy);
    expect((await handler(withKey('alias/ml'))).hookStatus).toBe('SUCCESS');
    expect(describeKey).not.toHaveBeenCalled();
  });

  it('asks in the Region of the stack, which an event has that is sent by hand', async () => {
    const { handler, describeKey, environment } = guard(described);
    await handler(withKey('alias/ml'));
    await createHandler({ ...environment, env: { ...environment.env, AWS_REGION: 'us-east-1' } })(
      withKey(keyArn),
    );
    const cloudControl = resourceEvent(
      { stackId: '' },
      { targetType: 'RESOURCE', targetModel: { resourceProperties: { KmsKeyId: 'alias/cc' } } },
    );
    await handler(cloudControl);
    expect(describeKey.mock.calls).toEqual([
      ['alias/ml', region],
      [keyArn, region],
      ['alias/cc', region],
    ]);
  });

  it('leaves an alias that the stack itself creates to the check of the resource, and asks again then', async () => {
    const { environment, describeKey } = guard(sdkError('NotFoundException'));
    const Resources = {
      Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/ml' } },
      Config: { Type: 'AWS::SageMaker::EndpointConfig', Properties: { KmsKeyId: 'alias/ml' } },
    };
    const template = JSON.stringify({ Resources });
    const change = {
      logicalResourceId: 'Config',
      resourceType: Resources.Config.Type,
      action: 'CREATE',
      afterContext: JSON.stringify({ Properties: Resources.Config.Properties }),
    };
    const handler = createHandler({
      ...environment,
      fetch: answering({ template, changedResources: [change] }),
    });
    const changeSet = readEvent('changeset-create.pass');
    const requestData = { ...(changeSet['requestData'] as object), payload: address };
    const answers = [await handler({ ...changeSet, requestData }), await handler(stackEvent())];
    describeKey.mockResolvedValueOnce(described);
    answers.push(await handler(withKey('alias/ml')), await handler(withKey('alias/gone')));
    expect(answers.map(({ hookStatus, annotations }) => [hookStatus, annotations?.[0]?.status])).toEqual([
      ['SUCCESS', 'SKIPPED'],
      ['SUCCESS', 'SKIPPED'],
      ['SUCCESS', 'PASSED'],
      ['FAILED', 'FAILED'],
    ]);
  });

  it('tells the operator, and not a key’s owner, where the function itself may not ask', async () => {
    const denied = sdkError(
      'AccessDeniedException',
      'User: arn:aws:sts::123456789012:assumed-role/guard/f is not authorized to perform: kms:DescribeKey on resource: x because no identity-based policy allows the kms:DescribeKey action',
    );
    const response = await guard(denied).handler(withKey(keyArn.replace('123456789012', '999900001111')));
    expect(response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'InternalFailure' });
    expect(response.message).toContain('(KMS: no identity-based policy)');
    expect(response.message).toContain('Set the parameter VerifyKeys');
  });

  it('asks nothing about a configuration without a key', async () => {
    const { handler, describeKey } = guard(described);
    expect((await handler(withKey(''))).message).toContain('sets KmsKeyId to an empty string');
    expect(describeKey).not.toHaveBeenCalled();
  });
});
