import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { looksLikeTemplate, mayDeclare } from '../../../src/template/index.js';
import { outline } from '../../../src/template/parse/relevant-text.js';
import { views } from '../evaluate/scenarios.js';

const TYPE = 'Test::Thing';
const options = { logLevel: 'silent' } as const;

describe('mayDeclare', () => {
  it.each<[string, string, boolean]>([
    ['plain', 'Type: Test::Thing', true],
    ['another type', 'Type: Test::Thong', false],
    ['escapes that say something else', 'Type: "Test::T\\x61ng"', false],
    ['two digits', 'Type: "Test::T\\x68ing"', true],
    ['four digits', 'Type: "Test::\\u0054hing"', true],
    ['eight digits', 'Type: "Test::\\U00000054hing"', true],
    ['a line that goes on', 'Type: "Test::Th\\\n   ing"', true],
    ['a line that goes on, CRLF', 'Type: "Test::Th\\\r\n   ing"', true],
    ['a loop', '"Fn::ForEach::X": []', true],
    ['a loop in disguise', '"Fn::For\\x45ach::X": []', true],
    ['no character at all', '"\\UFFFFFFFF"', false],
    ['other backslashes', 'a\\nb\\\\', false],
  ])('%s', (_name, text, expected) => {
    expect(mayDeclare(text, TYPE)).toBe(expected);
  });
});

describe('looksLikeTemplate', () => {
  it.each<[string, string, boolean]>([
    ['block YAML', 'Parameters: {}\nResources:\n  A:\n    Type: X\n', true],
    ['quoted', '"Resources": # all\r\n\r\n  # of them\r\n  A: {}\r\n', true],
    ['JSON', '\uFEFF\n{"Resources": {}}', true],
    ['JSON without Resources', '{}', false],
    ['JSON that is a list', '[{}]', false],
    ['broken JSON', '{"Resources": {', false],
    ['a sentence', 'Resources are scarce', false],
    ['Resources in line', 'Resources: [a', false],
    ['comments and nothing else under Resources', `Resources:\r\n${'#\r\n'.repeat(60)}x`, false],
    ['comments under Resources', `Resources:\r\n${'#\r\n'.repeat(60)}  A: {}\r\n`, true],
    ['nothing under Resources', 'Resources:\nOutputs: {}\n', false],
  ])('%s', (_name, text, expected) => {
    expect(looksLikeTemplate(text)).toBe(expected);
  });
});

/** Spells a word in double quotes, each character plainly or escaped, lines broken anywhere. */
const spelled = (word: string) =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()), {
      minLength: word.length,
      maxLength: word.length,
    })
    .map(
      (choices) =>
        `"${[...word]
          .map((letter, index) => {
            const [way, broken] = choices[index] ?? [0, false];
            const code = letter.charCodeAt(0).toString(16);
            const escaped =
              way === 1
                ? `\\x${code.padStart(2, '0')}`
                : way === 2
                  ? `\\u${code.padStart(4, '0')}`
                  : way === 3
                    ? `\\U${code.padStart(8, '0')}`
                    : letter;
            return broken && index > 0 ? `\\\n          ${escaped}` : escaped;
          })
          .join('')}"`,
    );

const typeSpelling = fc.oneof(
  spelled(TYPE),
  fc.constantFrom(
    `'${TYPE}'`,
    TYPE,
    `!!str ${TYPE}`,
    `! ${TYPE}`,
    `&t ${TYPE}`,
    `>-\n        ${TYPE}`,
    `|-\n        ${TYPE}`,
  ),
);

/** What else may stand in a template. */
const filler = fc.constantFrom(
  'Type: AWS::SNS::Topic',
  'Type: AWS::SNS::Topic\n    Properties: {TopicName: "a\\nb\\x41"}',
  'Type: AWS::Lambda::Function\n    Properties:\n      Code:\n        ZipFile: |\n          Resources:\n            Evil: \\\n  ',
  'Type: AWS::SNS::Topic\n    Properties:\n      TopicName: "one\n\n        two"\n      Tags: [{a: b},\n        c]',
  'Type: AWS::SNS::Topic # Type: Test::Thing\n    # a comment\n  # at its own level',
  "Type: AWS::SNS::Topic\n    Metadata: 'it''s\n  Fake:\n    Type: AWS::S3::Bucket'",
);

const template = fc
  .tuple(fc.array(filler, { maxLength: 4 }), typeSpelling, fc.array(filler, { maxLength: 4 }), fc.nat(3))
  .map(([before, type, after, form]) => {
    const others = (list: readonly string[], name: string) =>
      list.map((body, index) => `  ${name}${index}:\n    ${body}\n`).join('');
    const target =
      form === 0
        ? `  Fn::ForEach::Loop:\n    - Kind\n    - [Thing]\n    - Target:\n        Type: Test::\${Kind}\n`
        : form === 1
          ? `  Target: {Type: ${type.startsWith('>') || type.startsWith('|') ? TYPE : type}}\n`
          : `  Target:\n    Type: ${type}\n    Properties:\n      V: a\n`;
    return `Outputs:\n  O: {Value: 1}\nResources:\n${others(before, 'B')}${target}${others(after, 'A')}Metadata:\n  M: 1\n`;
  });

describe('the shortcut', () => {
  it('never says no to a text that declares the type, however it is spelled', async () => {
    await fc.assert(
      fc.asyncProperty(template, async (text) => {
        const found = await views(text).catch(() => undefined);
        if (found === undefined || found.length > 0) expect(mayDeclare(text, TYPE)).toBe(true);
        if (found) expect(found.map(({ logicalId }) => logicalId)).toEqual(['Target']);
      }),
      { numRuns: 600 },
    );
  });

  it('and the outline leave the answer as it is', async () => {
    await fc.assert(
      fc.asyncProperty(template, async (text) => {
        const whole = parse(text, options);
        const reduced = parse(outline(text, TYPE).text, options);
        const mentioned = (root: { Resources: Record<string, unknown> }) =>
          Object.entries(root.Resources).filter(([id]) => id === 'Target' || id.startsWith('Fn::'));
        expect(Object.keys(reduced.Resources)).toEqual(Object.keys(whole.Resources));
        expect(mentioned(reduced)).toEqual(mentioned(whole));
      }),
      { numRuns: 600 },
    );
  });
});
