import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { aliasProblem } from '../../src/aws/name-problems.js';
import { guardAliases } from '../../src/aws/names.js';
import { rule } from '../../src/decision/index.js';
import { guard, type Json, type Members, resource, root, template } from './sam-template.js';

describe('the function', () => {
  it('is built with the options of npm run build', async () => {
    const script = await import(pathToFileURL(join(root, 'scripts/build.mjs')).href);
    const { bundle, platform, mainFields, external, alias, supported, ...options }: BuildOptions =
      script.lambdaOptions;
    const pairs = (record = {}) => Object.entries(record).map((pair) => pair.join('='));
    // SAM sets these two itself.
    expect({ bundle, platform }).toEqual({ bundle: true, platform: 'node' });
    const { EntryPoints, UseNpmCi, MainFields, External, Alias, ...others } =
      guard.Metadata?.BuildProperties ?? {};
    const here = Object.fromEntries(
      Object.entries(others).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
    );
    expect({ ...here, mainFields: String(MainFields).split(','), external: External, alias: Alias }).toEqual({
      ...options,
      mainFields,
      external,
      alias: pairs(alias),
      supported: pairs(supported),
    });
    expect({ EntryPoints, UseNpmCi }).toEqual({ EntryPoints: ['src/handler.ts'], UseNpmCi: true });
  });

  it('answers before CloudFormation gives up, on a whole processor and the runtime that is promised', () => {
    const { Runtime, CodeUri, Handler, Architectures, Timeout, MemorySize } = guard.Properties;
    expect({ Runtime, CodeUri, Handler, Architectures }).toEqual({
      Runtime: 'nodejs24.x',
      CodeUri: '.',
      Handler: 'handler.handler',
      Architectures: [{ Ref: 'Architecture' }],
    });
    expect(Timeout).toBeLessThan(30);
    expect(MemorySize).toBe(1769);
    expect(template.Parameters.Architecture).toMatchObject({
      Default: 'arm64',
      AllowedValues: ['arm64', 'x86_64'],
    });
  });

  it('may write its log, read its policy, and look up keys where that is wanted, and nothing else', () => {
    const [log, policy, keys] = resource('GuardRole').Properties.Policies as [
      Members,
      { If: Json[] },
      { If: Json[] },
    ];
    expect(log.PolicyDocument).toMatchObject({
      Statement: [
        { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { GetAtt: 'GuardLogGroup.Arn' } },
      ],
    });
    const object = { Select: [1, { Split: ['s3://', { Ref: 'PolicyLocation' }] }] };
    expect(policy.If).toMatchObject([
      'PolicyInS3',
      {
        PolicyDocument: {
          Statement: [
            {
              Action: 's3:GetObject',
              Resource: { Sub: ['arn:${AWS::Partition}:s3:::${BucketAndKey}', { BucketAndKey: object }] },
            },
            { If: ['PolicyEncrypted', { Action: 'kms:Decrypt', Resource: { Ref: 'PolicyKeyArn' } }, {}] },
          ],
        },
      },
      { Ref: 'AWS::NoValue' },
    ]);
    expect(keys.If).toMatchObject([
      'KeysVerified',
      {
        PolicyDocument: {
          Statement: [
            {
              Action: 'kms:DescribeKey',
              Resource: { Sub: 'arn:${AWS::Partition}:kms:${AWS::Region}:*:key/*' },
            },
          ],
        },
      },
      { Ref: 'AWS::NoValue' },
    ]);
    expect(template.Parameters.VerifyKeys).toMatchObject({ Default: 'false' });
    expect(resource('GuardRole').Properties).not.toHaveProperty('ManagedPolicyArns');
  });
});

describe('the hooks', () => {
  const hooks = Object.values(template.Resources).filter(
    ({ Type }) => Type === 'AWS::CloudFormation::LambdaHook',
  );

  it('have the aliases that kms-guard hook looks for', () => {
    expect(hooks.map(({ Properties }) => Properties.Alias)).toEqual(Object.values(guardAliases));
    expect(Object.values(guardAliases).map(aliasProblem)).toEqual([undefined, undefined, undefined]);
  });

  it('ask the function’s alias, in the mode that was chosen', () => {
    for (const { Properties } of hooks) {
      expect(Properties).toMatchObject({
        LambdaFunction: { Ref: 'GuardFunction.Alias' },
        ExecutionRole: { GetAtt: 'HookExecutionRole.Arn' },
        FailureMode: { Ref: 'FailureMode' },
        HookStatus: { Ref: 'HookStatus' },
      });
    }
    expect(hooks).toHaveLength(3);
    expect(template.Parameters.FailureMode).toMatchObject({
      Default: 'FAIL',
      AllowedValues: ['FAIL', 'WARN'],
    });
  });

  it('leave their own stack alone, by no filter of a hook for Cloud Control, where filters of stacks are ignored', () => {
    for (const { Properties } of hooks) {
      const { TargetOperations, StackFilters } = Properties;
      const ofStacks = !JSON.stringify(TargetOperations).includes('CLOUD_CONTROL');
      expect(StackFilters).toEqual(
        ofStacks
          ? { FilteringCriteria: 'ALL', StackNames: { Exclude: [{ Ref: 'AWS::StackName' }] } }
          : undefined,
      );
    }
  });

  const chosen = (condition: string, operation: string) => ({
    If: [condition, operation, { Ref: 'AWS::NoValue' }],
  });

  it.each<[string, string, Json[], string[] | undefined]>([
    ['ResourceHook', 'ResourcesChecked', ['RESOURCE'], [rule.resourceType]],
    ['CloudControlHook', 'CloudControlChecked', ['CLOUD_CONTROL'], [rule.resourceType]],
    [
      'StackHook',
      'TemplateViewChecked',
      [chosen('StacksChecked', 'STACK'), chosen('ChangeSetsChecked', 'CHANGE_SET')],
      undefined,
    ],
  ])('%s is there under %s, for creations and updates only', (id, condition, operations, names) => {
    const { Condition, Properties } = resource(id);
    expect(Condition).toBe(condition);
    expect(Properties.TargetOperations).toEqual(operations);
    expect(Properties.TargetFilters).toEqual({
      ...(names ? { TargetNames: names } : {}),
      Actions: ['CREATE', 'UPDATE'],
      InvocationPoints: ['PRE_PROVISION'],
    });
  });

  it('may invoke that alias, in this account only', () => {
    const { AssumeRolePolicyDocument, Policies } = resource('HookExecutionRole').Properties;
    expect(AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'hooks.cloudformation.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
    expect(Policies).toMatchObject([
      {
        PolicyDocument: {
          Statement: [{ Action: 'lambda:InvokeFunction', Resource: { Ref: 'GuardFunction.Alias' } }],
        },
      },
    ]);
  });
});
