import { describe, expect, it } from 'vitest';
import { defaultPolicy, mergePolicies, type Policy } from '../../src/decision/index.js';
import { toInvocation } from '../../src/hook/event.js';
import type { ChangeSetPayload, Payloads, StackPayload } from '../../src/hook/payload.js';
import { toTargets } from '../../src/hook/targets.js';
import { judgeTargets } from '../../src/hook/verdicts.js';
import { keyArn, readEvent, resourceEvent, stackEvent, variants } from './fixtures.js';

const type = 'AWS::SageMaker::EndpointConfig';
const refused = { stack: never, changeSet: never } satisfies Payloads;
const update = { actionInvocationPoint: 'UPDATE_PRE_PROVISION' };

/** The verdicts on an event's targets as `logical id: verdict, reason`, and what was warned of. */
async function verdictsOf(
  event: unknown,
  payloads: Payloads,
  warnings: string[] = [],
  policy: Policy = defaultPolicy,
): Promise<string[]> {
  const targets = await toTargets(toInvocation(event, 'us-east-1'), payloads, (message) =>
    warnings.push(message),
  );
  const judged = judgeTargets(targets, policy, new Date(0), 1, () => 0);
  return judged.map(({ subject, verdict, reason }) => `${subject.resource}: ${verdict}, ${reason}`);
}

const onStack = (payload: StackPayload, members: object = {}, warnings: string[] = []) =>
  verdictsOf(stackEvent(members), { ...refused, stack: async () => payload }, warnings);
const onChangeSet = (payload: ChangeSetPayload, warnings: string[] = []) =>
  verdictsOf(readEvent('changeset-create.fail'), { ...refused, changeSet: async () => payload }, warnings);

describe('RESOURCE', () => {
  it.each([
    ['create', resourceEvent(), ['EndpointConfig: nonCompliant, keyAbsent']],
    ['update', resourceEvent(update), ['EndpointConfig: nonCompliant, keyAbsent']],
    [
      'delete',
      resourceEvent({ actionInvocationPoint: 'DELETE_PRE_PROVISION' }),
      ['EndpointConfig: notApplicable, deleted'],
    ],
    ['another type', resourceEvent({}, { targetName: 'AWS::S3::Bucket' }), []],
  ])('%s', async (_, event, expected) => {
    expect(await verdictsOf(event, refused)).toEqual(expected);
  });

  it('takes text that looks like a reference as it is, since nothing will resolve it later', async () => {
    const secret = '{{resolve:secretsmanager:ml:SecretString:key}}';
    const event = resourceEvent({}, { targetModel: { resourceProperties: { KmsKeyId: secret } } });
    expect(await verdictsOf(event, refused)).toEqual(['EndpointConfig: compliant, keyPresent']);
    const strict = mergePolicies({ keyPolicy: 'wellFormed' });
    expect(await verdictsOf(event, refused, [], strict)).toEqual([
      'EndpointConfig: nonCompliant, keyDeferred',
    ]);
  });
});

describe('STACK', () => {
  const without = { Type: type, Properties: { ProductionVariants: variants } };
  const withKey = { Type: type, Properties: { ProductionVariants: variants, KmsKeyId: keyArn } };
  const json = (Resources: object, rest: object = {}) => JSON.stringify({ ...rest, Resources });

  it('judges every configuration', async () => {
    const template = json({ A: without, B: withKey, C: { Type: 'AWS::S3::Bucket' } });
    expect(await onStack({ template })).toEqual(['A: nonCompliant, keyAbsent', 'B: compliant, keyPresent']);
  });

  it('knows region, account and stack from the event', async () => {
    const Conditions = {
      Here: {
        'Fn::And': [
          { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
          { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '111122223333'] },
          { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws'] },
          { 'Fn::Equals': [{ Ref: 'AWS::StackName' }, 'inference'] },
        ],
      },
    };
    const KmsKeyId = { 'Fn::If': ['Here', { Ref: 'AWS::NoValue' }, keyArn] };
    const template = json({ A: { Type: type, Properties: { KmsKeyId } } }, { Conditions });
    expect(await onStack({ template })).toEqual(['A: nonCompliant, keyAbsent']);
  });

  it('takes no default for a value', async () => {
    const Parameters = { Key: { Type: 'String', Default: '' } };
    const template = json({ A: { Type: type, Properties: { KmsKeyId: { Ref: 'Key' } } } }, { Parameters });
    expect(await onStack({ template })).toEqual([expect.stringMatching(/^A: undetermined/)]);
  });

  it('tries out no condition that the rule does not ask about', async () => {
    const conditions = Array.from({ length: 20 }, (_, index) => [
      `C${index}`,
      { 'Fn::Equals': [{ Ref: `P${index}` }, 'x'] },
    ]);
    const Parameters = Object.fromEntries(conditions.map((_, index) => [`P${index}`, { Type: 'String' }]));
    const Tags = conditions.map(([name]) => ({
      'Fn::If': [name, { Key: 'a', Value: 'b' }, { Ref: 'AWS::NoValue' }],
    }));
    const template = json(
      { A: { Type: type, Properties: { ProductionVariants: variants, Tags } } },
      { Parameters, Conditions: Object.fromEntries(conditions) },
    );
    expect(await onStack({ template })).toEqual(['A: nonCompliant, keyAbsent']);
  });

  it('leaves alone what an update does not touch, and judges what is new or changed', async () => {
    const previousTemplate = json({ Same: without, Changed: withKey, Other: { Type: 'AWS::S3::Bucket' } });
    const template = json({ Same: without, Changed: without, New: without, Other: without });
    expect(await onStack({ template, previousTemplate }, update)).toEqual([
      'Same: notApplicable, unchanged',
      'Changed: nonCompliant, keyAbsent',
      'New: nonCompliant, keyAbsent',
      'Other: nonCompliant, keyAbsent',
    ]);
  });

  it('takes an identical template as unchanged', async () => {
    const template = json({ A: without });
    expect(await onStack({ template, previousTemplate: template }, update)).toEqual([
      'A: notApplicable, unchanged',
    ]);
  });

  it.each([
    ['null', null],
    ['empty', ''],
    ['without the type', json({ B: { Type: 'AWS::S3::Bucket' } })],
  ])('judges everything where the previous template is %s', async (_, previousTemplate) => {
    const template = json({ A: without });
    expect(await onStack({ template, previousTemplate }, update)).toEqual(['A: nonCompliant, keyAbsent']);
  });

  it('judges everything, and says so, where the previous template cannot be read', async () => {
    const warnings: string[] = [];
    const payload = { template: json({ A: without }), previousTemplate: `{"${type}` };
    expect(await onStack(payload, update, warnings)).toEqual(['A: nonCompliant, keyAbsent']);
    expect(warnings).toEqual([expect.stringContaining('nothing counts as unchanged')]);
  });

  it('looks at no previous template on create', async () => {
    const template = json({ A: without });
    const previousTemplate = json({ A: without, B: withKey });
    expect(await onStack({ template, previousTemplate })).toEqual(['A: nonCompliant, keyAbsent']);
  });

  it('does not read a template that cannot declare the type, nor the payload of a deletion', async () => {
    const broken = 'Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: {[}\n';
    expect(await onStack({ template: broken })).toEqual([]);
    expect(await verdictsOf(readEvent('stack-delete.pass'), refused)).toEqual([]);
  });

  it.each([
    ['neither JSON nor YAML', '{"Resources": [', 'The template cannot be read'],
    ['without Resources', '{"Outputs": {}}', 'Resources'],
    ['empty', '', 'The template cannot be read'],
    ['a scalar', 'hello', 'The template cannot be read'],
    [
      'with a condition that is its own',
      json({ A: { ...without, Condition: 'C' } }, { Conditions: { C: { 'Fn::Not': [{ Condition: 'C' }] } } }),
      'The template cannot be read',
    ],
  ])('never passes a template that is %s', async (_, template, message) => {
    await expect(onStack({ template })).rejects.toThrow(message);
  });
});

describe('CHANGE_SET', () => {
  const template = JSON.stringify({
    Resources: { Config: { Type: type, Properties: { KmsKeyId: keyArn } } },
  });
  const withKey = JSON.stringify({ Properties: { KmsKeyId: keyArn, ProductionVariants: variants } });
  const without = JSON.stringify({ Properties: { ProductionVariants: variants } });
  const change = (
    action: string,
    afterContext: string | null,
    beforeContext: string | null = null,
    id = 'Config',
  ) => ({
    logicalResourceId: id,
    resourceType: type,
    action,
    afterContext,
    beforeContext,
  });

  it.each([
    ['a key', change('CREATE', withKey), 'compliant, keyPresent'],
    ['no key', change('CREATE', without), 'nonCompliant, keyAbsent'],
    ['no properties', change('CREATE', '{}'), 'nonCompliant, keyAbsent'],
    ['properties that are null', change('CREATE', '{"Properties":null}'), 'nonCompliant, keyAbsent'],
    [
      'a key to come',
      change('CREATE', '{"Properties":{"KmsKeyId":"{{changeSet:KNOWN_AFTER_APPLY}}"}}'),
      'compliant, keyPresent',
    ],
    [
      'an instance type to come, which changes nothing',
      change(
        'CREATE',
        '{"Properties":{"ProductionVariants":[{"InstanceType":"{{changeSet:KNOWN_AFTER_APPLY}}"}]}}',
      ),
      'nonCompliant, keyAbsent',
    ],
    ['a changed update', change('UPDATE', without, withKey), 'nonCompliant, keyAbsent'],
    ['an update without a before', change('UPDATE', without), 'nonCompliant, keyAbsent'],
    [
      'an unchanged update, members in another order',
      change(
        'UPDATE',
        '{"Properties":{"A":"1","B":{"C":"2","D":[]}}}',
        '{"Properties":{"B":{"D":[],"C":"2"},"A":"1"}}',
      ),
      'notApplicable, unchanged',
    ],
    [
      'an update whose values are known only afterwards',
      change(
        'UPDATE',
        '{"Properties":{"A":"{{changeSet:KNOWN_AFTER_APPLY}}"}}',
        '{"Properties":{"A":"{{changeSet:KNOWN_AFTER_APPLY}}"}}',
      ),
      'nonCompliant, keyAbsent',
    ],
    ['a deletion', change('DELETE', null, without), 'notApplicable, deleted'],
    ['an action to come', change('IMPORT', without), 'nonCompliant, keyAbsent'],
    ['a missing context', change('CREATE', null), 'compliant, keyPresent'],
    ['an empty context', change('UPDATE', ''), 'compliant, keyPresent'],
  ])('judges %s', async (_, changed, expected) => {
    expect(await onChangeSet({ template, changedResources: [changed] })).toEqual([`Config: ${expected}`]);
  });

  it.each([template, null, undefined])('cannot tell about a change that neither shows', async (text) => {
    const changedResources = [change('CREATE', null, null, 'Elsewhere')];
    expect(await onChangeSet({ template: text, changedResources })).toEqual([
      expect.stringMatching(/^Elsewhere: undetermined/),
    ]);
  });

  it('passes by resources of other types, and reads no template without need', async () => {
    const other = {
      logicalResourceId: 'B',
      resourceType: 'AWS::S3::Bucket',
      action: 'CREATE',
      afterContext: '{',
    };
    expect(
      await onChangeSet({ template: '{', changedResources: [other, change('CREATE', withKey)] }),
    ).toEqual(['Config: compliant, keyPresent']);
  });

  it.each([
    ['no JSON', change('CREATE', '{"Properties":{"KmsKeyId":"secret"'), 'is not JSON'],
    ['no object', change('CREATE', '["secret"]'), 'is not a JSON object'],
    ['a scalar', change('CREATE', 'null'), 'is not a JSON object'],
    [
      'odd properties',
      change('CREATE', '{"Properties":["secret"]}'),
      'has Properties that are not an object',
    ],
  ])('refuses an afterContext that is %s, and names the resource', async (_, changed, what) => {
    await expect(onChangeSet({ template, changedResources: [changed] })).rejects.toThrow(
      `The afterContext of Config in the change set ${what}`,
    );
  });

  it('counts a resource as changed, and says so, where its beforeContext cannot be read', async () => {
    const warnings: string[] = [];
    expect(
      await onChangeSet({ template, changedResources: [change('UPDATE', withKey, '{')] }, warnings),
    ).toEqual(['Config: compliant, keyPresent']);
    expect(warnings).toEqual(['The beforeContext of Config cannot be read, so it counts as changed']);
  });

  it('never passes where the template that is needed cannot be read', async () => {
    const changedResources = [change('CREATE', null)];
    await expect(onChangeSet({ template: '{"Resources":', changedResources })).rejects.toThrow(
      'The template cannot be read',
    );
  });
});

describe('judging', () => {
  it('stops when the time is up', async () => {
    const targets = await toTargets(toInvocation(resourceEvent(), ''), refused, () => {});
    expect(() => judgeTargets(targets, defaultPolicy, new Date(0), 1, () => 2)).toThrow('time');
  });

  it('fails what is undetermined only where the policy says so', async () => {
    const template = JSON.stringify({
      Parameters: { Key: { Type: 'String' } },
      Resources: { A: { Type: type, Properties: { KmsKeyId: { Ref: 'Key' } } } },
    });
    const invocation = toInvocation(stackEvent(), '');
    const failed = async (undetermined: 'defer' | 'fail') => {
      const targets = await toTargets(
        invocation,
        { ...refused, stack: async () => ({ template }) },
        () => {},
      );
      return judgeTargets(targets, mergePolicies({ undetermined }), new Date(0), 1, () => 0).map(
        (one) => one.failed,
      );
    };
    expect(await failed('defer')).toEqual([false]);
    expect(await failed('fail')).toEqual([true]);
  });

  it('lets through an error that is not about the template', async () => {
    const error = new RangeError('Maximum call stack size exceeded');
    const alternatives = () => ({
      [Symbol.iterator]: () => {
        throw error;
      },
    });
    const { openTarget } = await import('../../src/hook/template.js');
    const target = openTarget({ alternatives, logicalId: 'A' } as never, toInvocation(stackEvent(), ''));
    expect(() => judgeTargets([target], defaultPolicy, new Date(0), 1, () => 0)).toThrow(error);
  });
});

function never(): never {
  throw new Error('the payload is not needed here');
}
