import { describe, expect, it } from 'vitest';
import { rule, type Verdict } from '../../src/decision/index.js';
import { type Caller, callerOf } from '../../src/hook/caller.js';
import { GuardError } from '../../src/hook/failure.js';
import { type Judged, toAnswer, toFailure } from '../../src/hook/response.js';
import { readEvent, resourceEvent, stackEvent } from './fixtures.js';

const caller: Caller = callerOf(stackEvent({ clientRequestToken: 'token-1' }), undefined);
/** Cloud Control, whose messages end earlier. */
const elsewhere: Caller = { ...caller, target: 'resource', stackId: undefined };
const shape = { clientRequestToken: 'token-1', callbackContext: null, callbackDelaySeconds: 0 };

function judged(verdict: Verdict, members: Partial<Judged> = {}): Judged {
  return {
    verdict,
    reason: 'keyAbsent',
    message: `Config is ${verdict}.`,
    remediation: 'Add a key.',
    path: [],
    steps: { words: '', additions: [], lines: [] },
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

  it.each([
    [1_024, elsewhere],
    [4_096, caller],
  ])('keeps to %i characters and says how many findings it leaves out', (messageLimit, caller) => {
    const many = Array.from({ length: 300 }, (_, index) =>
      judged('nonCompliant', { message: `C${index} has no key.` }),
    );
    const { message } = toAnswer(caller, many);
    const [, left] = /\((\d+) more findings left out\.\)$/.exec(message) ?? [];
    expect(message.length).toBeLessThanOrEqual(messageLimit);
    expect((message.match(/has no key/g) ?? []).length + Number(left)).toBe(300);
  });

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

  it.each([
    ['Cloud Control', elsewhere],
    ['a stack', caller],
  ])('says what to do in what %s shows first, however much is wrong', (_, who) => {
    const error = new GuardError('policy', 'word '.repeat(2_000));
    const { message } = toFailure(who, error);
    expect(message.slice(0, 1_000)).toContain(error.remedy);
  });
});

describe('what is seen first', () => {
  const long = (word: string) => `${word} `.repeat(2_000).trimEnd();
  const remediation = `Add under Properties:\n${'  KmsKeyId: alias/my-key\n'.repeat(15)}the end.`;
  it.each([
    ['one finding', 1],
    ['several findings', 300],
  ])('holds what is wrong and the whole fix, with %s, however long the message is', (_, count) => {
    const findings = Array.from({ length: count }, () =>
      judged('nonCompliant', { message: long('wrong'), remediation }),
    );
    for (const who of [caller, elsewhere]) {
      const first = toAnswer(who, findings).message.slice(0, 1_000);
      expect(first).toMatch(/wrong wrong/);
      expect(first).toContain(remediation);
    }
  });

  it.each([1, 300])('holds where a fix begins that is itself too long, with %i findings', (count) => {
    const findings = Array.from({ length: count }, () =>
      judged('nonCompliant', { message: long('wrong'), remediation: long('fix') }),
    );
    const first = toAnswer(caller, findings).message.slice(0, 1_000);
    expect(first).toMatch(/(wrong ){40}/);
    expect(first).toMatch(/(fix ){40}/);
  });

  it('leaves a message whole where both have room', () => {
    const message = `${long('wrong').slice(0, 600)}.`;
    expect(toAnswer(caller, [judged('nonCompliant', { message })]).message).toBe(`${message}\nAdd a key.`);
  });
});

describe('the length of a message', () => {
  const findings = Array.from({ length: 300 }, () => judged('nonCompliant'));
  const lengthFor = (event: unknown) => toAnswer(callerOf(event, undefined), findings).message.length;
  it.each([
    ['a resource of a stack', resourceEvent(), 4_096],
    ['Cloud Control', readEvent('cloudcontrol-create.fail'), 1_024],
    ['a contract test', readEvent('resource-create.contract-test'), 1_024],
    ['a stack', stackEvent(), 4_096],
    ['a stack whose ARN is unknown', stackEvent({ stackId: null }), 4_096],
    ['a change set', readEvent('changeset-create.fail'), 4_096],
    ['what cannot be understood', { clientRequestToken: 't' }, 1_024],
  ])('for %s', (_, event, limit) => {
    expect(lengthFor(event)).toBeLessThanOrEqual(limit);
    expect(lengthFor(event)).toBeGreaterThan(limit - 100);
  });
});
