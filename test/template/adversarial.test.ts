/** Templates written to slip past, to block what is fine, or to end the process. */

import { describe, expect, it } from 'vitest';
import { looksLikeTemplate, mayDeclare } from '../../src/template/index.js';
import { alternatives, DEFAULTS, outcomes, readable, STACK, TYPE, views } from './evaluate/scenarios.js';

const given = (values: Record<string, string>) => ({
  ...STACK,
  parameters: { values, useDefaults: false },
});
const yaml = (value: string, rest = '') =>
  `${rest}Resources:\n  Thing:\n    Type: ${TYPE}\n    Properties:\n      Value: ${value}\n`;
const valueIn = async (text: string) => readable((await alternatives(text))[0]?.properties['Value']);
/** More than 64 K characters, so that only an outline is parsed. */
const padding = `\n${`# ${'-'.repeat(120)}\n`.repeat(600)}`;

describe('YAML reads as CloudFormation reads it', () => {
  it.each<[string, string, unknown]>([
    ['y may be text or a boolean', 'y', '<written y>'],
    ['as may N', 'N', '<written N>'],
    ['yes is', 'yes', true],
    [
      'an account id that begins with a zero may be text or a number',
      '012345678901',
      '<written 012345678901>',
    ],
    ['an octal number may be another', '010', '<written 010>'],
    ['a null by its tag', '!!null key', null],
    ['an empty text by its tag', '!!str', ''],
    ['a function by a verbatim tag', '!<!Base64> a', 'YQ=='],
    ['an anchored function', '&f !Base64 a\n      Again: *f', 'YQ=='],
    ['an alias of a function', '*f', 'YQ=='],
    ['an alias of a key', '*k', 'Value'],
  ])('%s', async (_name, value, expected) => {
    expect(await valueIn(yaml(value, 'Metadata: {&k Value: &f !Base64 a}\n'))).toEqual(expected);
  });

  it.each<[string, string]>([
    ['carriage returns', '\r'],
    ['next line', '\u0085'],
    ['line separators', '\u2028'],
    ['paragraph separators', '\u2029'],
    ['CRLF', '\r\n'],
  ])('lines end with %s', async (_name, end) => {
    expect(await valueIn(yaml('a').replaceAll('\n', end))).toBe('a');
    // What is a comment up to the end of the line, and a resource from there on.
    expect(await views(`Resources:\n  # c${end}  Thing: {Type: ${TYPE}}\n`)).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['an alias as the key of the type', `Resources:\n  A:\n    Metadata: {&t Type: 1}\n    *t : ${TYPE}\n`],
    ['a key in quotes with escapes', `"Res\\x6furces":\n  A:\n    "Typ\\u0065": ${TYPE}\n`],
    ['an explicit key', `? Resources\n: ? A\n  : ? Type\n    : ${TYPE}\n`],
    ['a merged map', `Metadata: &m {Type: ${TYPE}}\nResources:\n  A: {<<: *m}\n`],
    ['the last of two types', `Resources:\n  A:\n    Type: X\n    Type: ${TYPE}\n`],
    ['the last of two resources', `Resources:\n  A: {Type: X}\n  A: {Type: ${TYPE}}\n`],
    ['the last of two sections', `Resources: {A: {Type: X}}\nResources:\n  A: {Type: ${TYPE}}\n`],
    ['a renamed tag', `%TAG !r! !\n---\nResources:\n  A: {Type: ${TYPE}, Metadata: !r!Ref x}\n`],
    ['a tab before the colon', `Resources:\n  A\t:\n    Type: ${TYPE}\n`],
    ['a name from every object', `Resources:\n  __proto__:\n    Type: ${TYPE}\n`],
    ['a type that ends in white space', `Resources:\n  A:\n    Type: '${TYPE} '\n`],
  ])('finds a resource with %s, in the outline too', async (_name, text) => {
    expect(looksLikeTemplate(text) && !mayDeclare(text, TYPE)).toBe(false);
    expect(await views(text)).toHaveLength(1);
    expect(await views(text + padding)).toHaveLength(1);
  });

  it('does not take another version for another language', async () => {
    expect(await valueIn(`%YAML 1.2\n---\n${yaml('yes')}`)).toBe(true);
  });

  it('never answers unread what breaks the type over a line that only CloudFormation sees', () => {
    for (const end of ['\r', '\u0085', '\u2028', '\u2029']) {
      expect(mayDeclare(`Resources:\n  A:\n    Type: "Test::Th\\${end}      ing"\n`, TYPE)).toBe(true);
    }
  });

  it('makes no cuts where the text holds the marks of the lexer', async () => {
    const text = `Description: "\u0002\u001f"\nResources:\n  A: {Type: X}\n  B:\n    Type: ${TYPE}\n`;
    expect(await views(text + padding)).toHaveLength(1);
  });
});

describe('names that every object has', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s', async (name) => {
    expect(await outcomes({ Ref: name })).toEqual(['<unknown>']);
    expect(await outcomes({ 'Fn::GetAtt': [name, 'Arn'] })).toEqual(['<unknown>']);
    expect(await outcomes({ 'Fn::If': [name, 1, 2] })).toEqual([1, 2]);
    expect(await outcomes({ 'Fn::FindInMap': [name, name, name] })).toEqual(['<unknown>']);
    expect(await outcomes({ 'Fn::Sub': `\${${name}}` })).toEqual(['<unknown>']);
    expect(await outcomes({ [`Fn::${name}`]: 1 })).toEqual(['<unknown>']);
    const sections = JSON.parse(`{"Parameters": {"${name}": {"Type": "String", "Default": "x"}}}`) as object;
    expect(await outcomes({ Ref: name }, sections, DEFAULTS)).toEqual(['x']);
  });
});

describe('what looks settled and is not', () => {
  const Parameters = {
    P: { Type: 'String' },
    Q: { Type: 'String' },
    E: { Type: 'String' },
    L: { Type: 'CommaDelimitedList' },
  };
  const nothing = { Ref: 'AWS::NoValue' };

  it.each<[string, unknown, object, unknown[]]>([
    ['a delimiter beside nothing', { 'Fn::Join': ['-', [nothing, { Ref: 'P' }]] }, {}, ['<unknown>']],
    ['a delimiter between two', { 'Fn::Join': ['-', [{ Ref: 'P' }, { Ref: 'P' }]] }, {}, ['<set>']],
    [
      'two questions about one known value',
      { 'Fn::If': ['One', { 'Fn::If': ['Two', 'a', ''] }, 'b'] },
      {
        Conditions: {
          One: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, { 'Fn::ImportValue': 'x' }] },
          Two: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, { 'Fn::ImportValue': 'y' }] },
        },
      },
      ['a', '', 'b'],
    ],
    [
      'lists that hold something unknown',
      { 'Fn::If': ['Same', 'a', 'b'] },
      { Conditions: { Same: { 'Fn::Equals': [[{ Ref: 'P' }], ['x']] } } },
      ['a', 'b'],
    ],
    [
      'a value that is removed, compared',
      { 'Fn::If': ['Same', 'a', 'b'] },
      { Conditions: { Same: { 'Fn::Equals': [nothing, nothing] } } },
      ['a', 'b'],
    ],
    [
      'a mapping that an include completes',
      { 'Fn::FindInMap': ['M', { Ref: 'E' }, 'Name'] },
      { Mappings: { M: { 'Fn::Transform': { Name: 'AWS::Include' } } } },
      ['<unknown>'],
    ],
    [
      'a mapping that a loop writes',
      { 'Fn::FindInMap': ['M', 'a', 'b'] },
      { Mappings: { M: { 'Fn::ForEach::K': ['K', ['a'], { '${K}': { b: '' } }] } } },
      ['<unknown>'],
    ],
    [
      'a mapping that a macro completes',
      { 'Fn::FindInMap': ['M', 'a', 'b', { DefaultValue: '' }] },
      { Transform: 'Mine', Mappings: { M: {} } },
      ['<unknown>'],
    ],
    ['a mapping that is missing', { 'Fn::FindInMap': ['No', 'a', 'b', { DefaultValue: 'd' }] }, {}, ['d']],
    [
      'a mapping that is null there',
      { 'Fn::FindInMap': ['M', 'a', 'b', { DefaultValue: 'd' }] },
      { Mappings: { M: { a: { b: null } } } },
      ['d'],
    ],
    ['a mapping without a name', { 'Fn::FindInMap': [{ a: 1 }, 'a', 'b'] }, {}, ['<unknown>']],
  ])('%s', async (_name, expression, sections, expected) => {
    expect(await outcomes(expression, { Parameters, ...sections })).toEqual(expected);
  });

  it('an empty list has one empty item, as Fn::Select takes it', async () => {
    expect(await outcomes({ 'Fn::Select': [0, { Ref: 'L' }] }, { Parameters }, given({ L: '' }))).toEqual([
      '',
    ]);
  });

  it('maps where scalars belong are no values', async () => {
    const odd = (part: string) => yaml('!Ref P', `Parameters:\n  P: {Type: String, ${part}}\n`);
    expect(await valueIn(odd('AllowedValues: [{a: b}, [c], null]'))).toBe('{}');
    expect(readable((await alternatives(odd('Default: [{a: b}]'), DEFAULTS))[0]?.properties['Value'])).toBe(
      '{}',
    );
    expect(await valueIn(yaml('!FindInMap [{a: b}, c, d]'))).toBe('<unknown>');
  });
});

describe('loops', () => {
  const thing = { Type: TYPE, Properties: { V: '${I}' } };
  it.each<[string, object, string[]]>([
    [
      'an item that holds an inner hole',
      { 'Fn::ForEach::O': ['O', ['${I}x'], { 'Fn::ForEach::I': ['I', ['1'], { '${O}': thing }] }] },
      ['1x'],
    ],
    [
      'an identifier with other characters',
      { 'Fn::ForEach::O': ['my.kind', ['Thing'], { A: { Type: 'Test::${my.kind}' } }] },
      ['A'],
    ],
    [
      'an identifier that an outer loop names',
      { 'Fn::ForEach::O': ['O', ['I'], { 'Fn::ForEach::I': ['${O}', ['1'], { 'A${I}': thing }] }] },
      ['A1'],
    ],
    [
      'items that are removed',
      { 'Fn::ForEach::O': ['I', [{ Ref: 'AWS::NoValue' }, 'a'], { '${I}': thing }] },
      ['a'],
    ],
  ])('%s', async (_name, Resources, ids) => {
    expect(
      (await views({ Transform: 'AWS::LanguageExtensions', Resources })).map(({ logicalId }) => logicalId),
    ).toEqual(ids);
  });

  it('do not fill the holes of a mapping, which stands outside of them', async () => {
    const [view] = await views({
      Mappings: { M: { a: { b: '${I}' } } },
      Resources: {
        'Fn::ForEach::L': [
          'I',
          ['x'],
          { A: { Type: TYPE, Properties: { V: { 'Fn::FindInMap': ['M', 'a', 'b'] } } } },
        ],
      },
    });
    expect([...(view?.alternatives() ?? [])].map(({ properties }) => properties['V'])).toEqual(['${I}']);
  });
});

describe('a definition changes with', () => {
  const definition = async (sections: object, value: unknown) =>
    (
      await views({
        ...sections,
        Resources: { T: { Type: TYPE, Properties: { V: value } }, R: { Type: 'X' } },
      })
    )[0]?.definition().text;

  it.each<[string, unknown, object, object]>([
    [
      'a mapping whose name is worked out',
      { 'Fn::FindInMap': [{ 'Fn::Join': ['', ['Ke', 'ys']] }, 'a', 'b'] },
      { Mappings: { Keys: { a: { b: 'key' } } } },
      { Mappings: { Keys: { a: { b: '' } } } },
    ],
    ['a name that becomes a parameter', { Ref: 'Key' }, {}, { Parameters: { Key: { Type: 'String' } } }],
    [
      'a condition of a condition',
      { 'Fn::If': ['A', 'key', ''] },
      { Conditions: { A: { Condition: 'B' }, B: { 'Fn::Equals': [1, 1] } } },
      { Conditions: { A: { Condition: 'B' }, B: { 'Fn::Equals': [1, 2] } } },
    ],
  ])('%s', async (_name, value, before, after) => {
    expect(await definition(after, value)).not.toBe(await definition(before, value));
    expect(await definition(before, value)).toBe(await definition(before, value));
  });

  it('nothing but that', async () => {
    const value = { Ref: 'P' };
    const described = (Description: string) => ({ Parameters: { P: { Type: 'String', Description } } });
    expect(await definition(described('a'), value)).toBe(await definition(described('b'), value));
  });
});

const repeated = (count: number, part: string) => part.repeat(count);
const nested = (count: number, wrap: (inner: unknown) => unknown, inner: unknown) => {
  let value = inner;
  for (let level = 0; level < count; level++) value = wrap(value);
  return value;
};
const json = (value: unknown, sections: object = {}) =>
  JSON.stringify({ ...sections, Resources: { A: { Type: TYPE, Properties: { Value: value } } } });
const bomb = `Metadata:\n  a0: &a0 [x, x]\n${Array.from({ length: 12 }, (_, n) => `  a${n + 1}: &a${n + 1} [${repeated(10, `*a${n},`)}]\n`).join('')}`;
const keyed = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, { a: '1' }]));
const many = (properties: object) =>
  Object.fromEntries(
    Array.from({ length: 500 }, (_, n) => [`R${n}`, { Type: TYPE, Properties: properties }]),
  );

describe('a template that costs too much is refused by what it counts', () => {
  it.each<[string, () => string, RegExp]>([
    ['quotes inside quotes', () => json(nested(50, (a) => ({ 'Fn::ToJsonString': { a } }), '"')), /text of/],
    [
      'one text many times',
      () => json({ 'Fn::Sub': ['${N}'.repeat(50_000), { N: repeated(50_000, 'x') }] }),
      /text of|too long/,
    ],
    [
      'an item many times',
      () =>
        JSON.stringify({
          Resources: {
            'Fn::ForEach::L': [
              'N',
              [repeated(50_000, 'x')],
              { A: { Type: TYPE, Properties: { V: repeated(50_000, '${N}') } } },
            ],
          },
        }),
      /text of|too long/,
    ],
    [
      'a text split again and again',
      () => yaml(`[${repeated(5_000, '*s,')}]`, `Metadata: &s !Split [",", "${repeated(200_000, ',')}"]\n`),
      /too long/,
    ],
    [
      'a text joined again and again',
      () => yaml(`!Join ["", [${repeated(5_000, '*s,')}]]`, `Metadata: &s "${repeated(200_000, 'x')}"\n`),
      /text of|too long/,
    ],
    ['aliases of aliases', () => yaml('*a12', bomb), /too long/],
    [
      'aliases that a condition does not come to',
      () =>
        yaml(
          '!If [C, a, b]',
          `${bomb}Parameters: {P: {Type: String}}\nConditions:\n  D: !Equals [!Ref P, x]\n  C: !Equals [!If [D, !Ref P, *a12], a]\n`,
        ),
      /too long/,
    ],
    [
      'a map of aliases',
      () =>
        yaml(
          `[${repeated(5_000, '*m,')}]`,
          `Metadata: &m {${Array.from({ length: 5_000 }, (_, n) => `k${n}: 1`).join()}}\n`,
        ),
      /too long/,
    ],
    ['brackets', () => yaml(repeated(500_000, '[')), /nested too deep \(line 5/],
    ['dashes', () => yaml(`\n        ${repeated(300_000, '- ')}x`), /nested too deep \(line 6/],
    ['commas', () => yaml(`[${repeated(900_000, ',')}]`), /more parts/],
    ['quotes', () => yaml(repeated(900_000, '"')), /more parts/],
    [
      'lists of lists',
      () =>
        `{"Resources":{"A":{"Type":"${TYPE}","Properties":{"Value":${repeated(300_000, '[')}${repeated(300_000, ']')}}}}}`,
      /nested too deep/,
    ],
    [
      'loops in loops',
      () => `{"Resources":${repeated(5_000, '{"Fn::ForEach::L":["N",["a"],')}{}${repeated(5_000, ']}')}}`,
      /nested too deep/,
    ],
    [
      'loops that multiply',
      () =>
        JSON.stringify({
          Resources: nested(19, (inner) => ({ 'Fn::ForEach::L': ['N', ['a', 'b', 'c'], inner] }), {}),
        }),
      /too long/,
    ],
    [
      'allowed values for every resource',
      () =>
        JSON.stringify({
          Parameters: { P: { Type: 'String', AllowedValues: Object.keys(keyed(50_000)) } },
          Resources: many({ V: { Ref: 'P' } }),
        }),
      /too long/,
    ],
    [
      'keys of a mapping for every resource',
      () =>
        JSON.stringify({
          Parameters: { P: { Type: 'String' } },
          Mappings: { M: keyed(20_000) },
          Resources: many({ V: { 'Fn::FindInMap': ['M', { Ref: 'P' }, 'a'] } }),
        }),
      /too long/,
    ],
  ])('%s', async (_name, text, message) => {
    const source = text();
    const judge = async () => {
      for (const view of await views(source)) for (const _ of view.alternatives());
    };
    await expect(judge()).rejects.toThrow(message);
  });

  it('a definition of aliases of aliases too', async () => {
    const [view] = await views(yaml('*a12', bomb));
    expect(() => view?.definition()).toThrow(/too long/);
  });

  it.each<[string, string]>([
    ['that branches on nothing', `${'(|||||||||)'.repeat(40)}b`],
    ['that repeats repetitions', '(((((a?){1000}){1000}){1000}){1000})b'],
    ['of groups without end', `${repeated(100_000, '(')}${repeated(100_000, ')')}b`],
  ])('but not for a pattern %s', async (_name, AllowedPattern) => {
    const Parameters = { P: { Type: 'String', AllowedPattern } };
    expect(await outcomes({ Ref: 'P' }, { Parameters })).toHaveLength(1);
  });
});
