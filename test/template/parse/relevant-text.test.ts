import { describe, expect, it } from 'vitest';
import { outline } from '../../../src/template/parse/relevant-text.js';

const TYPE = 'Test::Thing';
const thing = `  T:\n    Type: ${TYPE}\n`;
const topic = '  Other:\n    Type: AWS::SNS::Topic\n    Properties:\n      A: b\n';
const typed = '  Other:\n    Type: AWS::SNS::Topic\n';

describe('outline', () => {
  it.each<[string, string, string]>([
    ['leaves other resources their type', `Resources:\n${topic}${thing}`, `Resources:\n${typed}${thing}`],
    ['behind the type too', `Resources:\n${thing}${topic}`, `Resources:\n${thing}${typed}`],
    [
      'a type between other members',
      `Resources:\n  O:\n    A: |\n      Type: Z\n    Type: >-\n      X\n    B: {}\n${thing}`,
      `Resources:\n  O:\n    Type: >-\n      X\n${thing}`,
    ],
    [
      'the last of two types, and none inside of another member',
      `Resources:\n  O:\n    Type: X\n    Type: Y\n    P:\n      Type: Z\n${thing}`,
      `Resources:\n  O:\n    Type: Y\n${thing}`,
    ],
    [
      'without a line break at the end',
      `Resources:\n${thing}${topic.trimEnd()}`,
      `Resources:\n${thing}${typed}`,
    ],
    [
      'with other line breaks',
      `Resources:\n${topic}${thing}`.replaceAll('\n', '\r\n'),
      `Resources:\n${typed}${thing}`.replaceAll('\n', '\r\n').replace('Other:\r', 'Other:'),
    ],
    [
      'quoted ids',
      `Resources:\n  "Q":\n    A: b\n    'Type': X\n${thing}`,
      `Resources:\n  "Q":\n    'Type': X\n${thing}`,
    ],
    [
      'not a resource in flow style, with its type',
      `Resources:\n  F: {Type: X, A: [1,\n    2]}\n${thing}`,
      `Resources:\n  F: {Type: X, A: [1,\n    2]}\n${thing}`,
    ],
    [
      'nor one with an escape in the key',
      `Resources:\n  F:\n    "Ty\\u0070e": X\n    A: b\n${thing}`,
      `Resources:\n  F:\n    "Ty\\u0070e": X\n    A: b\n${thing}`,
    ],
    [
      'sections that nothing draws on',
      `Description: |\n  Resources:\n${topic}Outputs:\n  A: {}\nResources:\n${thing}`,
      `Description:\nOutputs:\nResources:\n${thing}`,
    ],
    [
      'not those that conditions draw on',
      `Mappings:\n  M: {}\nConditions:\n  C: {}\nResources:\n${thing}`,
      `Mappings:\n  M: {}\nConditions:\n  C: {}\nResources:\n${thing}`,
    ],
    [
      'not what an include writes',
      `Resources:\n  Fn::Transform: {Name: X}\n${thing}`,
      `Resources:\n  Fn::Transform: {Name: X}\n${thing}`,
    ],
    [
      'nor what a macro writes, in its short form',
      `Resources:\n  Transform: {Name: X}\n${thing}`,
      `Resources:\n  Transform: {Name: X}\n${thing}`,
    ],
    [
      'comments go with what stands before them',
      `Resources: # all\n\n  # one\n${topic}  # two\n${thing}`,
      `Resources: # all\n\n  # one\n${typed}${thing}`,
    ],
    [
      'a resource written twice',
      `Resources:\n${thing}${topic.replace('Other', 'T')}`,
      `Resources:\n${thing}${typed.replace('Other', 'T')}`,
    ],
  ])('%s', (_name, text, expected) => {
    expect(outline(text, TYPE).text).toBe(expected);
  });

  it.each<[string, string]>([
    ['an anchor', `Resources:\n${topic}${thing}Outputs: &o {}\n`],
    ['an alias', `Resources:\n${topic}${thing}Outputs: *o\n`],
    ['a directive', `%YAML 1.1\n---\nResources:\n${topic}${thing}`],
    ['Resources in line', `Resources: {}\nOutputs:\n  A: 1\n`],
    ['a tag on Resources', `Resources: !X\n${topic}${thing}`],
    ['an explicit key', `? Resources\n:\n${topic}${thing}`],
    ['a tagged key', `!x Resources:\n${topic}${thing}`],
    ['a list', `- Resources:\n${topic}`],
    ['a sentence', `Resources\n${topic}`],
    ['a key with escapes', `"Resourc\\x65s":\n${topic}${thing}`],
    ['a merge', `Resources:\n  <<: {A: 1}\n${topic}${thing}`],
    ['less indentation', `Resources:\n    A: {}\n  B: {}\n`],
    ['a bracket that stays open', `Outputs: [\nResources:\n${topic}${thing}`],
    ['a quote that ends by its indentation', `Resources:\n${topic}    B: "\n${thing}    A: 1 # "\n`],
    ['one with an escaped quote at its end', `Resources:\n${topic}    B: "\\"\n${thing}    A: 1 # "\n`],
    ['a bracket that ends by its indentation', `Resources:\n${topic}    B: [\n${thing}    ]\n`],
    ['a quote that stays open', `Outputs: "\nResources:\n${topic}${thing}`],
  ])('leaves alone a text with %s', (_name, text) => {
    expect(outline(text, TYPE).text).toBe(text);
  });

  it('does not take the text of a scalar for structure', () => {
    const hidden = `  A:\n    Metadata: "\n      B: # "\n    Type: ${TYPE}\n    Properties:\n      X: "\n          Y: 1 # "\n`;
    expect(outline(`Resources:\n${hidden}${topic}`, TYPE).text).toBe(`Resources:\n${hidden}${typed}`);
  });

  it('leads back to the places of the whole text', () => {
    const text = `Description: x\nResources:\n${topic}${thing}${topic}Outputs:\n  A: 1\n`;
    const reduced = outline(text, TYPE);
    for (const word of ['Resources', 'Other', TYPE, 'Outputs']) {
      expect(reduced.original(reduced.text.indexOf(word))).toBe(text.indexOf(word));
    }
  });
});
