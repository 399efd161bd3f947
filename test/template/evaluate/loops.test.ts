import { describe, expect, it } from 'vitest';
import type { ResourceView } from '../../../src/template/index.js';
import { Rest, type Unknown } from '../../../src/template/value.js';
import { DEFAULTS, outcomes, readable, STACK, TYPE, views } from './scenarios.js';

const Transform = 'AWS::LanguageExtensions';
const Parameters = {
  Names: { Type: 'CommaDelimitedList', Default: 'a,b' },
  Kinds: { Type: 'CommaDelimitedList' },
};

/** Logical id -> the `V` of each alternative, or `not there`. */
function summary(all: readonly ResourceView[]): Record<string, unknown[]> {
  return Object.fromEntries(
    all.map((view) => [
      view.logicalId,
      [...view.alternatives()].map(({ exists, properties }) =>
        exists ? readable(properties['V']) : 'not there',
      ),
    ]),
  );
}

describe('Fn::ForEach over resources', () => {
  it.each<[string, object, Record<string, unknown[]>]>([
    [
      'fills ids, texts and references',
      {
        'Fn::ForEach::L': [
          'N',
          ['x', 'y'],
          {
            'R${N}': {
              Type: TYPE,
              Properties: { V: ['${N}', { Ref: 'N' }, { 'Fn::Sub': '${N}-${AWS::Region}' }] },
            },
          },
        ],
      },
      { Rx: [['x', 'x', 'x-eu-west-1']], Ry: [['y', 'y', 'y-eu-west-1']] },
    ],
    [
      'fills keys inside of a resource',
      { 'Fn::ForEach::L': ['N', ['x'], { R: { Type: TYPE, Properties: { V: { 'k${N}': 1 } } } }] },
      { R: [{ kx: 1 }] },
    ],
    [
      'leaves out what is no letter or digit in &{}',
      { 'Fn::ForEach::L': ['N', ['10.0.1'], { 'R&{N}': { Type: TYPE, Properties: { V: '${N}' } } }] },
      { R1001: ['10.0.1'] },
    ],
    [
      'writes types',
      {
        'Fn::ForEach::L': [
          'K',
          ['Thing', 'Other'],
          { 'R${K}': { Type: 'Test::${K}', Properties: { V: 1 } } },
        ],
      },
      { RThing: [1] },
    ],
    [
      'nests',
      {
        'Fn::ForEach::O': [
          'A',
          ['1', '2'],
          { 'Fn::ForEach::I': ['B', ['x'], { 'R${A}${B}': { Type: TYPE, Properties: { V: '${A}/${B}' } } }] },
        ],
      },
      { R1x: ['1/x'], R2x: ['2/x'] },
    ],
    [
      'knows region and account',
      {
        'Fn::ForEach::L': [
          'N',
          [{ Ref: 'AWS::Region' }, { Ref: 'AWS::NoValue' }],
          { R: { Type: TYPE, Properties: { V: '${N}' } } },
        ],
      },
      { R: ['eu-west-1'] },
    ],
    [
      'whose list is not known leaves open whether there is any',
      { 'Fn::ForEach::L': ['N', { Ref: 'Names' }, { 'R${N}': { Type: TYPE, Properties: { V: '${N}' } } }] },
      { 'R${N}': ['<unknown>', 'not there'] },
    ],
    [
      'whose types are not known may declare any that fits',
      {
        'Fn::ForEach::L': [
          'K',
          { Ref: 'Kinds' },
          { Fits: { Type: 'Test::${K}' }, Not: { Type: 'Other::${K}' }, Nor: { Type: '${K}::Thong' } },
        ],
      },
      { Fits: [undefined, 'not there'] },
    ],
    [
      'inside a list that is not known',
      {
        'Fn::ForEach::O': [
          'A',
          { Ref: 'Names' },
          { 'Fn::ForEach::I': ['B', ['x'], { R: { Type: TYPE, Properties: { V: '${B}' } } }] },
        ],
      },
      { R: ['x', 'not there'] },
    ],
  ])('%s', async (_name, Resources, expected) => {
    expect(summary(await views({ Transform, Parameters, Resources }))).toEqual(expected);
  });

  it('takes the default of a list where defaults count', async () => {
    const Resources = {
      'Fn::ForEach::L': ['N', { Ref: 'Names' }, { 'R${N}': { Type: TYPE, Properties: { V: { Ref: 'N' } } } }],
    };
    expect(summary(await views({ Transform, Parameters, Resources }, DEFAULTS))).toEqual({
      Ra: ['a'],
      Rb: ['b'],
    });
  });

  it('points at the text that stands for all of its resources', async () => {
    const [view] = await views({
      Resources: { 'Fn::ForEach::L': ['N', ['x'], { 'R${N}': { Type: TYPE } }] },
    });
    expect(view?.path).toEqual(['Resources', 'Fn::ForEach::L', 2, 'R${N}']);
  });

  it.each<[string, unknown]>([
    ['no list at all', 'x'],
    ['no identifier', [1, ['a'], {}]],
    ['no map', ['N', ['a'], 'x']],
    ['an identifier that is not known', [{ Ref: 'Names' }, ['a'], {}]],
    ['a list for a map', ['N', ['a'], []]],
    ['a bad one inside', ['N', ['a'], { 'Fn::ForEach::I': [1, ['a'], {}] }]],
  ])('is an error with its place where there is %s', async (_name, loop) => {
    await expect(views({ Parameters, Resources: { 'Fn::ForEach::L': loop } })).rejects.toThrow(
      /^Fn::ForEach at Resources\.Fn::ForEach::L(\[2\]\.Fn::ForEach::I)? takes an identifier, a list and a map$/,
    );
  });

  it.each<[string, unknown, string]>([
    ['a parameter', { Ref: 'Names' }, 'a loop over the parameter Names, which has no known value yet'],
    ['a text', 'x', 'a loop over something that is not a list'],
    ['a map', { a: 1 }, 'a loop over something that is not a list'],
    [
      'a list that hangs on a condition',
      { 'Fn::If': ['Open', ['a'], ['b']] },
      'a loop over a list that depends on parameters or conditions',
    ],
  ])('over %s says what its resources hang on', async (_name, list, reason) => {
    const Resources = {
      'Fn::ForEach::L': ['N', list, { 'R${N}': { Type: TYPE, Properties: { V: { Ref: 'N' } } } }],
    };
    const [view] = await views({ Parameters, Resources });
    const all = [...(view?.alternatives() ?? [])];
    expect(all.map(({ exists, assuming }) => [exists, ...assuming])).toEqual([
      [true, `it exists, which depends on ${reason}`],
      [false, `it does not exist, which depends on ${reason}`],
    ]);
    expect(all[0]?.properties['V']).toMatchObject({
      reason,
      path: ['Resources', 'Fn::ForEach::L'],
      set: false,
    });
  });

  it('over a list that a known condition chooses has its items', async () => {
    const list = { 'Fn::If': ['Yes', ['a', { Ref: 'AWS::NoValue' }], ['b']] };
    const Conditions = { Yes: { 'Fn::Equals': ['a', 'a'] } };
    const loop = { 'Fn::ForEach::L': ['N', list, { 'k${N}': 1 }] };
    expect(await outcomes(loop, { Conditions })).toEqual([{ ka: 1 }]);
  });

  it('may name the identifier of an inner loop, and fill its list', async () => {
    const inner = {
      'Fn::ForEach::I': ['${A}', ['${A}y'], { 'R${x}': { Type: TYPE, Properties: { V: '${x}/${A}' } } }],
    };
    const Resources = { 'Fn::ForEach::O': ['A', ['x'], inner] };
    expect(summary(await views({ Resources }))).toEqual({ Rxy: ['xy/x'] });
  });

  it.each([
    ['20', 20, ['R']],
    ['21', 21, undefined],
  ])('takes loops inside one another: %s', async (_name, count, expected) => {
    const nested = Array.from({ length: count }).reduce<object>(
      (body, _, index) => ({ [`Fn::ForEach::L${index}`]: [`I${index}`, ['a'], body] }),
      { R: { Type: TYPE } },
    );
    const found = views({ Resources: nested }).then((all) => all.map(({ logicalId }) => logicalId));
    if (expected) expect(await found).toEqual(expected);
    else
      await expect(found).rejects.toThrow(
        /^Fn::ForEach at Resources(\.Fn::ForEach::L\d+\[2\]){3}\.Fn::ForEach::L\d+ is nested too deep$/,
      );
  });

  it('is bounded', async () => {
    const many = Array.from({ length: 200 }, (_, index) => String(index));
    const inner = { 'Fn::ForEach::I': ['B', many, { 'R${A}x${B}': { Type: TYPE } }] };
    await expect(views({ Resources: { 'Fn::ForEach::O': ['A', many, inner] } })).rejects.toThrow(
      /^The loops at Resources make more than 10000 members$/,
    );
    const mappings = {
      'Fn::ForEach::O': ['A', many, { 'Fn::ForEach::I': ['B', many.slice(0, 50), { 'k${A}x${B}': 1 }] }],
    };
    expect(Object.keys((await outcomes(mappings))[0] as object)).toHaveLength(10_000);
    await expect(outcomes({ ...mappings, more: 1 })).rejects.toThrow('more than 10000');
  });
});

describe('a type with an item that is not known', () => {
  it.each<[string, boolean]>([
    ['${N}', true],
    ['Test::${N}', true],
    [' Test::&{N} ', true],
    ['${N}::Thing', true],
    ['Test::Thing${N}', true],
    ['${N}Test::Thing', true],
    ['T${N}t${N}g', true],
    ['Other::${N}', false],
    ['${N}::Thong', false],
    ['Thing${N}Test', false],
    ['Test::Thing${N}Thing', false],
    ['est${N}', false],
    ['${N}Thin', false],
    ['T${N}T', false],
    ['x${N}', false],
  ])('%s may be the one: %s', async (Type, expected) => {
    const Resources = { 'Fn::ForEach::L': ['N', { Ref: 'Names' }, { R: { Type } }] };
    expect(await views({ Parameters, Resources })).toHaveLength(expected ? 1 : 0);
  });
});

describe('Fn::ForEach inside of a resource', () => {
  const type = { 'Fn::ForEach::T': ['K', ['Type'], { '${K}': TYPE }] };
  const properties = { 'Fn::ForEach::P': ['K', ['Properties'], { '${K}': { V: 1 } }] };

  it.each<[string, object, unknown[]]>([
    ['that may write the type', { ...type, Properties: { V: 1 } }, [[1, true], 'not there']],
    ['that may write the properties', { Type: TYPE, ...properties }, [[undefined, true]]],
    ['that may write both', { ...type, ...properties }, [[undefined, true], 'not there']],
  ])('%s leaves open what it writes', async (_name, T, expected) => {
    const [view] = await views({ Resources: { T } });
    const found = [...(view?.alternatives() ?? [])].map(({ exists, properties: { V, [Rest]: rest } }) =>
      exists ? [V, rest?.reason === 'a loop in the resource, which may still write it'] : 'not there',
    );
    expect(found).toEqual(expected);
  });

  it('and around it leave open twice whether it is there', async () => {
    const Resources = { 'Fn::ForEach::L': ['N', { Ref: 'Names' }, { T: { ...type, Properties: { V: 1 } } }] };
    const [view] = await views({ Parameters, Resources });
    const loop = 'a loop over the parameter Names, which has no known value yet';
    const own = 'a loop that may write its type';
    expect([...(view?.alternatives() ?? [])].map(({ assuming }) => assuming)).toEqual([
      [`it exists, which depends on ${loop}`, `it exists, which depends on ${own}`],
      [`it exists, which depends on ${loop}`, `it does not exist, which depends on ${own}`],
      [`it does not exist, which depends on ${loop}`],
    ]);
  });

  it('changes its definition', async () => {
    const define = async (value: number) => {
      const T = { Type: TYPE, 'Fn::ForEach::P': ['K', ['Properties'], { '${K}': { V: value } }] };
      return (await views({ Resources: { T } }))[0]?.definition().text;
    };
    expect(await define(1)).not.toBe(await define(2));
  });

  it('of another type does not matter', async () => {
    expect(await views({ Resources: { T: { Type: 'Other', ...properties } } })).toEqual([]);
  });
});

describe('a text in a loop whose list is not known', () => {
  it.each<[string, unknown, string]>([
    ['nothing but the item', '${N}', '<unknown>'],
    ['the item beside a text', 'x${N}', '<set>'],
    ['the item beside a parameter', { 'Fn::Sub': '${N}${Kind}' }, '<unknown>'],
    ['the item beside both', { 'Fn::Sub': '${N}${Kind}x' }, '<set>'],
    ['its letters and digits', '&{N}', '<unknown>'],
  ])('of %s', async (_name, V, expected) => {
    const Resources = { 'Fn::ForEach::L': ['N', { Ref: 'Names' }, { T: { Type: TYPE, Properties: { V } } }] };
    const [view] = await views({ Parameters: { ...Parameters, Kind: { Type: 'String' } }, Resources });
    expect(readable([...(view?.alternatives() ?? [])][0]?.properties['V'])).toBe(expected);
  });

  it('of an item that is set, of which only letters and digits are taken, may be empty', async () => {
    const list = [{ Ref: 'Full' }];
    const Full = { Type: 'String', MinLength: 1 };
    const V = [{ Ref: 'N' }, '${N}', '&{N}'];
    const Resources = { 'Fn::ForEach::L': ['N', list, { T: { Type: TYPE, Properties: { V } } }] };
    const [view] = await views({ Parameters: { Full }, Resources });
    expect(readable([...(view?.alternatives() ?? [])][0]?.properties['V'])).toEqual([
      '<set>',
      '<set>',
      '<unknown>',
    ]);
    const [first] = [...(view?.alternatives() ?? [])];
    const { V: [item] = [] } = (first?.properties ?? {}) as { V?: Unknown[] };
    expect(item?.path).toEqual(['Resources', 'Fn::ForEach::L', 1, 0, 'Ref']);
  });

  it('is compared at its place, with both answers', async () => {
    const V = { 'Fn::Equals': ['${N}', 'x'] };
    const Resources = { 'Fn::ForEach::L': ['N', { Ref: 'Names' }, { T: { Type: TYPE, Properties: { V } } }] };
    expect(summary(await views({ Parameters, Resources }))).toEqual({ T: [true, false, 'not there'] });
  });
});

describe('Fn::ForEach elsewhere', () => {
  it('writes conditions', async () => {
    const Conditions = {
      'Fn::ForEach::C': ['N', ['dev', 'prod'], { 'Is${N}': { 'Fn::Equals': ['${N}', 'prod'] } }],
    };
    expect(await outcomes({ 'Fn::If': ['Isprod', 1, 2] }, { Conditions })).toEqual([1]);
    expect(await outcomes({ 'Fn::If': ['Isdev', 1, 2] }, { Conditions })).toEqual([2]);
  });

  it('writes members of properties, among others', async () => {
    const Parameter = { Names: { Type: 'CommaDelimitedList' } };
    const loop = (list: unknown) => ({ a: 1, 'Fn::ForEach::P': ['N', list, { 'k${N}': '${N}' }] });
    expect(await outcomes(loop(['x', 'y']))).toEqual([{ a: 1, kx: 'x', ky: 'y' }]);
    expect(await outcomes(loop({ Ref: 'Names' }), { Parameters: Parameter })).toEqual([{ a: 1 }]);
  });

  it('names conditions of the resources it writes', async () => {
    const template = {
      Conditions: { Isx: { 'Fn::Equals': [1, 1] }, Isy: { 'Fn::Equals': [1, 2] } },
      Resources: { 'Fn::ForEach::L': ['N', ['x', 'y'], { 'R${N}': { Type: TYPE, Condition: 'Is${N}' } }] },
    };
    expect(summary(await views(template, STACK))).toEqual({ Rx: [undefined], Ry: ['not there'] });
  });
});
