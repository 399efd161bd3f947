import { describe, expect, it } from 'vitest';
import { parseKey } from '../../../src/cli/fix/options.js';
import { fix } from './support.js';

const key = parseKey('alias/endpoints');
const head = 'Resources:\n  Config:\n    Type: AWS::SageMaker::EndpointConfig\n    Properties:';

/** Texts on which an expression that tries every way to divide them would not end. */
describe('a key is put in, or not, beside', () => {
  it.each<[string, string, string | undefined]>([
    [
      'comments in front of a tag, in braces',
      `${head} {${' # a'.repeat(40)}\n      !!str Tags: []}\n`,
      `${head} {KmsKeyId: alias/endpoints, ${' # a'.repeat(40)}\n      !!str Tags: []}\n`,
    ],
    [
      'comments in braces',
      `${head} {${' # a'.repeat(40)}\n      Tags: []}\n`,
      `${head} {${' # a'.repeat(40)}\n      KmsKeyId: alias/endpoints,\n      Tags: []}\n`,
    ],
    ['an anchor that looks like many', `${head} ${'&a'.repeat(40)}\u00a0\n      Tags: []\n`, undefined],
    [
      'a tag and an anchor',
      `${head} !!map &a # both\n      Tags: []\n`,
      `${head} !!map &a # both\n      KmsKeyId: alias/endpoints\n      Tags: []\n`,
    ],
  ])('%s', async (_name, before, after) => {
    const { text } = await fix(before, { key });
    expect(text).toBe(after ?? before);
  });
});

it('leaves a template alone that would be longer with the key than one can be', async () => {
  const start = `${head} {}\nMetadata: `;
  const before = `${start}${'x'.repeat(2 * 1024 * 1024 - start.length)}`;
  const { text, fixed, notFixed } = await fix(before, { key });
  expect(text === before).toBe(true);
  expect(fixed).toEqual([]);
  expect(notFixed).toEqual([
    { logicalId: 'Config', why: expect.stringContaining('cannot be read: The template has') },
  ]);
});
