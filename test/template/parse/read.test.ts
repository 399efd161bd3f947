import { describe, expect, it } from 'vitest';
import { readTemplate } from '../../../src/template/index.js';
import { MAX_TEMPLATE_LENGTH } from '../../../src/template/limits.js';
import { duplicateKeys, locate } from '../../../src/template/parse/locate.js';
import { Rest, type ValueList } from '../../../src/template/value.js';
import { alternatives, readable, TYPE } from '../evaluate/scenarios.js';

/** The properties of the only resource, in the only scenario. */
async function properties(text: string): Promise<unknown> {
  const [only] = await alternatives(text);
  return readable(only?.properties);
}

const block = `Resources:\n  T:\n    Type: ${TYPE}\n    Properties:\n      V: `;

describe('texts that CloudFormation takes', () => {
  it.each<[string, string, unknown]>([
    ['JSON', `{"Resources":{"T":{"Type":"${TYPE}","Properties":{"V":"a"}}}}`, { V: 'a' }],
    [
      'JSON behind a byte order mark',
      `\uFEFF {"Resources":{"T":{"Type":"${TYPE}","Properties":{"V":"a"}}}}`,
      { V: 'a' },
    ],
    [
      'of a duplicate key the last, in JSON',
      `{"Resources":{"T":{"Type":"${TYPE}","Properties":{"V":1,"V":2}}}}`,
      { V: 2 },
    ],
    ['of a duplicate key the last, in YAML', `${block}1\n      V: 2\n`, { V: 2 }],
    [
      'YAML that begins with a brace',
      `{Resources: {T: {Type: '${TYPE}', Properties: {V: !Ref "AWS::Region",},},},}`,
      { V: 'eu-west-1' },
    ],
    ['CRLF', `${block}a\n`.replaceAll('\n', '\r\n'), { V: 'a' }],
    ['a byte order mark', `\uFEFF${block}a\n`, { V: 'a' }],
    ['a document start', `---\n${block}a\n`, { V: 'a' }],
    ['escapes', `${block}"\\x61\\u0062"\n`, { V: 'ab' }],
    ['escaped keys', `"Resourc\\x65s":\n  T:\n    "\\x54ype": "${TYPE}"\n`, {}],
    ['folded scalars', `${block}>-\n        a\n        b\n`, { V: 'a b' }],
    ['literal scalars', `${block}|\n        a\n`, { V: 'a\n' }],
    ['tags of YAML', `${block}!!str 12\n`, { V: '12' }],
    ['a non-specific tag', `${block}! 12\n`, { V: '12' }],
    [
      'short forms',
      `${block}!Join ["", [!Ref AWS::Region, !Sub "-\${AWS::AccountId}"]]\n`,
      { V: 'eu-west-1-111122223333' },
    ],
    [
      'a short form over lines',
      `${block}!If\n        - C\n        - !Ref AWS::NoValue\n        - a\n`,
      { V: '<none>' },
    ],
    [
      '!GetAtt with a dot in the attribute',
      `${block}!GetAtt K.A.Arn\n  K: {Type: AWS::KMS::Key}\n`,
      { V: '<set>' },
    ],
    ['!GetAtt as a list', `${block}!GetAtt [K, Arn]\n  K: {Type: AWS::KMS::Key}\n`, { V: '<set>' }],
    ['YAML 1.1 booleans', `${block}yes\n`, { V: true }],
    ['dates are text', `${block}2010-09-09\n`, { V: '2010-09-09' }],
    ['times are text', `${block}2010-09-09T10:11:12Z\n`, { V: '2010-09-09T10:11:12Z' }],
    ['binary is no tag of CloudFormation', `${block}!!binary YQ==\n`, { V: 'YQ==' }],
    ['numbers', `${block}-16\n`, { V: -16 }],
    ['numbers that are written in another way', `${block}0x10\n`, { V: '<written 0x10>' }],
    ['null', `${block}~\n`, { V: null }],
    ['nothing', `${block}\n`, { V: null }],
    ['keys that are numbers stay as written', `${block}{0123: a}\n`, { V: { '0123': 'a' } }],
    [
      'a key __proto__ is a key like any other',
      `${block}{__proto__: a}\n`,
      { V: JSON.parse('{"__proto__":"a"}') },
    ],
    ['anchors and aliases', `X: &x a\n${block}*x\n`, { V: 'a' }],
    ['merges', `X: &x {a: 1, b: 2}\n${block}{<<: *x, b: 3}\n`, { V: { a: 1, b: 3 } }],
    [
      'merges of a list',
      `X: &x {a: 1}\nY: &y {a: 2, c: 3}\n${block}{<<: [*x, *y, z]}\n`,
      { V: { a: 1, c: 3 } },
    ],
    [
      'merges as many as a template may have',
      `X: &x {a: 1}\n${block}[${'{<<: *x},'.repeat(20_000)}]\n`,
      { V: Array(20_000).fill({ a: 1 }) },
    ],
    ['a flow collection closed at its parent', `${block}[\n        a\n      ]\n`, { V: ['a'] }],
    ['explicit keys', `? Resources\n: T:\n    Type: ${TYPE}\n`, {}],
    ['Properties that are no map', `${block.replace(/Properties:[\s\S]*$/, 'Properties: text')}\n`, {}],
    ['no Properties', `Resources:\n  T:\n    Type: "${TYPE} "\n`, {}],
  ])('%s', async (_name, text, expected) => {
    const withCondition = text.includes('!If') ? `Conditions:\n  C: !Equals [a, a]\n${text}` : text;
    expect(await properties(withCondition)).toEqual(expected);
  });
});

/** A map of 500 members. */
const wide = `{${Array.from({ length: 500 }, (_, index) => `k${index}: 1`).join()}}`;

it('has no limit of keys, whatever ends its lines', async () => {
  const lines = Array.from({ length: 500 }, (_, at) => `  R${at}: {Type: A}`);
  for (const end of ['\n', '\r\n', '\r']) {
    const template = await readTemplate(['Resources:', ...lines, ''].join(end), TYPE);
    expect(Object.keys(template.resources)).toHaveLength(500);
  }
});

describe('texts that are no template', () => {
  it.each<[string, string, string, [line?: number, column?: unknown]]>([
    ['nothing', '', 'The template is empty', []],
    ['white space', ' \n', 'The template is empty', []],
    ['a sentence', 'just text', 'its top level is not a map', []],
    ['a list', '- a', 'its top level is not a map', []],
    ['no Resources', '{"Parameters":{}}', 'it has no Resources', []],
    ['Resources that are no map', 'Resources: []', 'it has no Resources', []],
    ['an open bracket', 'Resources:\n  T: [a\n', 'not valid YAML', [3, 1]],
    ['broken JSON', '{"Resources": {"T": {]}}', 'not valid YAML', [1, 22]],
    ['a tab as indentation', 'Resources:\n\tT: a\n', 'not valid YAML', [2, 1]],
    ['an alias without an anchor', 'Resources:\n  T: *a\n', 'the alias *a has no anchor before it', [2, 6]],
    ['an alias before its anchor', 'Resources:\n  T: *a\n  U: &a x\n', 'has no anchor before it', [2, 6]],
    ['an alias without an anchor for a key', 'Resources:\n  *a : x\n', 'has no anchor before it', [2, 3]],
    ['a key that is nothing', 'Resources:\n  : x\n', 'a key is empty', [2, 3]],
    ['two documents', 'Resources: {}\n---\nResources: {}\n', 'not valid YAML', [2, 1]],
    ['too much', ' '.repeat(MAX_TEMPLATE_LENGTH + 1), 'CloudFormation takes 1 MB', []],
    ['nesting in YAML', `Resources: ${'['.repeat(200)}${']'.repeat(200)}`, 'nested too deep', [1, 132]],
    [
      'nesting beyond the stack',
      `Resources: ${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      'nested too deep',
      [1, expect.any(Number)],
    ],
    ['nesting on one line', `Resources:\n  ${'? '.repeat(200)}a`, 'nested too deep', [2, 243]],
    [
      'nesting that the library does not end',
      `Resources: [${'<<: '.repeat(5_000)}a]`,
      'nested too deep',
      [1, expect.any(Number)],
    ],
    ['more than a template can have', `Resources: [${'a,'.repeat(130_000)}a]`, 'more parts', [1, 250_010]],
    ['blank lines without end', `Resources: ${'\n'.repeat(800_000)}`, 'more parts', [749_998, 1]],
    [
      'a map merged into many',
      `M: &m ${wide}\nResources: [${'{<<: *m},'.repeat(1_000)}]`,
      'merges',
      [2, 4_504],
    ],
    [
      'a map merged many times',
      `M: &m ${wide}\nResources: {<<: [${'*m,'.repeat(1_000)}]}`,
      'merges',
      [2, 12],
    ],
    [
      'a list of nothing merged many times',
      `M: &m [${'1,'.repeat(1_000)}]\nResources: [${'{<<: *m},'.repeat(1_000)}]`,
      'merges',
      [2, 2_263],
    ],
    ['the first of many mistakes', `Resources: "${'\\q'.repeat(100_000)}"`, 'escape sequence \\q', [1, 13]],
    ['a mistake behind a document', 'Resources: {}\n...\n[', 'not valid YAML', [3, 2]],
    ['a directive without a document', '%YAML 1.1\nResources: {}', 'directives-end', [2, 1]],
  ])(
    '%s',
    async (_name, text, message, [line, column]) => {
      await expect(readTemplate(text, TYPE)).rejects.toMatchObject({
        name: 'TemplateError',
        message: expect.stringContaining(message),
        line,
        column,
      });
    },
    60_000,
  );

  it('nesting in JSON, where it matters', async () => {
    const deep = `${'['.repeat(500)}${']'.repeat(500)}`;
    await expect(
      properties(`{"Resources":{"T":{"Type":"${TYPE}","Properties":{"V":${deep}}}}}`),
    ).rejects.toThrow('nested too deep');
    expect(await properties(`{"Resources":{"T":{"Type":"${TYPE}"}},"Metadata":${deep}}`)).toEqual({});
  });

  it('a bomb of aliases', async () => {
    const levels = Array.from(
      { length: 30 },
      (_, index) => `X${index + 1}: &x${index + 1} [${Array(9).fill(`*x${index}`)}]`,
    );
    const bomb = `X0: &x0 a\n${levels.join('\n')}\n${block}*x30\n`;
    await expect(properties(bomb)).rejects.toThrow('takes too long to evaluate');
  });
});

describe('transforms', () => {
  it.each<[string, unknown, object, string | undefined]>([
    ['AWS::Serverless changes nothing', 'AWS::Serverless-2016-10-31', { V: 1 }, undefined],
    ['a macro may add what is missing', ['AWS::Serverless-2016-10-31', 'Mine'], { V: 1 }, 'Mine'],
    ['as may one with parameters', { Name: 'Mine', Parameters: {} }, { V: 1 }, 'Mine'],
    ['and one that is not named', [{ Ref: 'X' }], { V: 1 }, 'not a string'],
    ['an include elsewhere does not', { Name: 'AWS::Include' }, { V: 1 }, undefined],
    [
      'one inside the map does',
      undefined,
      { V: 1, 'Fn::Transform': { Name: 'AWS::Include' } },
      'AWS::Include',
    ],
  ])('%s', async (_name, Transform, Properties, reason) => {
    const [only] = await alternatives({
      ...(Transform !== undefined && { Transform }),
      Resources: { T: { Type: TYPE, Properties } },
    });
    expect(only?.properties['V']).toBe(1);
    expect(only?.properties[Rest]?.reason).toEqual(reason && expect.stringContaining(reason));
  });

  it('reach into lists, and properties that are not written yet', async () => {
    const [macro] = await alternatives({
      Transform: 'Mine',
      Resources: { T: { Type: TYPE, Properties: { V: [1] } } },
    });
    expect(macro?.properties['V']).toSatisfy(
      (list: ValueList) => list[Rest]?.reason.includes('Mine') === true,
    );
    for (const resource of [
      { Properties: { 'Fn::Transform': {} } },
      { 'Fn::Transform': {}, Properties: {} },
    ]) {
      const [included] = await alternatives({ Resources: { T: { Type: TYPE, ...resource } } });
      expect(included?.properties[Rest]?.reason).toContain('a transform whose name');
    }
  });
});

describe('places', () => {
  const yaml = `Resources:\n  A:\n    Type: Other\n  T:\n    Type: ${TYPE}\n    Properties:\n      V: !If\n        - C\n        - {X: 1}\n        - b\n`;
  const json = `{\n  "Resources": {\n    "T": { "Type": "${TYPE}", "Properties": { "V": [1, {"W": 2}], "V": [3, {"W": 4}] } }\n  }\n}`;
  const top = ['Resources', 'T', 'Properties'];

  it.each<[string, string, (string | number)[], [number, number, number, number] | undefined]>([
    ['a resource behind one that is left out', yaml, ['Resources', 'T'], [4, 3, 4, 4]],
    ['a member', yaml, [...top, 'V'], [7, 7, 7, 8]],
    ['a branch of a short form', yaml, [...top, 'V', 'Fn::If', 2], [10, 11, 10, 12]],
    ['inside a branch', yaml, [...top, 'V', 'Fn::If', 1, 'X'], [9, 12, 9, 13]],
    ['the deepest part that exists', yaml, [...top, 'KmsKeyId'], [6, 5, 6, 15]],
    ['nothing', yaml, ['Outputs'], undefined],
    ['in JSON', json, ['Resources', 'T'], [3, 5, 3, 8]],
    ['in JSON the member that counts', json, [...top, 'V', 1, 'W'], [3, 81, 3, 84]],
    ['in JSON the deepest part', json, [...top, 'V', 7, 'W'], [3, 71, 3, 74]],
    ['in JSON behind a byte order mark', `\uFEFF${json}`, ['Resources'], [2, 3, 2, 14]],
    ['in JSON nothing', json, [0], undefined],
  ])('%s', async (_name, text, path, expected) => {
    const place = locate(await readTemplate(text, TYPE), path);
    expect(place && [place.line, place.column, place.endLine, place.endColumn]).toEqual(expected);
  });

  it('of keys that are written twice', async () => {
    const twice = `Resources:\n  T:\n    Type: ${TYPE}\n    Type: ${TYPE}\n    Tags:\n      - {a: 1, a: 2}\n`;
    expect([...duplicateKeys(await readTemplate(twice, TYPE))]).toEqual([
      { key: 'Type', line: 4, column: 5 },
      { key: 'a', line: 6, column: 16 },
    ]);
    expect([...duplicateKeys(await readTemplate(json, TYPE))]).toEqual([{ key: 'V', line: 3, column: 71 }]);
  });
});
