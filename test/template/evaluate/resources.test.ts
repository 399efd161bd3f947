import { describe, expect, it } from 'vitest';
import { readTemplate, resourcesOfType, showPath } from '../../../src/template/index.js';
import { partitionOf } from '../../../src/template/partitions.js';
import type { Unknown } from '../../../src/template/value.js';
import { alternatives, readable, STACK, TYPE, views } from './scenarios.js';

describe('resourcesOfType', () => {
  it('finds them by their type alone', async () => {
    const found = await views({
      Resources: {
        A: { Type: TYPE, Metadata: { m: 1 } },
        B: { Type: 'Other' },
        C: { Type: [TYPE] },
        D: 'text',
        E: null,
        F: {},
      },
    });
    expect(found.map(({ logicalId, path, metadata }) => [logicalId, path, metadata])).toEqual([
      ['A', ['Resources', 'A'], { m: 1 }],
    ]);
  });

  it('names the defaults that a value rests on', async () => {
    const template = {
      Parameters: {
        P: { Type: 'String', Default: 'x' },
        Q: { Type: 'String', Default: ['a', 'b'] },
        R: { Default: {} },
      },
    };
    const context = { ...STACK, parameters: { values: {}, useDefaults: true } };
    const [view] = await views(
      {
        ...template,
        Resources: { T: { Type: TYPE, Properties: { V: [{ Ref: 'P' }, { Ref: 'Q' }, { Ref: 'R' }] } } },
      },
      context,
    );
    const [only] = [...(view?.alternatives() ?? [])];
    expect(readable(only?.properties['V'])).toEqual(['x', 'a,b', '<unknown>']);
    expect([...(view?.defaults ?? [])]).toEqual(['P', 'Q']);
  });

  it('are 5,000 at most', async () => {
    const resources = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`R${index}`, { Type: TYPE }]));
    expect(await views({ Resources: resources(5_000) })).toHaveLength(5_000);
    await expect(views({ Resources: resources(5_001) })).rejects.toThrow(
      /^The template declares 5001 resources; CloudFormation takes 500$/,
    );
  });

  it('takes a resource behind a condition of an include both ways', async () => {
    const template = { Transform: 'AWS::Include', Resources: { T: { Type: TYPE, Condition: 'Theirs' } } };
    expect((await alternatives(template)).map(({ exists }) => exists)).toEqual([true, false]);
  });

  it('goes on with one alternative each once the work is too much', async () => {
    const list = Array.from({ length: 200 }, () => []);
    const Properties = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`P${index}`, { 'Fn::If': [`C${index}`, list, list] }]),
    );
    const resource = { Type: TYPE, Properties };
    const template = {
      Resources: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`R${index}`, resource])),
    };
    const counts = (await views(template)).map((view) => [...view.alternatives()].length);
    expect(counts[0]).toBeGreaterThan(2);
    expect(counts.at(-1)).toBe(2);
  });
});

describe('pseudo parameters', () => {
  it.each([
    ['us-east-1', 'aws', 'amazonaws.com'],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
    ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
    ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk'],
    ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov'],
    ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ])('%s is in %s under %s', async (region, partition, suffix) => {
    expect(partitionOf(region)).toBe(partition);
    const template = await readTemplate(
      JSON.stringify({
        Resources: {
          T: { Type: TYPE, Properties: { V: [{ Ref: 'AWS::Partition' }, { Ref: 'AWS::URLSuffix' }] } },
        },
      }),
      TYPE,
    );
    const [view] = resourcesOfType(template, TYPE, { ...STACK, pseudo: { region } });
    expect([...(view?.alternatives() ?? [])][0]?.properties['V']).toEqual([partition, suffix]);
  });

  it('that are not known are set all the same, and may be keys of mappings', async () => {
    const context = { ...STACK, pseudo: {} };
    const V = [{ Ref: 'AWS::Region' }, { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'k'] }];
    const Mappings = { M: { 'eu-west-1': { k: 1 }, 'us-east-1': { k: 2 } } };
    const all = await alternatives(
      { Mappings, Resources: { T: { Type: TYPE, Properties: { V } } } },
      context,
    );
    expect(all.map(({ properties }) => readable(properties['V']))).toEqual([
      ['<set>', 1],
      ['<set>', 2],
    ]);
    const { V: [region] = [] } = (all[0]?.properties ?? {}) as { V?: Unknown[] };
    expect(region?.reason).toBe('AWS::Region, whose value is not known before the deployment');
    expect(all.map(({ assuming }) => assuming)).toEqual([
      ['AWS::Region is "eu-west-1"'],
      ['AWS::Region is "us-east-1"'],
    ]);
  });
});

it('showPath writes a path as people do', () => {
  expect(showPath(['Resources', 'T', 'Properties', 'V', 0, 'Ref'])).toBe('Resources.T.Properties.V[0].Ref');
});
