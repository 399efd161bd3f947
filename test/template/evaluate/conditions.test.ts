import { describe, expect, it } from 'vitest';
import { Rest } from '../../../src/template/value.js';
import { alternatives, outcomes, STACK, TYPE, views } from './scenarios.js';

const Parameters = {
  Env: { Type: 'String' },
  Key: { Type: 'String' },
  Full: { Type: 'String', MinLength: 1 },
  Ids: { Type: 'List<AWS::EC2::Subnet::Id>' },
  Ssm: { Type: 'AWS::SSM::Parameter::Value<String>' },
};
const ifNot = (name: string) => ({ 'Fn::If': [name, 'yes', 'no'] });

/** The values of `Fn::If` on a condition C beside helpers, in order of the scenarios. */
async function decide(condition: unknown, extra: object = {}): Promise<unknown[]> {
  return outcomes(ifNot('C'), { Parameters, Conditions: { C: condition, ...extra } });
}

describe('conditions', () => {
  it.each<[string, unknown, unknown[]]>([
    ['numbers and booleans compare as strings', { 'Fn::Equals': [1, '1'] }, ['yes']],
    ['booleans too', { 'Fn::Equals': [true, 'true'] }, ['yes']],
    ['case counts', { 'Fn::Equals': ['A', 'a'] }, ['no']],
    ['lists by content', { 'Fn::Equals': [['a'], ['a']] }, ['yes']],
    ['a pseudo parameter is known', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }, ['yes']],
    ['an unknown parameter is tried both ways', { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] }, ['yes', 'no']],
    ['on either side', { 'Fn::Equals': ['prod', { Ref: 'Env' }] }, ['yes', 'no']],
    ['two unknowns are tried both ways', { 'Fn::Equals': [{ Ref: 'Env' }, { Ref: 'Key' }] }, ['yes', 'no']],
    ['what cannot be empty is not', { 'Fn::Equals': [{ Ref: 'Full' }, ''] }, ['no']],
    ['but may be any text', { 'Fn::Equals': [{ Ref: 'Full' }, 'a'] }, ['yes', 'no']],
    ['what can be empty may be', { 'Fn::Equals': [{ Ref: 'Env' }, ''] }, ['yes', 'no']],
    [
      'two that cannot be empty may differ',
      { 'Fn::Equals': [{ Ref: 'Full' }, { Ref: 'Env' }] },
      ['yes', 'no'],
    ],
    ['nor is a text with something in it', { 'Fn::Equals': ['', { 'Fn::Sub': 'a${Env}' }] }, ['no']],
    ['a list joined may be', { 'Fn::Equals': [{ 'Fn::Join': ['', { Ref: 'Ids' }] }, ''] }, ['yes', 'no']],
    [
      'false settles And',
      { 'Fn::And': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Equals': [{ Ref: 'Env' }, 'x'] }] },
      ['no'],
    ],
    [
      'false settles And behind an unknown',
      { 'Fn::And': [{ 'Fn::Equals': [{ Ref: 'Env' }, 'x'] }, { 'Fn::Equals': ['a', 'b'] }] },
      ['no', 'no'],
    ],
    [
      'true settles Or',
      { 'Fn::Or': [{ 'Fn::Equals': ['a', 'a'] }, { 'Fn::Equals': [{ Ref: 'Env' }, 'x'] }] },
      ['yes'],
    ],
    ['Not', { 'Fn::Not': [{ 'Fn::Equals': ['a', 'a'] }] }, ['no']],
    ['a literal', 'true', ['yes']],
    ['a function that says so', { 'Fn::Sub': 'false' }, ['no']],
    ['what is neither is tried both ways', { 'Fn::Made': [] }, ['yes', 'no']],
    ['operands that are no list', { 'Fn::And': 'x' }, ['yes', 'no']],
  ])('%s', async (_name, condition, expected) => {
    expect(await decide(condition)).toEqual(expected);
  });

  it('are consistent within a scenario', async () => {
    const Conditions = {
      IsProd: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] },
      IsDev: { 'Fn::Equals': [{ Ref: 'Env' }, 'dev'] },
      NotProd: { 'Fn::Not': [{ Condition: 'IsProd' }] },
      Same: { 'Fn::Equals': [{ 'Fn::Sub': '${Env}' }, 'q'] },
      SameAgain: { 'Fn::Equals': [{ 'Fn::Sub': '${Env}' }, 'q'] },
    };
    const both = (a: string, b: string) => ({ 'Fn::If': [a, { 'Fn::If': [b, 'both', a] }, 'neither'] });
    expect(await outcomes(both('IsProd', 'NotProd'), { Parameters, Conditions })).toEqual([
      'IsProd',
      'neither',
    ]);
    expect(await outcomes(both('IsProd', 'IsDev'), { Parameters, Conditions })).toEqual([
      'IsProd',
      'neither',
    ]);
    expect(await outcomes(both('Same', 'SameAgain'), { Parameters, Conditions })).toEqual([
      'both',
      'neither',
    ]);
  });

  it('tell a parameter what it is, and what it is not', async () => {
    const Conditions = { HasKey: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Key' }, ''] }] } };
    const key = { 'Fn::If': ['HasKey', { Ref: 'Key' }, { Ref: 'Key' }] };
    expect(await outcomes(key, { Parameters, Conditions })).toEqual(['', '<set>']);
  });

  it('say what each alternative assumes', async () => {
    const template = {
      Parameters: { ...Parameters, Size: { Type: 'String', AllowedValues: ['s', 'l'] } },
      Conditions: { C: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } },
      Resources: { T: { Type: TYPE, Properties: { A: ifNot('C'), B: { Ref: 'Size' }, C: ifNot('Gone') } } },
    };
    const assumed = (await alternatives(template)).map(({ assuming }) => assuming.join(', '));
    expect(assumed).toHaveLength(8);
    expect(assumed[0]).toBe('parameter Env is "prod", parameter Size is "s", condition Gone is true');
    expect(assumed[7]).toBe('parameter Env is not "prod", parameter Size is "l", condition Gone is false');
  });

  it.each<[string, unknown, string[]]>([
    [
      'two unknowns',
      { 'Fn::Equals': [{ Ref: 'Env' }, { Ref: 'Key' }] },
      ['the condition at Conditions.C.Fn::Equals'],
    ],
    [
      'an export called like a parameter',
      { 'Fn::Equals': [{ 'Fn::ImportValue': 'Env' }, 'x'] },
      ['the condition at Conditions.C.Fn::Equals'],
    ],
    ['a resource', { 'Fn::Equals': [{ Ref: 'T' }, 'x'] }, ['the condition at Conditions.C.Fn::Equals']],
    [
      'a parameter of SSM',
      { 'Fn::Equals': [{ Ref: 'Ssm' }, 'x'] },
      ['the condition at Conditions.C.Fn::Equals'],
    ],
    [
      'a call that is malformed',
      { 'Fn::Equals': [{ Ref: ['T'] }, 'x'] },
      ['the condition at Conditions.C.Fn::Equals'],
    ],
    ['a parameter', { 'Fn::Equals': ['x', { Ref: 'Env' }] }, ['parameter Env']],
    [
      'an operand',
      { 'Fn::Or': [{ 'Fn::Made': 1 }, 'no'] },
      ['the condition at Conditions.C.Fn::Or[0]', 'the condition at Conditions.C.Fn::Or[1]'],
    ],
    ['an operand of And', { 'Fn::And': [{ 'Fn::Made': 1 }] }, ['the condition at Conditions.C.Fn::And[0]']],
    ['an operand of Not', { 'Fn::Not': [{ 'Fn::Made': 1 }] }, ['the condition at Conditions.C.Fn::Not[0]']],
    ['what is neither', 'maybe', ['the condition at Conditions.C']],
    [
      'a key on the left',
      { 'Fn::Equals': [{ 'Fn::FindInMap': ['M', 'a', { 'Fn::Sub': '${Env}' }] }, 'x'] },
      ['the key at Conditions.C.Fn::Equals[0].Fn::FindInMap[2]'],
    ],
    [
      'a key on the right',
      { 'Fn::Equals': ['x', { 'Fn::FindInMap': ['M', 'a', { 'Fn::Sub': '${Env}' }] }] },
      ['the key at Conditions.C.Fn::Equals[1].Fn::FindInMap[2]'],
    ],
  ])('say what is asked of %s, and where', async (_name, condition, questions) => {
    const template = {
      ...{ Parameters, Mappings: { M: { a: { b: 'x', c: 'y' } } }, Conditions: { C: condition } },
      Resources: { T: { Type: TYPE, Condition: 'C' } },
    };
    const asked = (await alternatives(template)).flatMap(({ assuming }) =>
      assuming.map((clause) => clause.replace(/ is (not )?[^ ]+$/, '')),
    );
    expect([...new Set(asked)]).toEqual(questions);
  });

  it('without a name are called by their place', async () => {
    const template = {
      Parameters,
      Resources: {
        T: { Type: TYPE, Properties: { A: { 'Fn::If': [['x'], { 'Fn::If': [{ Ref: 'Env' }, 1, 2] }, 3] } } },
      },
    };
    const place = 'Resources.T.Properties.A.Fn::If';
    expect((await alternatives(template)).map(({ assuming }) => assuming)).toEqual([
      [`condition ${place}[0] is true`, `condition ${place}[1].Fn::If[0] is true`],
      [`condition ${place}[0] is true`, `condition ${place}[1].Fn::If[0] is false`],
      [`condition ${place}[0] is false`],
    ]);
  });

  it('that a loop writes are asked for one by one', async () => {
    const condition = { 'Fn::Equals': [{ 'Fn::Sub': '${N}${Env}' }, 'x'] };
    const Conditions = { 'Fn::ForEach::C': ['N', ['a', 'b'], { 'Is${N}': condition }] };
    const both = { 'Fn::If': ['Isa', { 'Fn::If': ['Isb', 'ab', 'a'] }, { 'Fn::If': ['Isb', 'b', 'none'] }] };
    expect(await outcomes(both, { Parameters, Conditions })).toEqual(['ab', 'a', 'b', 'none']);
  });

  it('that refer to one another in a circle are an error that names them', async () => {
    const Conditions = { C: { 'Fn::Not': [{ Condition: 'D' }] }, D: { Condition: 'C' } };
    await expect(outcomes(ifNot('C'), { Conditions })).rejects.toMatchObject({
      name: 'TemplateError',
      message: 'Conditions refer to one another in a circle: C -> D -> C',
    });
    const behind = { ...Conditions, B: { Condition: 'D' }, A: { Condition: 'B' } };
    await expect(outcomes(ifNot('A'), { Conditions: behind })).rejects.toMatchObject({
      message: 'Conditions refer to one another in a circle: D -> C -> D',
    });
  });

  it('decide whether a resource is there', async () => {
    const at = (condition: unknown) => ({
      Parameters,
      Conditions: { C: condition },
      Resources: { T: { Type: TYPE, Condition: 'C' } },
    });
    const there = async (condition: unknown) =>
      (await alternatives(at(condition))).map(({ exists }) => exists);
    expect(await there({ 'Fn::Equals': ['a', 'a'] })).toEqual([true]);
    expect(await there({ 'Fn::Equals': ['a', 'b'] })).toEqual([false]);
    expect(await there({ 'Fn::Equals': [{ Ref: 'Env' }, 'b'] })).toEqual([true, false]);
  });

  it('make no scenarios where they do not matter', async () => {
    const { resourcesOfType, readTemplate } = await import('../../../src/template/index.js');
    const template = await readTemplate(
      JSON.stringify({
        Parameters,
        Resources: {
          T: { Type: TYPE, Properties: { A: 'a', Tags: ifNot('X'), L: [{ B: ifNot('Y'), C: 1 }] } },
        },
      }),
      TYPE,
    );
    const [view] = resourcesOfType(template, TYPE, STACK);
    const all = [...(view?.alternatives({ A: true, L: { C: true } }) ?? [])];
    expect(all).toHaveLength(1);
    expect(all[0]?.properties).toMatchObject({
      A: 'a',
      L: [{ C: 1 }],
      Tags: { reason: 'a member that was not asked for', path: [], set: false },
    });
  });

  it('that combine in too many ways end in an alternative that knows nothing', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `C${index}`);
    const template = {
      Parameters,
      Resources: {
        T: { Type: TYPE, Properties: Object.fromEntries(names.map((name) => [name, ifNot(name)])) },
      },
    };
    const [view] = await views(template);
    const all = [...(view?.alternatives() ?? [])];
    expect(all).toHaveLength(513);
    const [last] = all.slice(-1);
    expect(last).toMatchObject({ exists: true, properties: {}, assuming: [] });
    expect(last?.properties[Rest]).toMatchObject({
      reason: 'more than 512 combinations of its conditions and parameters',
      path: ['Resources', 'T'],
    });
  });

  it('that is false leaves nothing of the resource, whatever it hangs on', async () => {
    const T = { Type: TYPE, Condition: ['x'], Properties: { A: ifNot('C') } };
    const all = await alternatives({ Resources: { T } });
    expect(all).toEqual([
      {
        exists: true,
        properties: { A: 'yes' },
        assuming: ['condition Resources.T.Condition is true', 'condition C is true'],
      },
      {
        exists: true,
        properties: { A: 'no' },
        assuming: ['condition Resources.T.Condition is true', 'condition C is false'],
      },
      { exists: false, properties: {}, assuming: ['condition Resources.T.Condition is false'] },
    ]);
  });
});

describe('a chain of conditions', () => {
  const equals = { 'Fn::Equals': [{ Ref: 'Env' }, 'a'] };
  const chain = (length: number, link: (name: string, before: string) => unknown, first: unknown = equals) =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `D${index}`,
        index === 0 ? first : link(`D${index}`, `D${index - 1}`),
      ]),
    );
  const not = (_name: string, before: string) => ({ 'Fn::Not': [{ Condition: before }] });
  const byIf = (_name: string, before: string) => ({ 'Fn::Equals': [{ 'Fn::If': [before, 'x', 'y'] }, 'x'] });
  const both = (name: string, before: string) => {
    const second = `D${Math.max(0, Number(name.slice(1)) - 2)}`;
    return {
      'Fn::Or': [{ 'Fn::And': [{ Condition: before }, { Condition: second }] }, { Condition: second }],
    };
  };
  const deep = (_name: string, before: string) =>
    Array.from({ length: 50 }).reduce<unknown>((inner) => ({ 'Fn::And': [inner] }), { Condition: before });

  it.each<[string, object, string, unknown[]]>([
    ['of 64', chain(64, not), 'D63', ['no', 'yes']],
    ['of 5,000', chain(5_000, not), 'D4999', ['no', 'yes']],
    ['of 5,000, by Fn::If', chain(5_000, byIf), 'D4999', ['yes', 'no']],
    ['that branches', chain(1_000, both), 'D999', ['yes', 'no']],
    ['of deep ones', chain(40, deep), 'D39', ['yes', 'no']],
    ['that is known', chain(5_001, not, { 'Fn::Equals': ['a', 'a'] }), 'D5000', ['yes']],
  ])('%s', async (_name, Conditions, last, expected) => {
    expect(await outcomes(ifNot(last), { Parameters, Conditions })).toEqual(expected);
  });

  it('stops where a condition before it settles the matter', async () => {
    const Conditions = {
      ...chain(100, not),
      C: { 'Fn::Or': [{ 'Fn::Equals': [1, 1] }, { Condition: 'D99' }] },
    };
    expect(await outcomes(ifNot('C'), { Parameters, Conditions })).toEqual(['yes']);
  });

  it.each<[number, RegExp]>([
    [1, /circle: D0 -> D0$/],
    [9, /circle: D8 -> (D\d -> ){8}D8$/],
    [19, /circle: D18 -> (D\d+ -> ){18}D18$/],
    [20, /circle: D19 -> (D\d+ -> ){9}\.\.\. -> D7 -> (D\d -> ){7}D19$/],
    [5_000, /circle: D4999 -> (D49\d\d -> ){9}\.\.\. -> D7 -> (D\d -> ){7}D4999$/],
  ])('of %d that end where they begin is a circle', async (length, message) => {
    const last = `D${length - 1}`;
    const Conditions = chain(length, not, { Condition: last });
    await expect(outcomes(ifNot(last), { Parameters, Conditions })).rejects.toThrow(message);
  });

  it('has a definition', async () => {
    const define = async (first: unknown) => {
      const Conditions = chain(5_000, not, first);
      const [view] = await views({ Conditions, Resources: { T: { Type: TYPE, Condition: 'D4999' } } });
      return view?.definition().text;
    };
    expect(await define(equals)).toBe(await define(equals));
    expect(await define(equals)).not.toBe(await define({ 'Fn::Equals': [{ Ref: 'Env' }, 'b'] }));
  });
});
