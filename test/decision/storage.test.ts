import { describe, expect, it } from 'vitest';
import {
  familyOf,
  isLocalFamily,
  localFamilies,
  unverifiedLocalFamilies,
  volumeFamilies,
} from '../../src/decision/families.js';
import { mergePolicies } from '../../src/decision/index.js';
import { classifyStorage, storageOverall } from '../../src/decision/storage.js';
import { markDeferred, NoValue, Rest, type Value, type ValueMap } from '../../src/template/index.js';
import { on, open, unknown, variant } from './support.js';

const classify = (properties: ValueMap, final = false, localStorageFamilies: string[] = []) =>
  classifyStorage(
    markDeferred(properties, final) as ValueMap,
    mergePolicies({ localStorage: 'exempt', localStorageFamilies }),
  );

const local = 'ml.g5.xlarge';
const volume = 'ml.m5.large';
const later = '{{changeSet:KNOWN_AFTER_APPLY}}';
const withRest = (...items: Value[]): Value => Object.assign(items, { [Rest]: unknown() });

describe('families', () => {
  it.each([
    'p4d',
    'p4de',
    'p6-b200',
    'p6-b300',
    'p6e-gb200',
    'trn1n',
    'trn2',
    'dl1',
    'g7e',
    'i3en',
    'x2iedn',
    'p3dn',
  ])('%s is local', (family) => {
    expect(isLocalFamily(family, [])).toBe(true);
  });

  it.each(['m9gd', 'm6idn', 'r10gdn'])('%s is local by its name', (family) => {
    expect(localFamilies.has(family)).toBe(false);
    expect(isLocalFamily(family, [])).toBe(true);
  });

  it.each([...volumeFamilies, 'm9g', 'c9gn', 'medium', 'd', '', 'm5dx', 'constructor'])(
    '%s is not',
    (family) => {
      expect(isLocalFamily(family, [])).toBe(false);
    },
  );

  it('are in one table only', () => {
    for (const family of [...localFamilies, ...unverifiedLocalFamilies])
      expect(volumeFamilies.has(family)).toBe(false);
    expect([...unverifiedLocalFamilies].filter((family) => localFamilies.has(family))).toEqual([]);
  });

  it.each([
    ['ml.t2.medium', 't2'],
    [' ml.g5.xlarge\n', 'g5'],
    ['g5.xlarge', 'g5'],
    ['ml.p6-b200.48xlarge', 'p6-b200'],
    ['x9d', 'x9d'],
    ['ml.x9d', 'x9d'],
    ['.g5', ''],
    ['ml..g5', ''],
  ])('%j has family %s', (type, family) => {
    expect(familyOf(type)).toBe(family);
  });
});

describe('storage', () => {
  const pools = (...types: Value[]): Value => types.map((InstanceType) => ({ InstanceType }));
  const localPools: ValueMap = { InstancePools: pools(local) };
  it.each<[string, ValueMap, string]>([
    ['no variants at all', {}, 'other'],
    ['an empty list', on(), 'other'],
    ['variants removed by NoValue', { ProductionVariants: [NoValue] }, 'other'],
    ['one local', on(local), 'local'],
    ['a type written without ml.', on(' g5.xlarge '), 'local'],
    ['a family in capital letters, which no API takes', on('ml.G5.xlarge'), 'other'],
    ['one volume', on(volume), 'other'],
    ['a d in the size', on('ml.t2.medium'), 'other'],
    ['several local', on(local, 'ml.p4d.24xlarge'), 'local'],
    ['local and volume', on(local, volume), 'other'],
    ['a shadow on a volume', { ...on(local), ShadowProductionVariants: [variant(volume)] }, 'other'],
    ['a shadow on local storage alone', { ShadowProductionVariants: [variant(local)] }, 'local'],
    ['serverless beside local', { ProductionVariants: [variant(local), { ServerlessConfig: {} }] }, 'other'],
    [
      'serverless with a local type',
      { ProductionVariants: [variant(local, { ServerlessConfig: {} })] },
      'other',
    ],
    ['serverless removed', { ProductionVariants: [variant(local, { ServerlessConfig: NoValue })] }, 'local'],
    ['no instance type beside local', { ProductionVariants: [variant(local), {}] }, 'other'],
    ['a variant removed beside local', { ProductionVariants: [NoValue, variant(local)] }, 'local'],
    ['a null type', on(null), 'other'],
    ['a null type beside local pools', { ProductionVariants: [variant(null, localPools)] }, 'local'],
    ['a blank type beside local pools', { ProductionVariants: [variant(' ', localPools)] }, 'local'],
    ['a removed type beside local pools', { ProductionVariants: [variant(NoValue, localPools)] }, 'local'],
    ['a number as type beside local pools', { ProductionVariants: [variant(5, localPools)] }, 'other'],
    ['a list as type beside local pools', { ProductionVariants: [variant([local], localPools)] }, 'other'],
    ['a pool whose type is null', { ProductionVariants: [{ InstancePools: pools(local, null) }] }, 'other'],
    ['a pool whose type is blank', { ProductionVariants: [{ InstancePools: pools(local, ' ') }] }, 'other'],
    ['a blank type', on(' '), 'other'],
    ['a number as type', on(5), 'other'],
    ['a list as type', on([local]), 'other'],
    ['a string for the list', { ProductionVariants: local }, 'other'],
    ['strings for variants', { ProductionVariants: [local] }, 'other'],
    [
      'pools on local storage',
      { ProductionVariants: [{ InstancePools: pools(local, 'ml.g6.xlarge') }] },
      'local',
    ],
    ['pools of both kinds', { ProductionVariants: [{ InstancePools: pools(local, volume) }] }, 'other'],
    [
      'a type and a pool',
      { ProductionVariants: [variant(local, { InstancePools: pools(volume) })] },
      'other',
    ],
    [
      'a pool removed',
      { ProductionVariants: [{ InstancePools: [NoValue, { InstanceType: local }] }] },
      'local',
    ],
    ['a pool without a type', { ProductionVariants: [variant(local, { InstancePools: [{}] })] }, 'other'],
    ['a string for a pool', { ProductionVariants: [variant(local, { InstancePools: [local] })] }, 'other'],
    ['a string for the pools', { ProductionVariants: [variant(local, { InstancePools: local })] }, 'other'],
    ['empty pools', { ProductionVariants: [variant(local, { InstancePools: [] })] }, 'local'],
    ['a number in a pool', { ProductionVariants: [{ InstancePools: pools(5) }] }, 'other'],
    ['volume beside an unknown type', on(unknown(), volume), 'other'],
    ['volume and local beside an unknown type', on(unknown(), volume, local), 'other'],
    [
      'serverless with an unknown type',
      { ProductionVariants: [variant(unknown(), { ServerlessConfig: {} })] },
      'other',
    ],
  ])('%s', (_, properties, kind) => {
    expect(classify(properties).kind).toBe(kind);
    expect(classify(properties, true).kind).toBe(kind);
  });

  it.each<[string, ValueMap, (string | number)[]]>([
    ['the list', { ProductionVariants: unknown() }, ['ProductionVariants']],
    ['the shadows', { ...on(local), ShadowProductionVariants: unknown() }, ['ShadowProductionVariants']],
    ['a variant', { ProductionVariants: [unknown()] }, ['ProductionVariants', 0]],
    ['a type', on(local, unknown(true)), ['ProductionVariants', 1, 'InstanceType']],
    ['more variants', { ProductionVariants: withRest(variant(local)) }, ['ProductionVariants']],
    [
      'more members of a variant',
      { ProductionVariants: [open({})] },
      ['ProductionVariants', 0, 'ServerlessConfig'],
    ],
    ['more properties', open(on(local)), ['ShadowProductionVariants']],
    [
      'serverless or not',
      { ProductionVariants: [variant(local, { ServerlessConfig: unknown() })] },
      ['ProductionVariants', 0, 'ServerlessConfig'],
    ],
    [
      'the pools',
      { ProductionVariants: [variant(local, { InstancePools: unknown() })] },
      ['ProductionVariants', 0, 'InstancePools'],
    ],
    [
      'a pool',
      { ProductionVariants: [{ InstancePools: [unknown()] }] },
      ['ProductionVariants', 0, 'InstancePools', 0],
    ],
    [
      'more pools',
      { ProductionVariants: [variant(local, { InstancePools: withRest({ InstanceType: local }) })] },
      ['ProductionVariants', 0, 'InstancePools'],
    ],
    [
      'the type of a pool',
      { ProductionVariants: [{ InstancePools: pools(unknown()) }] },
      ['ProductionVariants', 0, 'InstancePools', 0, 'InstanceType'],
    ],
  ])('cannot tell %s', (_, properties, path) => {
    expect(classify(properties)).toMatchObject({ kind: 'unknown', unknown: { path } });
  });

  it.each<[string, ValueMap]>([
    ['the list', { ProductionVariants: later }],
    ['a variant', { ProductionVariants: [later] }],
    ['a type', on(later)],
    ['a dynamic reference', on('{{resolve:ssm:/ml/type}}')],
    ['the pools', { ProductionVariants: [{ InstancePools: later }] }],
    ['a pool', { ProductionVariants: [{ InstancePools: [later] }] }],
    ['the type of a pool', { ProductionVariants: [{ InstancePools: pools(later) }] }],
  ])('takes text that is still replaced as unknown, unless everything is resolved: %s', (_, properties) => {
    expect(classify(properties).kind).toBe('unknown');
    expect(classify(properties, true).kind).toBe('other');
  });

  it('says which variants are local and which are not, by name and types', () => {
    const properties = {
      ProductionVariants: [variant(local, { VariantName: 'Large' }), variant(volume, { VariantName: '' })],
    };
    expect(classify(properties)).toMatchObject({
      local: ['Large (ml.g5.xlarge)'],
      other: ['ProductionVariants[1] (ml.m5.large)'],
      unverified: [],
    });
    expect(classify(on('ml.p6e-gb200.36xlarge')).unverified).toEqual(['ml.p6e-gb200.36xlarge']);
  });

  it.each<[string, ValueMap, Partial<Record<'local' | 'other', string[]>>]>([
    [
      'without a type',
      { ProductionVariants: [{ VariantName: 'A', ServerlessConfig: {} }] },
      { other: ['A'] },
    ],
    [
      'with several types',
      { ProductionVariants: [variant(` ${local} `, { InstancePools: pools('ml.g6.xlarge') })] },
      { local: ['ProductionVariants[0] (ml.g5.xlarge, ml.g6.xlarge)'], other: [] },
    ],
    [
      'on both',
      { ShadowProductionVariants: [{ InstancePools: pools(local, volume) }] },
      {
        local: ['ShadowProductionVariants[0] (ml.g5.xlarge, ml.m5.large)'],
        other: ['ShadowProductionVariants[0] (ml.g5.xlarge, ml.m5.large)'],
      },
    ],
    [
      'whose name is blank',
      { ProductionVariants: [variant(volume, { VariantName: ' ' })] },
      { other: ['ProductionVariants[0] (ml.m5.large)'] },
    ],
    [
      'that may have other types',
      { ProductionVariants: [variant(local, { InstancePools: unknown() })] },
      { local: [], other: [] },
    ],
    [
      'on both, with a type that is not known',
      { ProductionVariants: [{ InstancePools: pools(local, volume, unknown()) }] },
      {
        local: ['ProductionVariants[0] (ml.g5.xlarge, ml.m5.large)'],
        other: ['ProductionVariants[0] (ml.g5.xlarge, ml.m5.large)'],
      },
    ],
  ])('names a variant %s', (_, properties, names) => {
    expect(classify(properties)).toMatchObject(names);
  });

  it('over several cases is what all of them have', () => {
    const both = classify(on('ml.p6e-gb200.36xlarge', volume, 'ml.c5.large'));
    const one = classify({
      ProductionVariants: [{}, variant(volume), variant('ml.p6e-gb200.36xlarge', { VariantName: 'Other' })],
    });
    expect(storageOverall([both])).toEqual(both);
    expect(storageOverall([both, both])).toEqual(both);
    expect(storageOverall([both, one])).toMatchObject({
      local: [],
      other: ['ProductionVariants[1] (ml.m5.large)'],
      unverified: ['ml.p6e-gb200.36xlarge'],
    });
    expect(storageOverall([both, classify({})])).toMatchObject({ local: [], other: [], unverified: [] });
    expect(storageOverall([])).toEqual({
      kind: 'other',
      local: [],
      other: [],
      unverified: [],
      unknown: undefined,
    });
  });

  it('knows the families that the policy adds', () => {
    for (const family of ['ml.x9', 'x9']) {
      expect(classify(on('ml.x9.large')).kind).toBe('other');
      expect(classify(on('ml.x9.large'), false, [family]).kind).toBe('local');
    }
  });
});
