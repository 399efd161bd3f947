import { describe, expect, it } from 'vitest';
import {
  allResources,
  loopsAround,
  type Path,
  type ResourceView,
  readTemplate,
  resourcesOfType,
} from '../../../src/template/index.js';
import { STACK, TYPE, views } from './scenarios.js';

describe('a definition', () => {
  const parts = {
    Mappings: { M: { a: { b: 'c' } }, N: {} },
    Conditions: {
      C: { Condition: 'D' },
      D: { 'Fn::Equals': [{ 'Fn::FindInMap': ['M', 'a', 'b'] }, 'c'] },
      E: {},
    },
  };
  const thing = { Type: TYPE, Condition: 'C', Properties: { V: { Ref: 'P' }, W: [1] } };
  const define = async (template: object) => (await views(template))[0]?.definition().text;

  it.each<[string, object, boolean]>([
    [
      'the order of members',
      { ...parts, Resources: { T: { Properties: { W: [1], V: { Ref: 'P' } }, Condition: 'C', Type: TYPE } } },
      true,
    ],
    [
      'metadata and dependencies',
      { ...parts, Resources: { T: { ...thing, Metadata: {}, DependsOn: 'X' } } },
      true,
    ],
    [
      'what it does not draw on',
      {
        ...parts,
        Mappings: { ...parts.Mappings, N: { x: {} } },
        Outputs: {},
        Resources: { T: thing, U: {} },
      },
      true,
    ],
    ['a property', { ...parts, Resources: { T: { ...thing, Properties: { V: 1 } } } }, false],
    [
      'a condition behind its condition',
      { ...parts, Conditions: { ...parts.Conditions, D: {} }, Resources: { T: thing } },
      false,
    ],
    ['a mapping behind that', { ...parts, Mappings: { M: {} }, Resources: { T: thing } }, false],
    ['a macro', { ...parts, Transform: 'Mine', Resources: { T: thing } }, false],
  ])('with regard to %s', async (_name, template, same) => {
    expect((await define(template)) === (await define({ ...parts, Resources: { T: thing } }))).toBe(same);
  });

  it('of a loop has the loop item in it', async () => {
    const loop = (items: string[]) => ({
      Resources: { 'Fn::ForEach::L': ['N', items, { 'R${N}': { Type: TYPE, Properties: { V: '${N}' } } }] },
    });
    const [a, b] = await views(loop(['a', 'b']));
    const [again] = await views(loop(['a']));
    expect(a?.definition().text).toBe(again?.definition().text);
    expect(a?.definition().text).not.toBe(b?.definition().text);
  });
});

describe('a definition changes with what it draws on', () => {
  const text = async (template: object) => (await views(template))[0]?.definition().text;
  const thing = (Properties: object, more: object = {}) => ({ T: { Type: TYPE, Properties, ...more } });
  const P = { Type: 'String', AllowedValues: ['alias/k'] };
  const sections = { Parameters: { P }, Resources: thing({ V: { Ref: 'P' } }) };
  const inText = { Parameters: { P }, Resources: thing({ V: { 'Fn::Sub': 'x-${ P }' } }) };
  const inCondition = {
    ...sections,
    Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'a'] } },
    Resources: thing({ V: { 'Fn::If': ['C', 1, 2] } }),
  };
  const loop = (list: unknown) => ({
    'Fn::ForEach::L': ['I', list, { 'T${I}': { Type: TYPE, Properties: { V: { Ref: '${I}' } } } }],
  });

  const openLoop = (condition: object, name = 'Is${I}') => ({
    Parameters: { L: { Type: 'CommaDelimitedList' } },
    Conditions: { 'Fn::ForEach::L': ['I', { Ref: 'L' }, { [name]: condition }] },
    Resources: thing({}, { Condition: 'Isx' }),
  });
  const plainLoop = {
    'Fn::ForEach::L': ['I', { Ref: 'L' }, { 'T${I}': { Type: TYPE, Properties: { V: 1 } } }],
  };

  it.each<[string, object, object, same: boolean]>([
    ['allowed values', sections, { Parameters: { P: { ...P, AllowedValues: [''] } } }, false],
    ['a default', sections, { Parameters: { P: { ...P, Default: 'alias/k' } } }, false],
    ['a type', sections, { Parameters: { P: { ...P, Type: 'AWS::SSM::Parameter::Value<String>' } } }, false],
    [
      'a remark',
      sections,
      { Parameters: { P: { ...P, Description: 'd', ConstraintDescription: 'c' } } },
      true,
    ],
    ['another parameter', sections, { Parameters: { P, Q: {} } }, true],
    [
      'the order of parameters, of which any may be named',
      { Parameters: { L: { Type: 'CommaDelimitedList' }, P }, Resources: loop({ Ref: 'L' }) },
      { Parameters: { P, L: { Type: 'CommaDelimitedList' } } },
      true,
    ],
    [
      'the parameter of a loop whose items it does not use',
      { Parameters: { L: { Type: 'CommaDelimitedList' } }, Resources: plainLoop },
      { Parameters: { L: { Type: 'CommaDelimitedList', Default: 'a' } } },
      false,
    ],
    [
      'the parameter of a loop inside of one that is known',
      {
        Parameters: { L: { Type: 'CommaDelimitedList' } },
        Resources: { 'Fn::ForEach::O': ['O', ['a'], plainLoop] },
      },
      { Parameters: { L: { Type: 'CommaDelimitedList', Default: 'a' } } },
      false,
    ],
    [
      'any mapping, where its name is put together',
      {
        Mappings: { M: { a: { b: 1 } } },
        Resources: thing({ V: { 'Fn::FindInMap': [{ 'Fn::Sub': '${AWS::Region}' }, 'a', 'b'] } }),
      },
      { Mappings: { M: { a: { b: 2 } } } },
      false,
    ],
    [
      'another mapping, where its name is written',
      {
        Mappings: { M: { a: { b: 1 } }, N: {} },
        Resources: thing({ V: { 'Fn::FindInMap': ['M', 'a', 'b'] } }),
      },
      { Mappings: { M: { a: { b: 1 } }, N: { a: {} } } },
      true,
    ],
    [
      'any mapping, where its name is missing',
      { Mappings: { M: { a: { b: 1 } } }, Resources: thing({ V: { 'Fn::FindInMap': {} } }) },
      { Mappings: { M: { a: { b: 2 } } } },
      false,
    ],
    ['a transform without a name', { ...sections, Transform: 5 }, { Transform: 6 }, false],
    ['a macro beside the conditions', sections, { Conditions: { Transform: { Name: 'A' } } }, false],
    ['a macro beside the mappings', sections, { Mappings: { 'Fn::Transform': { Name: 'A' } } }, false],
    [
      'a resource that is named like one',
      { Resources: { ...thing({ V: 1 }), Transform: { Type: 'Other', Properties: { a: 1 } } } },
      { Resources: { ...thing({ V: 1 }), Transform: { Type: 'Other', Properties: { a: 2 } } } },
      true,
    ],
    [
      'the item of a condition that a loop writes',
      {
        Conditions: { 'Fn::ForEach::L': ['I', ['x'], { Same: { 'Fn::Equals': ['${I}', 'x'] } }] },
        Resources: thing({}, { Condition: 'Same' }),
      },
      { Conditions: { 'Fn::ForEach::L': ['I', ['y'], { Same: { 'Fn::Equals': ['${I}', 'x'] } }] } },
      false,
    ],
    ['a parameter in a text', inText, { Parameters: { P: { ...P, MinLength: 1 } } }, false],
    ['a parameter of a condition', inCondition, { Parameters: { P: { ...P, MinLength: 1 } } }, false],
    [
      'the form of an attribute',
      { Resources: thing({ V: { 'Fn::GetAtt': ['N', 'Outputs.Key'] } }) },
      { Resources: thing({ V: { 'Fn::GetAtt': 'N.Outputs.Key' } }) },
      true,
    ],
    [
      'the name of an attribute',
      { Resources: thing({ V: { 'Fn::GetAtt': ['N', 'Outputs.Key'] } }) },
      { Resources: thing({ V: { 'Fn::GetAtt': 'N.Outputs' } }) },
      false,
    ],
    ['a transform', sections, { Transform: 'AWS::LanguageExtensions' }, false],
    ['a second macro', { ...sections, Transform: ['A', 'B'] }, { Transform: ['A', 'C'] }, false],
    [
      'parameters of a macro',
      { ...sections, Transform: [{ Name: 'A', Parameters: { x: 1 } }] },
      { Transform: [{ Name: 'A', Parameters: { x: 2 } }] },
      false,
    ],
    [
      'a macro among the resources',
      { ...sections, Resources: { 'Fn::Transform': { Name: 'A' }, ...sections.Resources } },
      { Resources: { 'Fn::Transform': { Name: 'B' }, ...sections.Resources } },
      false,
    ],
    ['a macro beside its parameters', sections, { Parameters: { P, Transform: { Name: 'A' } } }, false],
    [
      'a macro in the resource',
      { Resources: thing({}, { Transform: { Name: 'A' } }) },
      { Resources: thing({}, { Transform: { Name: 'B' } }) },
      false,
    ],
    [
      'tags',
      { Resources: thing({ V: 1, Tags: [{ Key: 'a', Value: { Ref: 'P' } }] }) },
      { Parameters: { P }, Resources: thing({ V: 1 }) },
      true,
    ],
    ['tags further down', { Resources: thing({ V: { Tags: 1 } }) }, { Resources: thing({ V: {} }) }, false],
    [
      'the type of a resource that it refers to',
      { Resources: { ...thing({ V: { 'Fn::GetAtt': 'K.Arn' } }), K: { Type: 'AWS::KMS::Key' } } },
      { Resources: { ...thing({ V: { 'Fn::GetAtt': 'K.Arn' } }), K: { Type: 'Custom::Key' } } },
      false,
    ],
    [
      'the type of a resource in a text',
      { Resources: { ...thing({ V: { 'Fn::Sub': '${K.Arn}' } }), K: { Type: 'AWS::KMS::Key' } } },
      { Resources: { ...thing({ V: { 'Fn::Sub': '${K.Arn}' } }), K: { Type: 'Custom::Key' } } },
      false,
    ],
    [
      'properties of that resource',
      { Resources: { ...thing({ V: { Ref: 'K' } }), K: { Type: 'AWS::KMS::Key' } } },
      { Resources: { ...thing({ V: { Ref: 'K' } }), K: { Type: 'AWS::KMS::Key', Properties: { a: 1 } } } },
      true,
    ],
    ['other items of its loop', { Resources: loop(['a']) }, { Resources: loop(['a', 'b']) }, true],
    [
      'the parameter of its loop',
      { Parameters: { L: { Type: 'CommaDelimitedList' } }, Resources: loop({ Ref: 'L' }) },
      { Parameters: { L: { Type: 'CommaDelimitedList', Default: 'a' } } },
      false,
    ],
    [
      'any parameter that an item of its loop may name',
      { Parameters: { L: { Type: 'CommaDelimitedList' }, P }, Resources: loop({ Ref: 'L' }) },
      { Parameters: { L: { Type: 'CommaDelimitedList' }, P: { ...P, MinLength: 1 } } },
      false,
    ],
    [
      'a condition that a loop over an unknown list may write',
      openLoop({ 'Fn::Equals': ['a', 'a'] }),
      openLoop({ 'Fn::Equals': ['a', 'b'] }),
      false,
    ],
    [
      'another condition that such a loop may write',
      openLoop({ 'Fn::Equals': ['a', 'a'] }, 'Not${I}'),
      openLoop({ 'Fn::Equals': ['a', 'b'] }, 'Not${I}'),
      true,
    ],
    [
      'a parameter whose name is put together',
      { Parameters: { PQ: P }, Resources: thing({ V: { Ref: { 'Fn::Join': ['', ['P', 'Q']] } } }) },
      { Parameters: { PQ: { ...P, AllowedValues: [''] } } },
      false,
    ],
    [
      'a condition that a loop writes',
      {
        Conditions: { 'Fn::ForEach::L': ['I', ['x'], { 'Is${I}': { 'Fn::Equals': ['${I}', 'x'] } }] },
        Resources: thing({}, { Condition: 'Isx' }),
      },
      { Conditions: { 'Fn::ForEach::L': ['I', ['x'], { 'Is${I}': { 'Fn::Equals': ['${I}', 'y'] } }] } },
      false,
    ],
  ])('%s', async (_name, before, change, same) => {
    expect((await text({ ...before, ...change })) === (await text(before))).toBe(same);
  });

  it.each<[string, string, boolean]>([
    ['1.0', '1.0', true],
    ['1.0', '1.00', false],
    ['1.0', '"1.0"', false],
    ['1.0', '1', false],
  ])('a number: %s and %s', async (before, after, same) => {
    const written = (value: string) => `{"Resources":{"T":{"Type":"${TYPE}","Properties":{"V":${value}}}}}`;
    const texts = await Promise.all([before, after].map(async (value) => define(written(value))));
    expect(texts[0] === texts[1]).toBe(same);
  });

  it('a condition whose name some readers take for a number', async () => {
    const named = (side: string) =>
      `{"Conditions":{"1.0":{"Fn::Equals":["a","${side}"]}},` +
      `"Resources":{"T":{"Type":"${TYPE}","Properties":{"V":{"Fn::If":[1.0,1,2]}}}}}`;
    expect(await define(named('a'))).not.toBe(await define(named('b')));
  });

  async function define(template: string): Promise<string | undefined> {
    const found: readonly ResourceView[] = resourcesOfType(await readTemplate(template, TYPE), TYPE, STACK);
    return found[0]?.definition().text;
  }
});

describe('whether equal definitions may come to different properties', () => {
  const Parameters = {
    P: { Type: 'String', Default: 'x' },
    S: { Type: 'AWS::SSM::Parameter::Value<String>' },
  };
  const Resources = { K: { Type: 'AWS::KMS::Key' }, N: { Type: 'AWS::CloudFormation::Stack' } };
  const Conditions = { C: { 'Fn::Equals': [{ Ref: 'P' }, 'a'] }, D: { 'Fn::Equals': ['a', 'a'] } };

  interface Sections {
    readonly [section: string]: object | string | undefined;
    readonly Resources?: { readonly [name: string]: object; readonly T?: object };
  }
  const include = { 'Fn::Transform': { Name: 'AWS::Include' } };
  const never = { 'Fn::And': [{ Condition: 'D' }, { 'Fn::Equals': ['a', 'b'] }] };
  const find = { 'Fn::FindInMap': ['M', 'a', 'a'] };

  it.each<[string, unknown, Sections, boolean]>([
    ['a text', 'alias/k', {}, false],
    ['the region', { 'Fn::Sub': 'alias/${AWS::Region}' }, {}, false],
    ['a mapping by region', { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'a'] }, {}, false],
    ['a known condition', { 'Fn::If': ['D', 'a', 'b'] }, {}, false],
    ['a parameter', { Ref: 'P' }, {}, true],
    ['one in a text', { 'Fn::Sub': 'alias/${P}' }, {}, true],
    ['one of SSM', { Ref: 'S' }, {}, true],
    ['one in a condition', { 'Fn::If': ['C', 'a', 'b'] }, {}, true],
    ['an export', { 'Fn::ImportValue': 'x' }, {}, true],
    ['an output of another stack', { 'Fn::GetStackOutput': { StackName: 's', OutputName: 'o' } }, {}, true],
    ['a function that is not known', { 'Fn::Other': 'x' }, {}, true],
    ['a dynamic reference', '{{resolve:ssm:/key}}', {}, true],
    ['where notifications go', { 'Fn::Select': [0, { Ref: 'AWS::NotificationARNs' }] }, {}, true],
    ['a text that is put together', { 'Fn::Join': ['', ['a', { 'Fn::Base64': 'b' }]] }, {}, false],
    [
      'comparisons',
      { 'Fn::If': ['E', 'a', 'b'] },
      { Conditions: { E: { 'Fn::Not': [{ 'Fn::Or': [never, never] }] } } },
      false,
    ],
    ['another resource', { Ref: 'K' }, {}, true],
    ['an attribute of nothing', { 'Fn::GetAtt': ['Gone', 'Arn'] }, {}, true],
    [
      'an export in a condition',
      { 'Fn::If': ['X', 'a', 'b'] },
      { Conditions: { X: { 'Fn::Equals': [{ 'Fn::ImportValue': 'x' }, 'a'] } } },
      true,
    ],
    ['an output', { 'Fn::GetAtt': ['N', 'Outputs.Key'] }, {}, true],
    ['zones', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, {}, true],
    ['a macro inside', { 'Fn::Transform': { Name: 'A' } }, {}, true],
    ['a macro', 'alias/k', { Transform: 'A' }, true],
    ['an include', 'alias/k', { Transform: { Name: 'AWS::Include' } }, true],
    ['an include beside its siblings', { a: 1, ...include }, {}, true],
    ['an include beside the conditions', 'alias/k', { Conditions: include }, true],
    ['an include beside the mappings', 'alias/k', { Mappings: include }, true],
    ['an include beside the parameters', 'alias/k', { Parameters: { ...Parameters, ...include } }, true],
    ['an include in a mapping', find, { Mappings: { M: { ...include, a: { a: 1 } } } }, true],
    ['an include in the resource', 'alias/k', { Resources: { T: include } }, true],
    [
      'a resource that a loop over an unknown list may make',
      { Ref: 'Kx' },
      { Resources: { 'Fn::ForEach::L': ['I', { Ref: 'P' }, { 'K${I}': { Type: 'AWS::KMS::Key' } }] } },
      true,
    ],
    ['what AWS expands', 'alias/k', { Transform: 'AWS::LanguageExtensions' }, false],
  ])('%s', async (_name, V, sections, expected) => {
    const T = { Type: TYPE, Properties: { V, Tags: [{ Ref: 'P' }] } };
    const Mappings = { M: { 'eu-west-1': { a: 'alias/k' } } };
    const [view] = await views({
      Parameters,
      Conditions,
      Mappings,
      ...sections,
      Resources: { ...Resources, ...sections.Resources, T: { ...T, ...sections.Resources?.T } },
    });
    expect(view?.definition().mayVary).toBe(expected);
  });
});

it('a loop over what is no list may come to anything', async () => {
  // Its name must not begin like its type, which would count as a reference to it.
  const body = { 'R${I}': { Type: TYPE, Properties: { V: '${I}' } } };
  const [view] = await views({ Resources: { 'Fn::ForEach::L': ['I', 'x', body] } });
  expect(view?.definition().mayVary).toBe(true);
});

it('the type of a resource is a part of its definition', async () => {
  const define = async (Type: string) => {
    const template = await readTemplate(
      JSON.stringify({ Resources: { T: { Type, Properties: { V: 1 } } } }),
      '',
    );
    return allResources(template, STACK)[0]?.definition().text;
  };
  expect(await define('One')).toBe(await define('One'));
  expect(await define('One')).not.toBe(await define('Two'));
});

describe('the loops around a place', () => {
  const inner = { 'R${A}${B}': { Type: TYPE } };
  const root = {
    Resources: {
      'Fn::ForEach::O': ['A', ['1', '2'], { 'Fn::ForEach::I': ['B', { Ref: 'L' }, inner] }],
      'Fn::ForEach::None': 'x',
      T: { Type: TYPE, Properties: { V: ['a', ['b']] } },
    },
  };
  it.each<[Path, unknown[]]>([
    [
      ['Resources', 'Fn::ForEach::O', 2, 'Fn::ForEach::I', 2, 'R${A}${B}'],
      [['1', '2'], { Ref: 'L' }],
    ],
    [['Resources', 'Fn::ForEach::O', 2], [['1', '2']]],
    [['Resources', 'Fn::ForEach::None', 2, 'R'], []],
    [['Resources', 'T', 'Properties', 'V', 1, 0], []],
    [['Resources', 'Gone', 'Properties'], []],
    [[], []],
  ])('%j', (path, lists) => {
    expect(loopsAround(root, path)).toEqual(lists);
  });
});

describe('definitions of many resources', () => {
  const conditionOf = (names: readonly string[]) => ({
    'Fn::Or': names.map((name) => ({ 'Fn::Equals': [{ Ref: name }, 'a'] })),
  });
  const names = Array.from({ length: 500 }, (_, index) => `P${index}`);
  const Parameters = Object.fromEntries(names.map((name) => [name, { Type: 'String' }]));

  it.each([
    [500, false],
    [1200, true],
  ])('draw on one condition of many parameters: %i of them take too long: %s', async (count, tooLong) => {
    const Conditions = { C: conditionOf(names) };
    const found = await views({ Parameters, Conditions, Resources: many(count, { Condition: 'C' }) });
    const define = () => found.map((view) => view.definition().mayVary);
    if (tooLong) expect(define).toThrow('takes too long');
    else expect(new Set(define())).toEqual(new Set([true]));
  });

  it('may name any of many parameters', async () => {
    const texts = Array.from({ length: 40 }, (_, index) => `\${I}${index}`);
    const body = { 'T${I}': { Type: TYPE, Properties: { V: texts } } };
    const all = { ...many(2_000, {}), L: { Type: 'CommaDelimitedList' } };
    const [view] = await views({
      Parameters: all,
      Resources: { 'Fn::ForEach::L': ['I', { Ref: 'L' }, body] },
    });
    expect(view?.definition().mayVary).toBe(true);
  });

  it.each([
    ['few texts', 2_000, 1_000, 1, false],
    ['many texts', 2_000, 4_000, 1, true],
    ['few long texts', 2_000, 10, 25_600, false],
    ['more long texts', 2_000, 40, 25_600, true],
  ])('may name what loops leave open: %s', async (_name, open, count, length, tooLong) => {
    const body = Object.fromEntries(Array.from({ length: open }, (_, index) => [`Is\${I}${index}`, {}]));
    const texts = Array.from({ length: count }, () => 'x'.repeat(length));
    const [view] = await views({
      Parameters: { L: { Type: 'CommaDelimitedList' } },
      Conditions: { 'Fn::ForEach::L': ['I', { Ref: 'L' }, body] },
      Resources: { T: { Type: TYPE, Properties: { V: texts } } },
    });
    const define = () => view?.definition().mayVary;
    if (tooLong) expect(define).toThrow('takes too long');
    else expect(define()).toBe(false);
  });

  const many = (count: number, part: object) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`R${index}`, { Type: TYPE, ...part }]));

  it('draw on one large mapping, and can all be compared', async () => {
    const Mappings = { M: many(100, many(100, {})) };
    const Properties = { V: { 'Fn::FindInMap': ['M', 'R1', 'R2'] } };
    const found = await views({ Mappings, Resources: many(500, { Properties }) });
    expect(new Set(found.map((view) => view.definition().text)).size).toBe(1);
  });

  it('that draw on long chains are not compared for ever', async () => {
    const chain = Array.from({ length: 5_000 }, (_, index) => [
      `C${index}`,
      index === 0 ? { 'Fn::Equals': ['a', 'b'] } : { 'Fn::Not': [{ Condition: `C${index - 1}` }] },
    ]);
    const Resources = many(500, { Condition: 'C4999' });
    const found = await views({ Conditions: Object.fromEntries(chain), Resources });
    expect(found[0]?.definition().text).toBe(found[1]?.definition().text);
    expect(() => found.map((view) => view.definition())).toThrow('too long');
  });
});
