import { describe, expect, it } from 'vitest';
import { AmbiguousScalar, isAmbiguous } from '../../src/template/ambiguous-scalar.js';
import { readTemplate } from '../../src/template/index.js';
import { alternatives, DEFAULTS, outcomes, readable, STACK, TYPE } from './evaluate/scenarios.js';

const NUMBERS =
  'e1 E2 . -. 1. .5 1.0 0.50 1e2 1E+2 12e03 +1 -0 00 017 08 012345678901 1234567890123456 1_000 0o17 0x1F 0b11 1:30 190:20:30.5 .inf -.Inf .NaN';

const MORE =
  '0b01_1 0B1 +0b1 0o7_7 -0o17 0xF_f 0XaB -0x1 1_0:59 1:0:05 1:5 1:30.5_0 1:30. 0_1 .INF +.inf .nan 1_0.5_0 .5_ 1.e5 -.5 ' +
  '1_ e+5 E-12 1.5E10 0.5e-3 -01 +0 -1000000000000000 9007199254740993 10.';

describe('whether readers agree on a plain scalar', () => {
  it.each([...NUMBERS.split(' '), ...MORE.split(' '), 'y', 'n', 'Y', 'N'])('not on %s', (plain) => {
    expect(isAmbiguous(plain)).toBe(true);
  });

  it.each([
    '0',
    '3',
    '-5',
    '111122223333',
    '123456789012345',
    '2012-10-17',
    'e',
    'ye',
    '1.2.3',
    '_1',
    'a1',
    '1a',
    'x1.0',
    '1.0x',
    '0b2',
    '0b',
    '0b0x',
    '0o8',
    '0o',
    '0xg',
    '0x',
    '1:',
    '1:60',
    '1:3:',
    '1:300',
    '1:30.x',
    '.in',
    '.infx',
    'x.inf',
    '.nanx',
    '..5',
    'e1x',
    '1.2e3x',
    '1e1e1',
    'xe1',
    '1_000x',
    'yy',
    'ny',
    'y1',
    '1y',
    'ey',
    '12',
    '999999999999999',
    '-123456789012345',
    '10',
    '',
    '-',
  ])('on %s', (plain) => {
    expect(isAmbiguous(plain)).toBe(false);
  });

  it.each<[string, number | undefined]>([
    ['0.5', 0.5],
    ['-1.5', -1.5],
    ['+2', 2],
    ['10.25', 10.25],
    ['.25', 0.25],
    ['2.', 2],
    ['230.', 230],
    ['0.', 0],
    ['1e2', 100],
    ['1E-2', 0.01],
    ['1.5e+12', 1.5e12],
    ['.5e10', 5e9],
    ['12345', 12345],
    ['x1', undefined],
    ['1x', undefined],
    ['01.5', undefined],
    ['1.5.', undefined],
    ['1e', undefined],
    ['1e5x', undefined],
    ['0xFF00', 0xff00],
    ['0Xab', 0xab],
    ['x0x1F', undefined],
    ['0x1Fz', undefined],
    ['0x', undefined],
    ['0x1F', 31],
    ['.5', 0.5],
    ['012', undefined],
    ['1_000', undefined],
    ['1:30', undefined],
    ['e1', undefined],
    ['y', undefined],
  ])('the number that %s is for all of them', (written, number) => {
    expect(new AmbiguousScalar(written).number).toBe(number);
  });
});

it.each([
  ['y', 'the plain scalar y, which some YAML parsers take for a boolean'],
  ['N', 'the plain scalar N, which some YAML parsers take for a boolean'],
  ['1.0', 'the number 1.0, which YAML and JSON parsers write differently'],
])('why %s is not known', (written, reason) => {
  expect(new AmbiguousScalar(written).reason).toBe(reason);
});

/** The value of the only property in a template of either language. */
async function read(text: string): Promise<unknown> {
  return readable((await alternatives(text))[0]?.properties['Value']);
}
const yaml = (value: string, sections = '') =>
  `${sections}Resources:\n  Thing:\n    Type: ${TYPE}\n    Properties:\n      Value: ${value}\n`;
const json = (value: string, sections = '') =>
  `{${sections}"Resources": {"Thing": {"Type": "${TYPE}", "Properties": {"Value": ${value}}}}}`;

describe('a scalar as it is read', () => {
  it.each<[string, string, unknown]>([
    ...NUMBERS.split(' ').map((plain): [string, string, unknown] => [
      plain,
      yaml(plain),
      `<written ${plain}>`,
    ]),
    ['a number in quotes', yaml('"1.0"'), '1.0'],
    ['in single quotes', yaml("'012'"), '012'],
    ['in a block', yaml('|-\n        1e2'), '1e2'],
    ['with the tag of text', yaml('!!str 1e2'), '1e2'],
    ['with the tag of a number', yaml('!!float "3"'), '<written 3>'],
    ['as the argument of a short form', yaml('!Sub 1e2'), '1e2'],
    ['an alias of one', yaml('*n', 'Metadata: &n 1.0\n'), '<written 1.0>'],
    ['yes', yaml('Yes'), true],
    ['off', yaml('off'), false],
    ['a date', yaml('2012-10-17'), '2012-10-17'],
    ['a plain integer', yaml('-5'), -5],
    ['in JSON a fraction', json('1.0'), '<written 1.0>'],
    ['an exponent', json('1E2'), '<written 1E2>'],
    ['many digits', json('12345678901234567890'), '<written 12345678901234567890>'],
    ['minus nothing', json('-0'), '<written -0>'],
    ['in a list', json('[1, 2.50,3e1 ]'), [1, '<written 2.50>', '<written 3e1>']],
    ['a text of one', json('"x: 1.0"'), 'x: 1.0'],
    ['beside such a text', json('["a\\"\\\\", 1.0, ": 2.0, "]'), ['a"\\', '<written 1.0>', ': 2.0, ']],
    ['a plain one', json('111122223333'), 111122223333],
  ])('%s', async (_name, text, expected) => {
    expect(await read(text)).toEqual(expected);
  });

  it.each(['1.5.5', '1e', '01.5', '- 1.0'])('%s is no JSON', async (number) => {
    await expect(readTemplate(json(`${number}, "x": }`), TYPE)).rejects.toThrow('not valid YAML');
  });
});

const Parameters = {
  Free: { Type: 'String' },
  One: { Type: 'String', AllowedValues: ['1.0'] },
};

/** A YAML template whose only property chooses by the condition C. */
const choose = (condition: string, sections = '') =>
  yaml('!If [C, one, other]', `Conditions: {C: ${condition}}\n${sections}`);
const parameter = (declaration: string) => `Parameters: {P: ${declaration}}\n`;

describe('a comparison that hangs on one', () => {
  it.each<[string, string, unknown[]]>([
    ['with text', choose('!Equals ["1.0", 1.0]'), ['one', 'other']],
    ['with another number', choose('!Equals [1.0, 1.00]'), ['one', 'other']],
    ['with one that is written alike', choose('!Equals [1.0, 1.0]'), ['one']],
    ['with a boolean', choose('!Equals [y, true]'), ['one', 'other']],
    ['with nothing', choose('!Equals ["", 1.0]'), ['other']],
    ['with an account', choose('!Equals [!Ref AWS::AccountId, 0111122223333]'), ['one', 'other']],
    ['with an integer of an account', choose('!Equals [!Ref AWS::AccountId, 111122223333]'), ['one']],
    ['in a list', choose('!Equals [[a, 1.0], [a, "1.0"]]'), ['one', 'other']],
    ['in a list, written alike', choose('!Equals [[a, 1.0], [a, 1.0]]'), ['one']],
    ['in a text', choose('!Equals [!Join ["", [a, 1.0]], a1.0]'), ['one', 'other']],
    ['booleans are text', choose('!Equals [yes, "true"]'), ['one']],
    [
      'of a parameter that may be it',
      choose('!Equals [!Ref P, "1.0"]', parameter('{Type: String, AllowedValues: [1.0]}')),
      ['one', 'other'],
    ],
    [
      'of a parameter that may be it, on the other side',
      choose('!Equals ["1.0", !Ref P]', parameter('{Type: String, AllowedValues: [1.0]}')),
      ['one', 'other'],
    ],
    [
      'of such a parameter, written alike',
      choose('!Equals [!Ref P, 1.0]', parameter('{Type: String, AllowedValues: [1.0]}')),
      ['one'],
    ],
    [
      'of such a parameter with nothing',
      choose('!Equals [!Ref P, ""]', parameter('{Type: String, AllowedValues: [1.0, 2.0]}')),
      ['other', 'other'],
    ],
    [
      'of words that look like numbers',
      choose('!Equals [!Ref P, e1]', parameter('{Type: String, AllowedValues: [e1, e2]}')),
      ['one', 'one', 'other'],
    ],
    [
      'of words in quotes',
      choose('!Equals [!Ref P, "e1"]', parameter('{Type: String, AllowedValues: ["e1", "e2"]}')),
      ['one', 'other'],
    ],
    ['a condition that is one', choose('y'), ['one', 'other']],
  ])('%s', async (_name, text, expected) => {
    const found = (await alternatives(text)).map(({ properties }) => properties['Value']);
    expect(found).toEqual(expected);
  });

  it.each<[string, unknown[]]>([
    ['1.0', ['one', 'other']],
    ['"1.0"', ['one']],
  ])('in JSON: %s', async (written, expected) => {
    const sections = `"Conditions": {"C": {"Fn::Equals": ["1.0", ${written}]}},`;
    const found = await alternatives(json('{"Fn::If": ["C", "one", "other"]}', sections));
    expect(found.map(({ properties }) => properties['Value'])).toEqual(expected);
  });
});

const mapping = (keys: string) => `Mappings: {M: {${keys}}}\n`;

describe('a mapping', () => {
  it.each<[string, string, unknown[]]>([
    ['with such a key', yaml('!FindInMap [M, "1.0", a]', mapping('1.0: {a: x}')), ['<unknown>']],
    ['with one in quotes', yaml('!FindInMap [M, "1.0", a]', mapping('"1.0": {a: x}')), ['x']],
    ['with one that is written alike', yaml('!FindInMap [M, 1.0, a]', mapping('1.0: {a: x}')), ['x']],
    [
      'asked for one that is not written so',
      yaml('!FindInMap [M, 1.0, a]', mapping('"1.0": {a: x}')),
      ['<unknown>'],
    ],
    ['asked for another key', yaml('!FindInMap [M, b, a]', mapping('1.0: {a: x}, b: {a: z}')), ['z']],
    [
      'where another key is missing',
      yaml('!FindInMap [M, b, a, {DefaultValue: d}]', mapping('1.0: {a: x}')),
      ['<unknown>'],
    ],
    [
      'asked for what is no text',
      yaml('!FindInMap [M, [a], a, {DefaultValue: d}]', mapping('1.0: {a: x}')),
      ['d'],
    ],
    [
      'with a boolean as its second key',
      yaml('!FindInMap [M, b, "yes"]', mapping('b: {yes: x}')),
      ['<unknown>'],
    ],
    [
      'with the boolean that CloudFormation has',
      yaml('!FindInMap [M, b, "true"]', mapping('b: {true: x}')),
      ['x'],
    ],
    [
      'asked for any',
      yaml('!FindInMap [M, !Ref P, a]', `${mapping('017: {a: x}, b: {a: y}')}${parameter('{Type: String}')}`),
      ['<unknown>'],
    ],
    [
      'with the key of a parameter',
      yaml('!FindInMap [M, !Ref P, a]', `${mapping('1.0: {a: x}')}${parameter('{AllowedValues: [1.0]}')}`),
      ['x'],
    ],
    [
      'whose key was merged',
      yaml('!FindInMap [M, "017", a]', `Metadata: &m {017: {a: x}}\n${mapping('<<: *m')}`),
      ['<unknown>'],
    ],
    ['with such a value', yaml('!FindInMap [M, b, a]', mapping('b: {a: 1.0}')), ['<written 1.0>']],
  ])('%s', async (_name, text, expected) => {
    expect((await alternatives(text)).map(({ properties }) => readable(properties['Value']))).toEqual(
      expected,
    );
  });
});

it('a mapping says why its value is not known', async () => {
  const text = yaml('!FindInMap [M, "1.0", a]', mapping('1.0: {a: x}'));
  expect((await alternatives(text))[0]?.properties['Value']).toMatchObject({
    reason: 'the mapping M, which has a key that YAML parsers read differently',
  });
});

describe('a text that has one in it', () => {
  it.each<[string, string, unknown]>([
    ['is set', '!Join ["", ["", 1.0]]', '<set>'],
    ['joined by one', '!Join [., ["", a]]', '<set>'],
    ['joined by one, of nothing', '!Join [., ["", ""]]', '<unknown>'],
    ['substituted', '!Sub ["${A}", {A: 1.0}]', '<set>'],
    ['encoded', '!Base64 {a: b}', '<unknown>'],
    ['written as JSON', 'Fn::ToJsonString: [1.0]', '<set>'],
    ['split', '{"Fn::Split": [",", 1.0]}', '<list of unknown>'],
    ['split by one', '!Split [., a.b]', '<list of unknown>'],
    ['selected', '!Select [0, [1.0]]', '<written 1.0>'],
    ['selecting', '!Select [1.0, [a, b]]', '<unknown>'],
    ['as an octal number selecting', '!Select [01, [a, b]]', '<unknown>'],
  ])('%s', async (_name, value, expected) => {
    const text = value.startsWith('Fn::') ? yaml(`{${value}}`) : yaml(value);
    expect(await read(text)).toEqual(expected);
  });

  it('fills a loop, which then has an id that is not known', async () => {
    const loop = `Resources:\n  Fn::ForEach::L: [N, [1.0, b], {"T\${N}": {Type: ${TYPE}, Properties: {Value: !Ref N}}}]\n`;
    const found = await alternatives(loop);
    expect(found.map(({ exists, properties }) => exists && readable(properties['Value']))).toEqual([
      '<written 1.0>',
      false,
    ]);
  });
});

describe('a name that is written like the thing it names', () => {
  it.each<[string, string, unknown[]]>([
    ['a parameter', yaml('!Ref N', 'Parameters: {N: {AllowedValues: [a]}}\n'), ['a']],
    ['in long form', yaml('{Ref: N}', 'Parameters: {N: {AllowedValues: [a]}}\n'), ['a']],
    ['a condition', yaml('!If [Y, a, b]', 'Conditions: {Y: !Equals [a, a]}\n'), ['a']],
    ['a mapping', yaml('!FindInMap [N, a, b]', 'Mappings: {N: {a: {b: c}}}\n'), ['c']],
    [
      'the identifier of a loop',
      `Resources:\n  Fn::ForEach::L: [N, [a], {"T\${N}": {Type: ${TYPE}, Properties: {Value: !Ref N}}}]\n`,
      ['a'],
    ],
  ])('%s', async (_name, text, expected) => {
    expect((await alternatives(text)).map(({ properties }) => properties['Value'])).toEqual(expected);
  });
});

describe('the value of a parameter', () => {
  const text = (declaration: string) => yaml('!Ref P', parameter(declaration));
  it.each<[string, string, unknown]>([
    ['a default', '{Type: String, Default: 1.0}', '<written 1.0>'],
    ['a default of a list', '{Type: CommaDelimitedList, Default: 1.0}', ['<written 1.0>']],
    ['a default of a list with others', '{Type: CommaDelimitedList, Default: [a, 1.0]}', '<list of unknown>'],
    ['a default in quotes', '{Type: String, Default: "1.0"}', '1.0'],
    ['a plain default', '{Type: Number, Default: 3}', '3'],
  ])('%s', async (_name, declaration, expected) => {
    const found = await alternatives(text(declaration), DEFAULTS);
    expect(readable(found[0]?.properties['Value'])).toEqual(expected);
  });

  it('passed as text is text', async () => {
    const context = { ...STACK, parameters: { values: { Free: '1.0', One: '1.0' }, useDefaults: false } };
    const condition = { 'Fn::Equals': [{ Ref: 'Free' }, { Ref: 'One' }] };
    expect(
      await outcomes({ 'Fn::If': ['C', 1, 2] }, { Parameters, Conditions: { C: condition } }, context),
    ).toEqual([1]);
  });
});
