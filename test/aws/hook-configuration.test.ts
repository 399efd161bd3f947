import { describe, expect, it } from 'vitest';
import {
  excludingStacks,
  hookSettings,
  knownSettings,
  parseConfiguration,
  withSettings,
} from '../../src/aws/hook-configuration.js';

function documentOf(HookConfiguration: unknown) {
  return { CloudFormationConfiguration: { HookConfiguration } };
}

describe('a configuration', () => {
  it('keeps what is beside what changes, in its place', () => {
    const text =
      '{"A":1,"CloudFormationConfiguration":{"B":2,"HookConfiguration":{"C":3,"FailureMode":"FAIL","D":{}}},"E":5}';
    const changed = withSettings(parseConfiguration(text), { FailureMode: 'WARN' });
    expect(JSON.stringify(changed)).toBe(text.replace('FAIL', 'WARN'));
  });

  it('begins where there is none', () => {
    expect(withSettings({ CloudFormationConfiguration: null }, { FailureMode: 'WARN' })).toEqual(
      documentOf({ FailureMode: 'WARN' }),
    );
  });

  it.each([{}, { CloudFormationConfiguration: [] }, documentOf('x'), documentOf(null)])(
    '%j has no settings',
    (document) => {
      expect(hookSettings(document)).toEqual({});
    },
  );

  it.each(['', '{', 'null', '[]', '"x"'])('is not %j', (text) => {
    expect(() => parseConfiguration(text)).toThrow(/present configuration is not/);
  });

  it.each([
    [{ TargetOperations: 'STACK' }, { TargetOperations: ['STACK'] }],
    [{ TargetOperations: ['STACK', 'NEW'] }, {}],
    [
      { HookInvocationStatus: 'DISABLED', FailureMode: 'WARN' },
      { HookInvocationStatus: 'DISABLED', FailureMode: 'WARN' },
    ],
    [
      {
        HookInvocationStatus: 'PAUSED',
        FailureMode: 1,
        Properties: [],
        TargetFilters: 'x',
        StackFilters: null,
      },
      {},
    ],
    [
      { Properties: {}, TargetFilters: {}, StackFilters: {} },
      { Properties: {}, TargetFilters: {}, StackFilters: {} },
    ],
  ])('%j is known as %j', (settings, known) => {
    expect(knownSettings(documentOf(settings))).toEqual(known);
  });
});

it.each([
  [undefined, { FilteringCriteria: 'ALL', StackNames: { Exclude: ['s'] } }],
  [{ StackNames: 'x' }, { FilteringCriteria: 'ALL', StackNames: { Exclude: ['s'] } }],
  [
    { FilteringCriteria: 'ANY', StackNames: { Include: ['i'], Exclude: ['e'] } },
    { FilteringCriteria: 'ANY', StackNames: { Include: ['i'], Exclude: ['e', 's'] } },
  ],
])('excludes a stack from %j', (filters, expected) => {
  expect(excludingStacks(filters, ['s'])).toEqual(expected);
});
