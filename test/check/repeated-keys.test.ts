import { describe, expect, it } from 'vitest';
import { repeatedKeys } from '../../src/check/repeated-keys.js';
import { readTemplate } from '../../src/template/index.js';

describe('keys that are written more than once', () => {
  it.each<[string, string]>([
    ['JSON', `{"Resources":{${'"A":{},'.repeat(200_000)}"A":{}}}`],
    ['YAML', `Resources: {${'A: b, '.repeat(30_000)}A: b}`],
  ])('are named up to a number, in %s', async (_name, text) => {
    const problems = [...repeatedKeys(await readTemplate(text, ''), 'a.file')];
    expect(problems).toHaveLength(51);
    expect(problems[0]).toMatchObject({
      file: 'a.file',
      line: 1,
      message: expect.stringMatching(/^A is written more than once/),
    });
    expect(problems[50]?.message).toMatch(/^more than 50 keys/);
  });
});
