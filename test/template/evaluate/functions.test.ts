/** Functions of values, called with values: no template and no scope. */

import { describe, expect, it } from 'vitest';
import { AmbiguousScalar } from '../../../src/template/ambiguous-scalar.js';
import { Budget } from '../../../src/template/evaluate/budget.js';
import { deploymentFunctions, strictFunctions } from '../../../src/template/evaluate/functions.js';
import { ruleFunctions } from '../../../src/template/evaluate/rule-functions.js';
import { MAX_TEXT } from '../../../src/template/limits.js';
import {
  NoValue,
  Rest,
  Unknown,
  unknownList,
  type Value,
  type ValueList,
} from '../../../src/template/value.js';
import { readable } from './scenarios.js';

const path = ['Resources', 'T', 'Properties', 'V', 'Fn::X'];
const open = new Unknown('the parameter P, which has no known value yet', ['P'], false, 'P');
const set = open.withSet(true);
const one = new AmbiguousScalar('1.0');
const dot = new AmbiguousScalar('.');
const more = (...items: Value[]): ValueList => Object.assign([...items], { [Rest]: open });

const functions = { ...strictFunctions, ...ruleFunctions };
type Name = keyof typeof functions;

const call = (name: Name, argument: Value): Value =>
  functions[name](argument, { path, budget: new Budget() });

describe.each<[Name, [argument: Value, expected: unknown][]]>([
  [
    'Fn::Join',
    [
      [['', []], ''],
      [['-', []], ''],
      [['/', ['a', 1, true]], 'a/1/true'],
      [['', [NoValue, 'b']], 'b'],
      [['-', [NoValue, open]], '<unknown>'],
      [['', ['a', open]], '<set>'],
      [['', ['', open]], '<unknown>'],
      [['', ['', set]], '<set>'],
      [['/', ['', open]], '<set>'],
      [['/', ['a', ['b']]], '<set>'],
      [['/', [null]], '<unknown>'],
      [['/', unknownList(set)], '<unknown>'],
      [['/', more('a')], '<set>'],
      [['/', more('')], '<unknown>'],
      [['/', set], '<unknown>'],
      [['', [one]], '<set>'],
      [[dot, ['', 'a']], '<set>'],
      [[dot, ['', '']], '<unknown>'],
      [[open, ['', '']], '<unknown>'],
      [['/'], '<unknown>'],
      [[['/'], ['a']], '<unknown>'],
      ['text', '<unknown>'],
      [open, '<unknown>'],
    ],
  ],
  [
    'Fn::Split',
    [
      [
        ['/', 'a/b'],
        ['a', 'b'],
      ],
      [
        ['/', 'a/'],
        ['a', ''],
      ],
      [['/', ''], ['']],
      [['/', set], '<list of unknown>'],
      [['/', one], '<list of unknown>'],
      [[dot, 'a.b'], '<list of unknown>'],
      [['/', ['a']], '<unknown>'],
      [[['/'], 'a'], '<unknown>'],
      [['/'], '<unknown>'],
    ],
  ],
  [
    'Fn::Select',
    [
      [[1, ['a', 'b']], 'b'],
      [['1', ['a', 'b']], 'b'],
      [[0, [NoValue, 'b']], 'b'],
      [[0, ['']], ''],
      [[1, ['a']], '<unknown>'],
      [[10, [...'0123456789x']], 'x'],
      [[-1, ['a']], '<unknown>'],
      [['', ['a']], '<unknown>'],
      [['0.0', ['a']], '<unknown>'],
      [[one, ['a', 'b']], '<unknown>'],
      [[set, ['a']], '<unknown>'],
      [[0, [one]], '<written 1.0>'],
      [[0, set], '<unknown>'],
      [[0, unknownList(set)], '<set>'],
      [[0, unknownList(open)], '<unknown>'],
      [[0, more('a')], 'a'],
      [[1, more('a')], '<unknown>'],
      [[0, 'text'], '<unknown>'],
      [[null, ['a']], '<unknown>'],
      ['text', '<unknown>'],
    ],
  ],
  [
    'Fn::Base64',
    [
      ['key', 'a2V5'],
      ['', ''],
      [12, 'MTI='],
      [set, '<set>'],
      [open, '<unknown>'],
      [one, '<set>'],
      [['x'], '<unknown>'],
    ],
  ],
  [
    'Fn::Length',
    [
      [[], 0],
      [['a', NoValue], 1],
      [unknownList(open), '<set>'],
      [more('a'), '<set>'],
      [open, '<set>'],
      ['x', '<unknown>'],
    ],
  ],
  [
    'Fn::ToJsonString',
    [
      [{ a: [1, NoValue], b: NoValue, c: { d: null } }, '{"a":[1],"c":{"d":null}}'],
      [[], '[]'],
      ['"', '"\\""'],
      [{ a: [{ b: open }] }, '<set>'],
      [{ a: 1, b: [true, open] }, '<set>'],
      [[one], '<set>'],
      [unknownList(open), '<set>'],
      [{ a: 1, [Rest]: open }, '<set>'],
    ],
  ],
  [
    'Fn::Contains',
    [
      [[['a', 1], '1'], true],
      [[['a', 'b'], 'c'], false],
      [['a', 'a'], true],
      [[[], 'a'], false],
      [[more('a'), 'a'], '<unknown>'],
      [[['a', open], 'a'], '<unknown>'],
      [[['a'], open], '<unknown>'],
      [[['a'], one], '<set>'],
      [[['a'], ['a']], '<unknown>'],
      [[['a']], '<unknown>'],
      ['a', '<unknown>'],
    ],
  ],
  [
    'Fn::EachMemberEquals',
    [
      [[['a', 'a'], 'a'], true],
      [[['a', 'b'], 'a'], false],
      [[[], 'a'], true],
      [[more('a'), 'a'], '<unknown>'],
      [[['a'], open], '<unknown>'],
    ],
  ],
  [
    'Fn::EachMemberIn',
    [
      [
        [
          ['a', 'b'],
          ['b', 'a', 'c'],
        ],
        true,
      ],
      [
        [
          ['a', 'd'],
          ['a', 'c'],
        ],
        false,
      ],
      [[['a'], more('a')], '<unknown>'],
      [[more('a'), ['a']], '<unknown>'],
      [[open, ['a']], '<unknown>'],
    ],
  ],
])('%s', (name, rows) => {
  it.each(rows)('of %j is %j', (argument, expected) => {
    expect(readable(call(name, argument))).toEqual(expected);
  });
});

describe('what is unknown', () => {
  it.each<[string, Name, Value, object]>([
    ['keeps its reason, its place and its parameter', 'Fn::Base64', open, open],
    ['in a text', 'Fn::Join', ['', ['a', open]], { ...open, set: true }],
    ['of which an item is selected', 'Fn::Select', [0, set], open],
    ['in JSON', 'Fn::ToJsonString', [open], { ...open, set: true }],
    ['that is counted', 'Fn::Length', open, { ...open, set: true }],
    [
      'since no such item is there',
      'Fn::Select',
      [9, ['a']],
      { reason: 'Fn::Select, which asks for an item that its list does not have', path, set: false },
    ],
    [
      'since the call is malformed',
      'Fn::Join',
      'text',
      {
        reason: 'Fn::Join at Resources.T.Properties.V.Fn::X, which CloudFormation refuses in this form',
        path,
        set: false,
      },
    ],
    [
      'since a rule compares what is no text',
      'Fn::Contains',
      [['a', {}], 'a'],
      { reason: 'a rule, which compares a value that is not a text', path: [], set: false },
    ],
    [
      'since a rule compares what readers differ on',
      'Fn::Contains',
      [['a', one], 'a'],
      { reason: one.reason, path: [], set: true },
    ],
    [
      'since a text has a part that is none',
      'Fn::Join',
      ['', ['a', ['b']]],
      { reason: 'a text with a part that is not a string', path, set: true },
    ],
    [
      'since readers differ',
      'Fn::Base64',
      one,
      { reason: 'the number 1.0, which YAML and JSON parsers write differently', path, set: true },
    ],
  ])('%s', (_title, name, argument, expected) => {
    expect(call(name, argument)).toMatchObject(expected);
  });
});

describe('a call that is malformed', () => {
  it.each<[Name, Value]>([
    ['Fn::Base64', ['x']],
    ['Fn::Join', ['', 'x']],
    ['Fn::Length', 'x'],
    ['Fn::Select', [0, 'x']],
    ['Fn::Select', [null, ['a']]],
    ['Fn::Split', [['/'], 'a']],
    ['Fn::Split', ['/', {}]],
  ])('%s of %j', (name, argument) => {
    const reason = `${name} at Resources.T.Properties.V.Fn::X, which CloudFormation refuses in this form`;
    expect(call(name, argument)).toMatchObject({ reason, path, set: false });
  });

  it.each<[Name, Value]>([
    ['Fn::Join', ['', set]],
    ['Fn::Select', [set, ['a']]],
    ['Fn::Select', [0, set]],
  ])('is not %s of what is unknown', (name, argument) => {
    expect(call(name, argument)).toEqual(open);
  });
});

describe('a text that is too long', () => {
  const long = 'x'.repeat(MAX_TEXT);
  it.each<[Name, Value]>([
    ['Fn::Join', ['', [long, long]]],
    ['Fn::Join', ['x'.repeat(MAX_TEXT / 2), ['', '', '']]],
    ['Fn::Base64', long],
    ['Fn::ToJsonString', [long]],
  ])('%s', (name, argument) => {
    expect(() => call(name, argument)).toThrow(/builds a text of \d+ characters at Resources\.T/);
  });

  it('costs little to split', () => {
    const argument: Value = [',', 'x'.repeat(100_000)];
    expect(call('Fn::Split', argument)).toEqual(['x'.repeat(100_000)]);
  });

  it('is counted before it is split', () => {
    const budget = new Budget();
    const split = () => strictFunctions['Fn::Split']([',', long], { path, budget });
    expect(() => Array.from({ length: 10 }, split)).toThrow('takes too long');
  });
});

describe('what only the deployment knows', () => {
  it.each<[keyof typeof deploymentFunctions, string, string]>([
    ['Fn::Cidr', '<list of set>', 'Fn::Cidr, which CloudFormation works out at deployment'],
    ['Fn::GetAZs', '<list of set>', 'Fn::GetAZs, which CloudFormation looks up at deployment'],
    [
      'Fn::GetStackOutput',
      '<unknown>',
      'an output of another stack, which is not known before the deployment',
    ],
    ['Fn::ImportValue', '<unknown>', 'an export of another stack, which is not known before the deployment'],
  ])('%s', (name, expected, reason) => {
    const value = deploymentFunctions[name](path);
    expect(readable(value)).toBe(expected);
    expect(Array.isArray(value) ? value[Rest] : value).toMatchObject({ reason, path });
  });
});
