import { describe, expect, it } from 'vitest';
import { keyArn, readEvent, stackEvent, variants, verdictsOf } from './fixtures.js';

const type = 'AWS::SageMaker::EndpointConfig';
const update = { actionInvocationPoint: 'UPDATE_PRE_PROVISION' };
const without = { Type: type, Properties: { ProductionVariants: variants } };
const withKey = { Type: type, Properties: { ProductionVariants: variants, KmsKeyId: keyArn } };
const json = (Resources: object, rest: object = {}) => JSON.stringify({ ...rest, Resources });

const onStack = (
  payload: { template?: unknown; previousTemplate?: unknown },
  members: object = {},
  warnings: string[] = [],
) => verdictsOf(stackEvent(members), payload, warnings);

describe('STACK', () => {
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

  it('tells apart the configurations of two loops whose logical ids are not known yet', async () => {
    const List = { Type: 'CommaDelimitedList' };
    const loop = (list: string, body: object) => ['Item', { Ref: list }, { 'C&{Item}': body }];
    const loops = (first: object, second: object) =>
      json(
        { 'Fn::ForEach::One': loop('A', first), 'Fn::ForEach::Two': loop('B', second) },
        { Parameters: { A: List, B: List }, Transform: 'AWS::LanguageExtensions' },
      );
    const judged = 'C&{Item}: undetermined, dependsOnParameters';
    const untouched = 'C&{Item}: notApplicable, unchanged';
    const previousTemplate = loops(withKey, withKey);
    const changed = (template: string) => onStack({ template, previousTemplate }, update);
    expect(await changed(loops(without, withKey))).toEqual([judged, untouched]);
    expect(await changed(loops(withKey, without))).toEqual([untouched, judged]);
    expect(await changed(previousTemplate)).toEqual([untouched, untouched]);
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

  it.each([
    ['cannot be read', `{"${type}`],
    ['is no text', { Resources: {} }],
    ['is a number', 7],
  ])('judges everything, and says so, where the previous template %s', async (_, previousTemplate) => {
    const warnings: string[] = [];
    const payload = { template: json({ A: without }), previousTemplate };
    expect(await onStack(payload, update, warnings)).toEqual(['A: nonCompliant, keyAbsent']);
    expect(warnings).toEqual([expect.stringContaining('nothing counts as unchanged')]);
  });

  it.each([
    ['another', json({ A: without, B: withKey })],
    ['the same', json({ A: without })],
  ])('looks at no previous template on create: %s', async (_, previousTemplate) => {
    const template = json({ A: without });
    expect(await onStack({ template, previousTemplate })).toEqual(['A: nonCompliant, keyAbsent']);
  });

  it('judges what it would take too long to compare', async () => {
    const Conditions = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, index) => [
        `C${index}`,
        index === 0 ? { 'Fn::Equals': ['a', 'a'] } : { 'Fn::And': [{ Condition: `C${index - 1}` }] },
      ]),
    );
    // Its name hangs on the chain; the verdict does not.
    const EndpointConfigName = { 'Fn::If': ['C2999', 'a', 'b'] };
    const Properties = { ...withKey.Properties, EndpointConfigName };
    const Resources = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`A${index}`, { ...withKey, Properties }]),
    );
    const warnings: string[] = [];
    const template = json(Resources, { Conditions });
    const verdicts = await onStack({ template, previousTemplate: ` ${template}` }, update, warnings);
    expect(new Set(verdicts.map((verdict) => verdict.replace(/^A\d+/, 'A')))).toEqual(
      new Set(['A: compliant, keyPresent']),
    );
    expect(warnings).toEqual([expect.stringContaining('nothing counts as unchanged')]);
  });

  it.each([undefined, null, ''])('keeps the previous template in an update that has %j', async (template) => {
    const previousTemplate = json({ A: without });
    expect(await onStack({ template, previousTemplate }, update)).toEqual(['A: notApplicable, unchanged']);
  });

  it.each([
    ['no template on create', { previousTemplate: json({ A: without }) }, {}, 'has no template'],
    ['no template at all', { template: null, previousTemplate: '' }, update, 'has no template'],
    [
      'a template that is no text',
      { template: { Resources: {} }, previousTemplate: json({ A: without }) },
      update,
      'has a template that is not a text',
    ],
  ])('refuses %s', async (_, payload, members, message) => {
    await expect(onStack(payload, members)).rejects.toThrow(`The payload of this stack operation ${message}`);
  });

  it('does not read a template that cannot declare the type, nor the payload of a deletion', async () => {
    const broken = 'Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: {[}\n';
    expect(await onStack({ template: broken })).toEqual([]);
    expect(await verdictsOf(readEvent('stack-delete.pass'))).toEqual([]);
  });

  it.each([
    ['neither JSON nor YAML', '{"Resources": [', 'The template cannot be read'],
    ['without Resources', '{"Outputs": {}}', 'Resources'],
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
