import { writeSync } from 'node:fs';
import type { Context } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import type { ObjectAnswer } from '../src/aws/s3-object.js';
import { createHandler, handler, lambdaEnvironment } from '../src/handler.js';
import {
  address,
  answering,
  fakeEnvironment,
  readEvent,
  resourceEvent,
  stackEvent,
} from './hook/fixtures.js';

vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  writeSync: vi.fn(),
}));

describe('the policy', () => {
  const handle = (env: Record<string, string>, event: unknown = resourceEvent()) =>
    createHandler(fakeEnvironment({ env }).environment)(event);

  it('comes from GUARD_POLICY', async () => {
    const GUARD_POLICY = JSON.stringify({
      exemptions: [{ resource: '*', reason: 'a trial', expires: '2099-01-01' }],
    });
    expect((await handle({ GUARD_POLICY })).hookStatus).toBe('SUCCESS');
    expect(
      (
        await handle({
          GUARD_POLICY: 'exemptions: [{resource: "*", reason: a trial, expires: "2099-01-01"}]',
        })
      ).hookStatus,
    ).toBe('SUCCESS');
  });

  it('comes from the hook model before GUARD_POLICY, member by member', async () => {
    const event = resourceEvent({ hookModel: { localStorage: 'exempt' } }, g5());
    const GUARD_POLICY = JSON.stringify({ localStorage: 'require' });
    expect((await handle({ GUARD_POLICY }, event)).hookStatus).toBe('SUCCESS');
    expect((await handle({ GUARD_POLICY }, resourceEvent({}, g5()))).hookStatus).toBe('FAILED');
  });

  it.each([
    ['{"keyPolicy":"any"}', 'keyPolicy'],
    ['{"keyPolicies":"present"}', 'keyPolicies'],
    ['[]', 'GUARD_POLICY'],
    ['{"keyPolicy"', 'GUARD_POLICY'],
    ['s3://bucket', 's3://bucket/key'],
    ['s3://bucket/key', 'cannot be read'],
  ])('%s is an InternalFailure that names what is wrong', async (GUARD_POLICY, named) => {
    const answer = await handle({ GUARD_POLICY });
    expect(answer).toMatchObject({ hookStatus: 'FAILED', errorCode: 'InternalFailure' });
    expect(answer.message).toContain(named);
  });

  it('in S3 serves, and says so, while S3 cannot be read', async () => {
    const time = { now: 0 };
    const answers: ObjectAnswer[] = [{ kind: 'object', bytes: Buffer.from('{}'), etag: '"1"' }];
    const { environment, lines } = fakeEnvironment({
      env: { GUARD_POLICY: 's3://policies/guard.yaml' },
      clock: () => time.now,
      readObject: async () => answers.shift() ?? Promise.reject(new TypeError('secret')),
    });
    const handler = createHandler(environment);
    const answerAfter = async (minutes: number) => {
      time.now = minutes * 60_000;
      lines.length = 0;
      const { hookStatus, errorCode } = await handler(readEvent('resource-create.pass'));
      const logged = lines.map((line) => JSON.parse(line));
      const warnings = logged.filter(({ level }) => level === 'WARN').map(({ message }) => message);
      const { PolicyStale } = logged.find(({ _aws }) => _aws !== undefined);
      return [hookStatus, errorCode, PolicyStale, ...warnings];
    };
    const warning = expect.stringMatching(/guard\.yaml cannot be read \(TypeError\).*confirmed \d+ min ago/);
    expect(await answerAfter(0)).toEqual(['SUCCESS', undefined, undefined]);
    expect(await answerAfter(5)).toEqual(['SUCCESS', undefined, 1, warning]);
    // S3 is not asked again yet, and the policy is as stale as before.
    expect(await answerAfter(5.1)).toEqual(['SUCCESS', undefined, 1, warning]);
    expect(await answerAfter(60)).toEqual(['FAILED', 'InternalFailure', undefined]);
  });

  it('holds up nothing that it has no say in', async () => {
    const GUARD_POLICY = '{"keyPolicy":"any"}';
    expect((await handle({ GUARD_POLICY }, readEvent('resource-create.other-type'))).hookStatus).toBe(
      'SUCCESS',
    );
    expect((await handle({ GUARD_POLICY }, readEvent('resource-delete.pass'))).hookStatus).toBe('SUCCESS');
  });

  it.each([
    ['absent', undefined, 'NonCompliant'],
    ['null', null, 'NonCompliant'],
    [
      'a Lambda Hook’s own',
      { LambdaFunction: 'arn:aws:lambda:eu-west-1:111122223333:function:guard' },
      'NonCompliant',
    ],
    ['a text', '{"keyPolicy":"present"}', 'InternalFailure'],
    ['a list', [{ keyPolicy: 'present' }], 'InternalFailure'],
    ['a number', 5, 'InternalFailure'],
  ])('of a hook model that is %s', async (_, hookModel, errorCode) => {
    const answer = await handle({}, resourceEvent({ hookModel }));
    expect(answer.errorCode).toBe(errorCode);
    if (errorCode === 'InternalFailure') expect(answer.message).toContain('hookModel');
    // Nor does it hold up what the rule is not about.
    const unrelated = { ...readEvent('resource-create.other-type'), hookModel };
    expect((await handle({}, unrelated)).hookStatus).toBe('SUCCESS');
  });

  it('that is lost to a defect is an InternalFailure without a secret', async () => {
    const env = new Proxy(
      {},
      {
        get: (_, name) => {
          if (name === 'GUARD_POLICY') throw new Error('secret');
          return undefined;
        },
      },
    );
    const answer = await handle(env);
    expect(answer.errorCode).toBe('InternalFailure');
    expect(answer.message).not.toContain('secret');
  });
});

describe('an answer in time', () => {
  it('comes even where a payload does not', async () => {
    const { environment } = fakeEnvironment({ fetch: () => new Promise(() => {}) });
    const context = { getRemainingTimeInMillis: () => 60 };
    expect(await createHandler(environment)(stackEvent(), context)).toMatchObject({
      errorCode: 'InternalFailure',
      clientRequestToken: stackEvent().clientRequestToken,
    });
  });
});

describe('the log', () => {
  it('holds no property, credential, model or address', async () => {
    const secrets = { callerCredentials: 'SECRET-1', providerCredentials: 'SECRET-2' };
    const payload = {
      template: JSON.stringify({
        Resources: { A: { Type: 'AWS::SageMaker::EndpointConfig', Properties: { KmsKeyId: 'SECRET-3' } } },
      }),
    };
    const { environment, lines } = fakeEnvironment({ fetch: answering(payload) });
    const handler = createHandler(environment);
    const properties = { KmsKeyId: 'SECRET-4', ProductionVariants: 'SECRET-5' };
    await handler(stackEvent({ hookModel: { LambdaFunction: 'SECRET-6' } }, secrets));
    await handler(resourceEvent({}, { ...secrets, targetModel: { resourceProperties: properties } }));
    await handler(resourceEvent({ actionInvocationPoint: 'SECRET-7' }, secrets));
    await createHandler({ ...environment, fetch: () => Promise.reject(new Error(address)) })(
      stackEvent({}, secrets),
    );
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.join('')).not.toMatch(/SECRET|X-Amz|secret/);
  });
});

describe('a malformed event', () => {
  it('is logged with who sent it and about what, as far as it can be read', async () => {
    const { environment, lines } = fakeEnvironment();
    await createHandler(environment)(readEvent('resource-create.malformed'));
    const who = {
      clientRequestToken: '00000000-0000-4000-8000-000000000018',
      account: '111122223333',
      region: 'eu-west-1',
      stack: 'inference',
      logicalId: 'EndpointConfig',
      target: 'resource',
    };
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'ERROR', code: 'event', ...who },
      { InternalFailure: 1, ...who },
    ]);
  });
});

describe('the entry point', () => {
  it('writes its log straight to standard output, one line at a time', async () => {
    const answer = await handler(readEvent('resource-create.fail'), {} as Context, () => {});
    const lines = vi.mocked(writeSync).mock.calls.map(([fd, line]) => (fd === 1 ? String(line) : ''));
    expect(answer).toMatchObject({ errorCode: 'NonCompliant' });
    expect(lines.map((line) => Object.keys(JSON.parse(line))[0])).toEqual(['timestamp', '_aws']);
  });

  it('lives in the real environment', async () => {
    const before = lambdaEnvironment.clock();
    await lambdaEnvironment.sleep(1);
    expect(lambdaEnvironment.clock()).toBeGreaterThan(before);
    expect(lambdaEnvironment.random()).toBeLessThan(1);
  });
});

function g5(): object {
  const ProductionVariants = [{ VariantName: 'AllTraffic', InstanceType: 'ml.g5.xlarge' }];
  return { targetModel: { resourceProperties: { ProductionVariants } } };
}
