import { describe, expect, it } from 'vitest';
import { Unknown } from '../../../src/template/value.js';
import { alternatives, STACK, TYPE } from './scenarios.js';

const Parameters = {
  Free: { Type: 'String' },
  Stage: { Type: 'String', AllowedValues: ['dev', 'prod'] },
  Names: { Type: 'CommaDelimitedList' },
};
const Mappings = {
  Keys: {
    eu: { dev: 'alias/dev', prod: 'alias/prod', none: null, '${N}': '${N}', 7: 'seven' },
    us: { dev: 'alias/us' },
    text: 'x',
  },
};
const at = ['Resources', 'T', 'Properties', 'V', 'Fn::FindInMap'];

/** What a look-up comes to in each scenario: a value, or the reason and the place; and what is assumed there. */
async function found(argument: unknown, sections: object = {}, context = STACK): Promise<unknown[]> {
  const all = await alternatives(
    {
      ...{ Parameters, Mappings },
      ...sections,
      Resources: { T: { Type: TYPE, Properties: { V: { 'Fn::FindInMap': argument } } } },
    },
    context,
  );
  return all.map(({ properties: { V }, assuming }) => [
    V instanceof Unknown ? [V.reason, V.path.slice(at.length)] : V,
    assuming.join(', '),
  ]);
}

const include = { 'Fn::Transform': { Name: 'AWS::Include' } };
const loop = { 'Fn::ForEach::L': ['N', ['a'], { '${N}': {} }] };
const completed = 'the mapping Keys, which a transform may still complete';

describe('Fn::FindInMap', () => {
  it.each<[string, unknown, unknown]>([
    ['a value', ['Keys', 'eu', 'dev'], 'alias/dev'],
    ['a key that is a number', ['Keys', 'eu', 7], 'seven'],
    ['a value in which an item of a loop would stand', ['Keys', 'eu', '${N}'], '${N}'],
    ['no mapping', [], [`Fn::FindInMap at ${at.join('.')}, which does not name a mapping`, []]],
    ['no list', 'Keys', [`Fn::FindInMap at ${at.join('.')}, which does not name a mapping`, []]],
    [
      'a mapping that is not known',
      [{ Ref: 'Free' }, 'eu', 'dev'],
      ['the parameter Free, which has no known value yet', [0, 'Ref']],
    ],
    [
      'a mapping that is not there',
      ['None', 'eu', 'dev'],
      ['the mapping None, which is not in this template', []],
    ],
    [
      'a first key that is not there',
      ['Keys', 'ap', 'dev'],
      ['the mapping Keys, which does not have the keys', []],
    ],
    [
      'a second key that is not there',
      ['Keys', 'us', 'prod'],
      ['the mapping Keys, which does not have the keys', []],
    ],
    [
      'a first key of a text',
      ['Keys', 'text', 'length'],
      ['the mapping Keys, which does not have the keys', []],
    ],
    [
      'a key that is no text',
      ['Keys', ['eu'], 'dev'],
      ['the mapping Keys, which does not have the keys', []],
    ],
    ['a value that is null', ['Keys', 'eu', 'none'], ['the mapping Keys, which does not have the keys', []]],
    ['a default where the value is null', ['Keys', 'eu', 'none', { DefaultValue: 'd' }], 'd'],
    ['a default of a mapping that is not there', ['None', 'eu', 'dev', { DefaultValue: 'd' }], 'd'],
    ['a default that is not needed', ['Keys', 'eu', 'dev', { DefaultValue: 'd' }], 'alias/dev'],
    [
      'a default that is not known',
      ['Keys', 'ap', 'dev', { DefaultValue: { Ref: 'Free' } }],
      ['the parameter Free, which has no known value yet', [3, 'DefaultValue', 'Ref']],
    ],
  ])('%s', async (_, argument, expected) => {
    expect(await found(argument)).toEqual([[expected, '']]);
  });

  it.each<[string, unknown, unknown[]]>([
    [
      'of a parameter',
      ['Keys', { Ref: 'Stage' }, 'x'],
      [
        [['the mapping Keys, which does not have the keys', []], 'parameter Stage is "dev"'],
        [['the mapping Keys, which does not have the keys', []], 'parameter Stage is "prod"'],
      ],
    ],
    ['of a parameter of which nothing is known', ['Keys', 'us', { Ref: 'Free' }], [['alias/us', '']]],
    [
      'of a pseudo parameter',
      ['Keys', 'us', { Ref: 'AWS::StackName' }],
      [[['the mapping Keys, which does not have the keys', []], '']],
    ],
    [
      'that is put together',
      ['Few', 'a', { 'Fn::Sub': '${Free}' }],
      [
        ['x', `the key at ${at.join('.')}[2] is "b"`],
        ['y', `the key at ${at.join('.')}[2] is "c"`],
      ],
    ],
    [
      'that is perhaps none, with a default',
      ['Few', 'a', { Ref: 'Free' }, { DefaultValue: 'd' }],
      [
        ['d', 'parameter Free is none of the keys there'],
        ['x', 'parameter Free is one of the keys there, parameter Free is "b"'],
        ['y', 'parameter Free is one of the keys there, parameter Free is "c"'],
      ],
    ],
    [
      'of a map without keys',
      ['Few', 'empty', { Ref: 'Free' }],
      [[['the mapping Few, which does not have the keys', []], '']],
    ],
  ])('tries a key %s', async (_, argument, expected) => {
    const sections = { Mappings: { ...Mappings, Few: { a: { b: 'x', c: 'y' }, empty: {} } } };
    expect(await found(argument, sections)).toEqual(expected);
  });

  it.each<[string, object]>([
    ['a macro', { Transform: 'Mine' }],
    ['an include', { Transform: { Name: 'AWS::Include' } }],
    ['an include among the mappings', { Mappings: { ...include, ...Mappings } }],
    ['a loop among the mappings', { Mappings: { ...loop, ...Mappings } }],
  ])('leaves open what is not there to %s', async (_, sections) => {
    const none = 'the mapping None, which a transform may still complete';
    expect(await found(['Keys', 'eu', 'dev'], sections)).toEqual([['alias/dev', '']]);
    for (const more of [[], [{ DefaultValue: 'd' }]]) {
      expect(await found(['None', 'eu', 'dev', ...more], sections)).toEqual([[[none, []], '']]);
      expect(await found(['Keys', 'ap', 'dev', ...more], sections)).toEqual([[[completed, []], '']]);
      expect(await found(['Keys', 'us', { Ref: 'Free' }, ...more], sections)).toEqual([
        [[completed, []], ''],
      ]);
    }
  });

  it.each<[string, object, object]>([
    ['an include in the mapping', include, {}],
    ['a loop in the mapping', loop, {}],
    ['an include in its second level', {}, include],
    ['a loop in its second level', {}, loop],
  ])('leaves open what is not there to %s', async (_, first, second) => {
    const sections = { Mappings: { Keys: { ...first, eu: { ...second, dev: 'alias/dev' } } } };
    expect(await found(['Keys', 'eu', 'dev'], sections)).toEqual([['alias/dev', '']]);
    const keys = Object.keys(first).length > 0 ? ['ap', 'dev'] : ['eu', 'x'];
    expect(await found(['Keys', ...keys], sections)).toEqual([[[completed, []], '']]);
  });

  const Few = { a: { b: 'x', c: 'y' } };
  const few = (key: unknown, ...more: unknown[]) => ({ 'Fn::FindInMap': ['Few', 'a', key, ...more] });
  const sub = (text: string) => few({ 'Fn::Sub': text });
  const byDefault = { DefaultValue: 'd' };
  const inLoop = { 'Fn::ForEach::L': ['N', ['1', '2'], { 'k${N}': sub('${N}${Free}') }] };

  it.each<[string, unknown[], string[]]>([
    ['one key is one', [sub('${Free}'), sub('${Free}')], ['xx', 'yy']],
    ['two keys are two', [sub('${Free}'), sub('-${Free}')], ['xx', 'xy', 'yx', 'yy']],
    ['one parameter is one', [few({ Ref: 'Free' }), { 'Fn::If': ['IsB', 'b', 'c'] }], ['xb', 'yc']],
    [
      'two parameters are two, with defaults as well',
      [few({ Ref: 'Free' }, byDefault), few({ Ref: 'Key' }, byDefault)],
      ['dd', 'dx', 'dy', 'xd', 'xx', 'xy', 'yd', 'yx', 'yy'],
    ],
    [
      'one in a loop is one in each turn',
      [inLoop],
      ['x,x', 'x,y', 'y,x', 'y,y'].map((each) =>
        JSON.stringify(Object.fromEntries(each.split(',').map((value, index) => [`k${index + 1}`, value]))),
      ),
    ],
  ])('has one answer a scenario: %s', async (_, V, expected) => {
    const all = await alternatives({
      Parameters: { Free: { Type: 'String' }, Key: { Type: 'String' } },
      Mappings: { Few },
      Conditions: { IsB: { 'Fn::Equals': [{ Ref: 'Free' }, 'b'] } },
      Resources: { T: { Type: TYPE, Properties: { V } } },
    });
    const texts = all.map(({ properties }) =>
      (properties['V'] as unknown[]).map((each) => (typeof each === 'string' ? each : JSON.stringify(each))),
    );
    expect(texts.map((each) => each.join(''))).toEqual(expected);
  });

  it('costs little for each of many keys', async () => {
    const keys = Array.from({ length: 400 }, (_, index) => [`k${index}`, index]);
    const sections = { Mappings: { Many: { a: Object.fromEntries(keys) } } };
    expect(await found(['Many', 'a', { Ref: 'Free' }], sections)).toHaveLength(400);
  });

  it('does not have a key that is no text, whatever may still be added', async () => {
    const sections = { Mappings: { ...include, ...Mappings } };
    const none = 'the mapping Keys, which does not have the keys';
    expect(await found(['Keys', ['eu'], 'dev'], sections)).toEqual([[[none, []], '']]);
  });

  it('says which macro may change what it looks up', async () => {
    const sections = {
      Mappings: { Keys: { eu: { Transform: 'Mine', dev: 'alias/dev' }, us: { dev: 'x' } } },
    };
    const changed = 'the mapping Keys, which the macro Mine may still change';
    expect(await found(['Keys', 'eu', 'dev'], sections)).toEqual([[[changed, []], '']]);
    expect(await found(['Keys', 'us', 'dev'], sections)).toEqual([['x', '']]);
  });
});
