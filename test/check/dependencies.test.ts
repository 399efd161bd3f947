import { describe, expect, it } from 'vitest';
import { dependenciesOf } from '../../src/check/dependencies.js';
import { memberOf, readTemplate } from '../../src/template/index.js';

const around = (value: string) => `
Parameters:
  Key: { Type: String }
  Stage: { Type: String }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Value: ${value}
`;

describe('what an expression draws on', () => {
  it.each([
    ['!Ref Key', ['Key'], []],
    ['!Ref Other', [], []],
    ['!Sub "alias/${Key}-${ Stage }-${!Key}"', ['Key', 'Stage'], []],
    ['!Sub ["${A}", { A: !Ref Stage }]', ['Stage'], []],
    ['!If [IsProd, !Ref Key, alias/a]', ['Key', 'Stage'], ['IsProd']],
    ['!Sub {}', [], []],
    ['!Sub [{ A: !Ref Key }]', ['Key'], []],
    ['!Sub []', [], []],
    ['!If {}', [], []],
  ])('%s: parameters %j, conditions %j', async (value, parameters, conditions) => {
    const template = await readTemplate(around(value), 'AWS::SageMaker::EndpointConfig');
    const raw = memberOf(memberOf(template.root['Resources'], 'Config'), 'Value');
    const found = dependenciesOf(raw, template);
    expect([...found.parameters].toSorted()).toEqual(parameters);
    expect([...found.conditions]).toEqual(conditions);
  });
});
