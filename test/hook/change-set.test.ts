import { describe, expect, it } from 'vitest';
import { keyArn, readEvent, variants, verdictsOf } from './fixtures.js';

const type = 'AWS::SageMaker::EndpointConfig';
const knownAfterApply = '{{changeSet:KNOWN_AFTER_APPLY}}';

const onChangeSet = (payload: { template?: unknown; changedResources?: unknown }, warnings: string[] = []) =>
  verdictsOf(readEvent('changeset-create.fail'), payload, warnings);

describe('CHANGE_SET', () => {
  const template = JSON.stringify({
    Resources: { Config: { Type: type, Properties: { KmsKeyId: keyArn } } },
  });
  const withKey = JSON.stringify({ Properties: { KmsKeyId: keyArn, ProductionVariants: variants } });
  const without = JSON.stringify({ Properties: { ProductionVariants: variants } });
  const hidden = JSON.stringify({ Properties: { KmsKeyId: '****', ProductionVariants: variants } });
  const hiddenTag = JSON.stringify({ Properties: { Tags: [{ Key: 'a', Value: '****' }], A: 'a' } });
  const change = (
    action: unknown,
    afterContext: unknown,
    beforeContext: unknown = null,
    id: unknown = 'Config',
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
    ['empty properties', change('CREATE', '{"Properties":{}}'), 'nonCompliant, keyAbsent'],
    ['a context that is an object', change('CREATE', JSON.parse(without)), 'nonCompliant, keyAbsent'],
    [
      'properties that are known only afterwards',
      change('CREATE', `{"Properties":"${knownAfterApply}"}`),
      'undetermined, keyUnknown',
    ],
    [
      'a context that is known only afterwards',
      change('CREATE', knownAfterApply),
      'undetermined, keyUnknown',
    ],
    [
      'a context whose text is known only afterwards',
      change('CREATE', JSON.stringify(knownAfterApply)),
      'undetermined, keyUnknown',
    ],
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
    ['a key that is hidden', change('CREATE', hidden), 'undetermined, keyUnknown'],
    [
      'a key of which a part is hidden',
      change('CREATE', '{"Properties":{"KmsKeyId":"alias/****"}}'),
      'compliant, keyPresent',
    ],
    ['a hidden key before and after', change('UPDATE', hidden, hidden), 'undetermined, keyUnknown'],
    ['a hidden tag before and after', change('UPDATE', hiddenTag, hiddenTag), 'notApplicable, unchanged'],
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
    [
      'an update of nothing but tags',
      change(
        'UPDATE',
        { Properties: { A: '1', Tags: [{ Key: 'stage', Value: knownAfterApply }] } },
        { Properties: { A: '1', Tags: [{ Key: 'stage', Value: 'test' }] } },
      ),
      'notApplicable, unchanged',
    ],
    [
      'an update of all properties that are known only afterwards',
      change('UPDATE', { Properties: knownAfterApply }, { Properties: knownAfterApply }),
      'undetermined, keyUnknown',
    ],
    ['a creation that was there before', change('CREATE', without, without), 'nonCompliant, keyAbsent'],
    [
      'an update of empty properties',
      change('UPDATE', { Properties: {} }, { Properties: {} }),
      'nonCompliant, keyAbsent',
    ],
    ['a deletion', change('DELETE', null, without), 'notApplicable, deleted'],
    ['a deletion with an odd context', change('DELETE', 5, 5), 'notApplicable, deleted'],
    ['an action to come', change('IMPORT', without), 'nonCompliant, keyAbsent'],
    ['no action', change(undefined, without, without), 'nonCompliant, keyAbsent'],
    ['an odd action', change({}, without), 'nonCompliant, keyAbsent'],
  ])('judges %s', async (_, changed, expected) => {
    expect(await onChangeSet({ template, changedResources: [changed] })).toEqual([`Config: ${expected}`]);
  });

  it.each([
    undefined,
    null,
    '',
    'null',
    '{}',
    {},
    '{"Properties":null}',
    '{"Metadata":{}}',
    { Properties: '' },
  ])('goes by the template where the context is %j', async (context) => {
    const changedResources = [change('UPDATE', context, without)];
    expect(await onChangeSet({ template, changedResources })).toEqual(['Config: compliant, keyPresent']);
  });

  const untyped = { logicalResourceId: 'Config', action: 'CREATE', afterContext: without };
  it.each<[string, unknown, string[]]>([
    ['nothing', null, []],
    ['a number', 5, []],
    ['a list', [], []],
    ['no members', {}, []],
    [
      'null for every member',
      { logicalResourceId: null, resourceType: null, action: null, afterContext: null },
      [],
    ],
    ['odd members', { logicalResourceId: 5, resourceType: [], action: {}, afterContext: '{' }, []],
    ['no type, for a resource that the template does not have', { ...untyped, logicalResourceId: 'B' }, []],
    ['no type, for a deletion', { ...untyped, action: 'DELETE' }, []],
    ['no type, for a configuration', untyped, ['Config: nonCompliant, keyAbsent']],
    [
      'an empty type, for a configuration',
      { ...untyped, resourceType: '' },
      ['Config: nonCompliant, keyAbsent'],
    ],
    [
      'an odd type, for a configuration',
      { ...untyped, resourceType: 5 },
      ['Config: nonCompliant, keyAbsent'],
    ],
    ['no logical id', change('CREATE', without, null, null), [`${type}: nonCompliant, keyAbsent`]],
    ['an odd logical id', change('CREATE', withKey, null, {}), [`${type}: compliant, keyPresent`]],
  ])('takes a change with %s', async (_, changed, expected) => {
    const changedResources = [changed, change('CREATE', withKey, null, 'Other')];
    expect(await onChangeSet({ template, changedResources })).toEqual([
      ...expected,
      'Other: compliant, keyPresent',
    ]);
  });

  it.each([undefined, null, ''])(
    'passes by a change without a type where the template is %j',
    async (text) => {
      expect(await onChangeSet({ template: text, changedResources: [untyped] })).toEqual([]);
    },
  );

  it('needs a template that is a text only where it needs one', async () => {
    const odd = { Resources: {} };
    expect(await onChangeSet({ template: odd, changedResources: [change('CREATE', withKey)] })).toEqual([
      'Config: compliant, keyPresent',
    ]);
    await expect(onChangeSet({ template: odd, changedResources: [change('CREATE', null)] })).rejects.toThrow(
      "The payload's template is not a text",
    );
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
    ['a scalar', change('CREATE', 'true'), 'is not a JSON object'],
    ['a number', change('CREATE', 5), 'is not a JSON object'],
    ['a list', change('CREATE', ['secret']), 'is not a JSON object'],
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

  it.each([[undefined], [null], [[null, 5]]])('takes %j for no change', async (changedResources) => {
    expect(await onChangeSet({ template, changedResources })).toEqual([]);
  });

  it.each(['text', {}])('refuses a list of changes that is none: %j', async (changedResources) => {
    await expect(onChangeSet({ template, changedResources })).rejects.toThrow(
      "The payload with the operation's templates has changedResources that are not a list",
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
