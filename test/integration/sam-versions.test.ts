import { beforeAll, describe, expect, it } from 'vitest';
import { changesOfTheFunction, source } from '../deploy/sam-template.js';
import { translate } from './sam-translation.js';

/** How a version that SAM publishes is called, and its description; where either is another, it is another version. */
interface Version {
  readonly id: string;
  readonly description: unknown;
}

const jobs = {
  nothing: { source },
  'the code': { source, code: 's3://bucket/other' },
  'the value of a parameter': {
    source,
    parameters: { Policy: 'keyPolicy: wellFormed', Architecture: 'x86_64' },
  },
  ...Object.fromEntries(
    changesOfTheFunction.map(([what, line, changed]) => [what, { source: source.replace(line, changed) }]),
  ),
};
const versions = new Map<string, Version>();

beforeAll(async () => {
  const translated = await translate(Object.values(jobs));
  for (const [index, what] of Object.keys(jobs).entries()) {
    const { Resources = {} } = translated[index] ?? {};
    const published = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Lambda::Version');
    expect(published).toHaveLength(1);
    for (const [id, { Properties }] of published)
      versions.set(what, { id, description: Properties.Description });
  }
});

describe('SAM publishes another version', () => {
  it.each(['the code', ...changesOfTheFunction.map(([what]) => what)])('when %s changes', (what) => {
    expect(versions.get(what)?.id).not.toBe(versions.get('nothing')?.id);
  });

  // Should SAM ever put the values in, the description and with it the limit of 249 characters can go.
  it('by its description alone when the value of a parameter changes, which its name does not show', () => {
    const { id, description } = versions.get('the value of a parameter') ?? expect.fail();
    expect(id).toBe(versions.get('nothing')?.id);
    const policy = { 'Fn::If': ['PolicyInS3', { Ref: 'PolicyLocation' }, { Ref: 'Policy' }] };
    expect(description).toEqual({ 'Fn::Join': [' ', [{ Ref: 'Architecture' }, policy]] });
  });
});
