/** A macro of the user's own may still write what it reaches: its siblings, and all that is in them. */

import { describe, expect, it } from 'vitest';
import { Rest, Unknown, type ValueList, type ValueMap } from '../../../src/template/value.js';
import { alternatives, DEFAULTS, readable, STACK, TYPE, views } from './scenarios.js';

const MINE = { Name: 'AddKeys', Parameters: { Key: 'a' } };
const INCLUDE = { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } };
const calls: [string, object][] = [
  ['Fn::Transform', { 'Fn::Transform': MINE }],
  ['Transform', { Transform: MINE }],
];
const thing = { Type: TYPE, Properties: { V: 1, Inner: { W: [2] } } };

/** What is said of members that are missing: of the properties, of a map inside, of a list inside that. */
async function missing(template: object): Promise<(string | undefined)[]> {
  const [first] = await alternatives(template);
  const properties = first?.properties ?? {};
  const inner = properties['Inner'] as ValueMap;
  return [properties[Rest]?.reason, inner[Rest]?.reason, (inner['W'] as ValueList)[Rest]?.reason];
}

const everywhere = Array(3).fill('the macro AddKeys, which may still write it');
const nowhere = Array(3).fill(undefined);

describe.each(calls)('%s of the user', (_key, call) => {
  it.each<[string, object, unknown[]]>([
    ['at the top level', { ...call, Resources: { T: thing } }, everywhere],
    ['among the resources', { Resources: { ...call, T: thing } }, everywhere],
    [
      'in a loop of resources',
      { Resources: { 'Fn::ForEach::L': ['I', ['a'], { ...call }], T: thing } },
      everywhere,
    ],
    [
      'beside the resource',
      { Resources: { 'Fn::ForEach::L': ['I', ['a'], { ...call, T: thing }] } },
      everywhere,
    ],
    ['in the resource', { Resources: { T: { ...call, ...thing } } }, everywhere],
    [
      'in its properties',
      { Resources: { T: { ...thing, Properties: { ...call, ...thing.Properties } } } },
      everywhere,
    ],
    [
      'in a map inside',
      { Resources: { T: { ...thing, Properties: { V: 1, Inner: { ...call, W: [2] } } } } },
      [undefined, ...everywhere.slice(1)],
    ],
    ['in another resource', { Resources: { U: { Type: 'X', ...call }, T: thing } }, nowhere],
    ['beside the conditions', { Conditions: { ...call }, Resources: { T: thing } }, nowhere],
    ['among the outputs', { Outputs: { ...call }, Resources: { T: thing } }, nowhere],
  ])('%s', async (_name, template, expected) => {
    expect(await missing(template)).toEqual(expected);
  });

  const chosen = { Type: TYPE, Properties: { V: { 'Fn::If': ['C', 'a', 'b'] } } };
  const found = {
    Type: TYPE,
    Properties: { V: { 'Fn::FindInMap': ['M', 'a', 'b', { DefaultValue: 'd' }] } },
  };
  const given = { Type: TYPE, Properties: { V: { Ref: 'P' } } };
  const C = { 'Fn::Equals': ['a', 'a'] };
  const M = { a: { b: 'c' } };
  const P = { Type: 'String', AllowedValues: ['x'], MinLength: 1, Default: 'x' };

  it.each<[string, object, unknown[]]>([
    ['beside a condition', { Conditions: { ...call, C }, Resources: { T: chosen } }, ['a', 'b']],
    ['in a condition', { Conditions: { C: { ...call, ...C } }, Resources: { T: chosen } }, ['a', 'b']],
    ['alone in it', { Conditions: { C: call }, Resources: { T: chosen } }, ['a', 'b']],
    [
      'in an operand',
      { Conditions: { C: { 'Fn::Equals': [call, 'a'] } }, Resources: { T: chosen } },
      ['a', 'b'],
    ],
    [
      'in a condition that it names',
      {
        Conditions: { C: { 'Fn::Not': [{ Condition: 'D' }] }, D: { ...call, ...C } },
        Resources: { T: chosen },
      },
      ['b', 'a'],
    ],
    [
      'in a loop of conditions',
      { Conditions: { 'Fn::ForEach::L': ['I', ['C'], { ...call, '${I}': C }] }, Resources: { T: chosen } },
      ['a', 'b'],
    ],
    ['in another condition', { Conditions: { C, D: call }, Resources: { T: chosen } }, ['a']],
    ['beside a mapping', { Mappings: { ...call, M }, Resources: { T: found } }, ['<unknown>']],
    ['in a mapping', { Mappings: { M: { ...call, ...M } }, Resources: { T: found } }, ['<unknown>']],
    [
      'in its second level',
      { Mappings: { M: { a: { ...call, b: 'c' } } }, Resources: { T: found } },
      ['<unknown>'],
    ],
    ['in another mapping', { Mappings: { M, N: { ...call } }, Resources: { T: found } }, ['c']],
    ['beside a parameter', { Parameters: { ...call, P }, Resources: { T: given } }, ['<unknown>']],
    ['in a parameter', { Parameters: { P: { ...call, ...P } }, Resources: { T: given } }, ['<unknown>']],
    ['in another parameter', { Parameters: { P, Q: { ...call } }, Resources: { T: given } }, ['x']],
  ])('%s', async (_name, template, expected) => {
    expect((await alternatives(template)).map(({ properties }) => readable(properties['V']))).toEqual(
      expected,
    );
  });

  it('leaves a parameter the value that is passed, and takes its default away', async () => {
    const template = { Parameters: { ...call, P }, Resources: { T: given } };
    const passed = { ...STACK, parameters: { values: { P: 'x' }, useDefaults: true } };
    expect((await alternatives(template, passed))[0]?.properties['V']).toBe('x');
    expect((await alternatives(template, DEFAULTS))[0]?.properties['V']).toMatchObject({
      reason: 'the parameter P, which the macro AddKeys may still redefine',
      parameter: 'P',
    });
  });
});

describe('a macro for the whole template', () => {
  it.each<[string, unknown]>([
    ['in the section', 'AddKeys'],
    ['with parameters', MINE],
    ['behind those of AWS', ['AWS::LanguageExtensions', MINE]],
  ])('%s', async (_name, Transform) => {
    expect(await missing({ Transform, Resources: { T: thing } })).toEqual(everywhere);
  });

  it('may add the row of a mapping that an unknown key asks for', async () => {
    const found = {
      Type: TYPE,
      Properties: {
        V: { 'Fn::FindInMap': ['M', { Ref: 'P' }, 'b'] },
        W: { 'Fn::FindInMap': ['M', 'a', 'b'] },
      },
    };
    const [only, ...others] = await alternatives({
      Transform: 'Mine',
      Parameters: { P: { Type: 'String' } },
      Mappings: { M: { a: { b: 'c' } } },
      Resources: { T: found },
    });
    expect(readable(only?.properties['V'])).toBe('<unknown>');
    expect([only?.properties['W'], others]).toEqual(['c', []]);
  });

  it('leaves what is written as it is', async () => {
    const Conditions = { C: { 'Fn::Equals': ['a', 'a'] } };
    const V = { 'Fn::If': ['C', 'a', 'b'] };
    const [only, ...others] = await alternatives({
      Transform: 'Mine',
      Conditions,
      Resources: { T: { Type: TYPE, Properties: { V } } },
    });
    expect([only?.properties['V'], others]).toEqual(['a', []]);
  });
});

describe('AWS::Include', () => {
  it.each<[string, object, unknown[]]>([
    [
      'in the properties',
      { ...thing, Properties: { 'Fn::Transform': INCLUDE, ...thing.Properties } },
      [true, false, false],
    ],
    [
      'in its short form',
      { ...thing, Properties: { Transform: INCLUDE, ...thing.Properties } },
      [true, false, false],
    ],
    ['in the resource', { ...thing, 'Fn::Transform': INCLUDE }, [true, false, false]],
    [
      'in a map inside',
      { ...thing, Properties: { V: 1, Inner: { 'Fn::Transform': INCLUDE, W: [2] } } },
      [false, true, false],
    ],
  ])('%s adds members there, and nowhere else', async (_name, T, expected) => {
    expect(await missing({ Resources: { T } })).toEqual(
      expected.map((is) => (is ? 'AWS::Include, which may still write it' : undefined)),
    );
  });

  it('leaves conditions and mappings as they are, and may add others', async () => {
    const template = (section: object) => ({
      Conditions: { 'Fn::Transform': INCLUDE, C: { 'Fn::Equals': [1, 1] } },
      Mappings: { 'Fn::Transform': INCLUDE, M: { a: { b: 'c' } } },
      Resources: { T: { Type: TYPE, Properties: section } },
    });
    const values = async (V: unknown) =>
      (await alternatives(template({ V }))).map(({ properties }) => readable(properties['V']));
    expect(await values({ 'Fn::If': ['C', 'a', 'b'] })).toEqual(['a']);
    expect(await values({ 'Fn::If': ['D', 'a', 'b'] })).toEqual(['a', 'b']);
    expect(await values({ 'Fn::FindInMap': ['M', 'a', 'b'] })).toEqual(['c']);
    expect(await values({ 'Fn::FindInMap': ['M', 'a', 'x'] })).toEqual(['<unknown>']);
  });
});

describe('what is only named Transform', () => {
  it.each<[string, object, unknown]>([
    ['a resource', { Resources: { Transform: thing } }, 1],
    [
      'a parameter',
      {
        Parameters: { Transform: { Type: 'String', AllowedValues: ['x'] } },
        Resources: { T: { Type: TYPE, Properties: { V: { Ref: 'Transform' } } } },
      },
      'x',
    ],
    [
      'a key of a mapping',
      {
        Mappings: { M: { Transform: { b: 'c' } } },
        Resources: { T: { Type: TYPE, Properties: { V: { 'Fn::FindInMap': ['M', 'Transform', 'b'] } } } },
      },
      'c',
    ],
  ])('%s', async (_name, template, expected) => {
    const [first] = await alternatives(template);
    expect(first?.properties['V']).toBe(expected);
    expect(first?.properties[Rest]).toBeUndefined();
  });
});

describe('a value that a macro writes', () => {
  it.each<[string, unknown, string]>([
    ['of the user', { 'Fn::Transform': MINE }, 'the macro AddKeys, which may still write it'],
    ['an include', { 'Fn::Transform': INCLUDE }, 'AWS::Include, which may still write it'],
    [
      'without a name',
      { 'Fn::Transform': {} },
      'a transform whose name is not a string, which may still write it',
    ],
  ])('%s', async (_name, V, reason) => {
    const [first] = await alternatives({ Resources: { T: { Type: TYPE, Properties: { V } } } });
    expect(first?.properties['V']).toBeInstanceOf(Unknown);
    expect(first?.properties['V']).toMatchObject({ reason, set: false });
  });
});

it('a macro among the resources of a long YAML template is seen in its short form too', async () => {
  const text = `Resources:\n  Transform:\n    Name: AddKeys\n  T:\n    Type: ${TYPE}\n# ${'-'.repeat(70_000)}\n`;
  const [view] = await views(text);
  const [first] = [...(view?.alternatives() ?? [])];
  expect(first?.properties[Rest]?.reason).toBe(everywhere[0]);
});
