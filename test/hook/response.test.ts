import { describe, expect, it } from 'vitest';
import { rule, type Verdict } from '../../src/decision/index.js';
import { toInvocation } from '../../src/hook/event.js';
import { GuardError } from '../../src/hook/failure.js';
import { callerOf, type Judged, toAnswer, toFailure } from '../../src/hook/response.js';
import { readEvent, resourceEvent, stackEvent } from './fixtures.js';

const caller = { token: 'token-1', messageLimit: 4096 };
const shape = { clientRequestToken: 'token-1', callbackContext: null, callbackDelaySeconds: 0 };

function judged(verdict: Verdict, members: Partial<Judged> = {}): Judged {
  return {
    verdict,
    reason: 'keyAbsent',
    message: `Config is ${verdict}.`,
    remediation: 'Add a key.',
    path: [],
    additions: [],
    subject: { resource: 'Config' },
    failed: verdict === 'nonCompliant',
    milliseconds: 0,
    ...members,
  };
}

describe('an answer', () => {
  it('without targets has no annotations and no error code', () => {
    const answer = toAnswer(caller, []);
    expect(answer).toEqual({ hookStatus: 'SUCCESS', message: expect.stringMatching(/./), ...shape });
    expect(Object.keys(answer)).not.toContain('annotations');
    expect(Object.keys(answer)).not.toContain('errorCode');
  });

  it.each([
    ['compliant', 'SUCCESS', 'PASSED'],
    ['exempt', 'SUCCESS', 'SKIPPED'],
    ['undetermined', 'SUCCESS', 'SKIPPED'],
    ['notApplicable', 'SUCCESS', 'SKIPPED'],
    ['nonCompliant', 'FAILED', 'FAILED'],
  ] as const)('for %s is %s, its annotation %s', (verdict, hookStatus, status) => {
    const answer = toAnswer(caller, [judged(verdict)]);
    expect(answer).toEqual({
      hookStatus,
      ...(hookStatus === 'FAILED' ? { errorCode: 'NonCompliant' } : {}),
      message: hookStatus === 'FAILED' ? `Config is ${verdict}.\nAdd a key.` : `Config is ${verdict}.`,
      ...shape,
      annotations: [
        {
          annotationName: 'sagemaker-endpoint-config-kms-key-id',
          status,
          statusMessage: `Config is ${verdict}.`,
          remediationMessage: 'Add a key.',
          remediationLink: rule.link,
          severityLevel: 'MEDIUM',
        },
      ],
    });
  });

  it('fails for an undetermined verdict where the policy has it fail', () => {
    const answer = toAnswer(caller, [judged('undetermined', { failed: true })]);
    expect(answer).toMatchObject({
      hookStatus: 'FAILED',
      errorCode: 'NonCompliant',
      annotations: [{ status: 'FAILED' }],
    });
  });

  it('counts the verdicts of several', () => {
    const { message } = toAnswer(caller, [judged('compliant'), judged('exempt'), judged('compliant')]);
    expect(message).toBe('3 endpoint configurations: 2 compliant, 1 exempt.');
  });

  it('lists what failed, one after the other', () => {
    const { message, annotations } = toAnswer(caller, [
      judged('nonCompliant', { message: 'A has no key.' }),
      judged('compliant'),
      judged('nonCompliant', { message: 'B has no key.' }),
    ]);
    expect(message).toBe(
      `2 of 3 endpoint configurations do not meet the rule ${rule.id}.\n\nA has no key.\nAdd a key.\n\nB has no key.\nAdd a key.`,
    );
    expect(annotations).toHaveLength(3);
  });

  it.each([1_024, 4_096])(
    'keeps to %i characters and says how many findings it leaves out',
    (messageLimit) => {
      const many = Array.from({ length: 300 }, (_, index) =>
        judged('nonCompliant', { message: `C${index} has no key.` }),
      );
      const { message } = toAnswer({ ...caller, messageLimit }, many);
      const [, left] = /\((\d+) more findings left out\.\)$/.exec(message) ?? [];
      expect(message.length).toBeLessThanOrEqual(messageLimit);
      expect((message.match(/has no key/g) ?? []).length + Number(left)).toBe(300);
    },
  );

  it('keeps annotations within their limit, and all of them within that of Lambda', () => {
    const long = 'word '.repeat(10_000);
    const one = toAnswer(caller, [judged('nonCompliant', { message: long, remediation: long })]);
    expect(one.annotations?.[0]?.statusMessage.length).toBeLessThanOrEqual(16_384);
    const many = Array.from({ length: 500 }, () =>
      judged('nonCompliant', { message: long, remediation: long }),
    );
    expect(JSON.stringify(toAnswer(caller, many)).length).toBeLessThan(2_000_000);
  });
});

describe('a failure', () => {
  it('says what is wrong, that nothing was judged, and what to do', () => {
    const error = new GuardError('template', 'The template cannot be read: it is empty');
    expect(toFailure(caller, error)).toEqual({
      hookStatus: 'FAILED',
      errorCode: 'InternalFailure',
      message:
        'The template cannot be read: it is empty. Nothing was judged, so this operation is not known to be compliant. Correct the template and deploy again.',
      ...shape,
    });
  });

  it('keeps to the limit and still says what to do', () => {
    const error = new GuardError('policy', 'word '.repeat(2_000));
    const { message } = toFailure({ ...caller, messageLimit: 1_024 }, error);
    expect(message.length).toBeLessThanOrEqual(1_024);
    expect(message).toContain(error.remedy);
  });
});

describe('the caller', () => {
  const of = (event: unknown) => callerOf(event, toInvocation(event, undefined)).messageLimit;
  it.each([
    ['a resource of a stack', resourceEvent(), 4_096],
    ['Cloud Control', readEvent('cloudcontrol-create.fail'), 1_024],
    ['a contract test', readEvent('resource-create.contract-test'), 1_024],
    ['a stack', stackEvent(), 4_096],
    ['a stack whose ARN is unknown', stackEvent({ stackId: null }), 4_096],
    ['a change set', readEvent('changeset-create.fail'), 4_096],
  ])('%s', (_, event, limit) => {
    expect(of(event)).toBe(limit);
  });

  it('of what cannot be understood gets the shorter message', () => {
    expect(callerOf({ clientRequestToken: 't' }, undefined)).toEqual({ token: 't', messageLimit: 1_024 });
  });
});
