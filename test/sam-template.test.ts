import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { describe, expect, it, vi } from 'vitest';
import { type CollectionTag, parse, type ScalarTag } from 'yaml';
import { aliasProblem, guardAliases } from '../src/aws/names.js';
import { handler } from '../src/handler.js';
import { rule } from '../src/policy/rule.js';

const root = join(import.meta.dirname, '..');

type Json = string | number | boolean | null | Json[] | Members;
type Members = { [name: string]: Json };
interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Members;
  readonly Metadata?: { readonly BuildMethod: string; readonly BuildProperties: Members };
}
interface Template {
  readonly Metadata: {
    readonly 'AWS::CloudFormation::Interface': {
      readonly ParameterGroups: readonly { readonly Parameters: readonly string[] }[];
      readonly ParameterLabels: Members;
    };
  };
  readonly Parameters: Readonly<Record<string, Members>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** Reads `!Name x` as `{"Name": x}`. */
function tags(name: string): (ScalarTag | CollectionTag)[] {
  return [
    { tag: `!${name}`, resolve: (text) => ({ [name]: text }) },
    { tag: `!${name}`, collection: 'seq', resolve: (list) => ({ [name]: list.toJSON() }) },
  ];
}
const functions = ['Ref', 'Sub', 'GetAtt', 'If', 'Not', 'Or', 'Equals', 'Select', 'Split', 'Condition'];
const source = readFileSync(join(root, 'template.yaml'), 'utf8');
const template = parse(source, { customTags: functions.flatMap(tags) }) as Template;

function resource(logicalId: string): Resource {
  const found = template.Resources[logicalId];
  if (!found) throw new Error(`template.yaml has no ${logicalId}`);
  return found;
}
const guard = resource('GuardFunction');

function pattern(parameter: string): RegExp {
  return new RegExp(`^(?:${template.Parameters[parameter]?.AllowedPattern})$`);
}

describe('the function', () => {
  it('is built with the options of npm run build', async () => {
    const script = await import(pathToFileURL(join(root, 'scripts/build.mjs')).href);
    const { bundle, platform, mainFields, external, ...options }: BuildOptions = script.lambdaOptions;
    // SAM sets these two itself.
    expect({ bundle, platform }).toEqual({ bundle: true, platform: 'node' });
    const { EntryPoints, UseNpmCi, MainFields, External, ...others } = guard.Metadata?.BuildProperties ?? {};
    const here = Object.fromEntries(
      Object.entries(others).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
    );
    expect({ ...here, mainFields: String(MainFields).split(','), external: External }).toEqual({
      ...options,
      mainFields,
      external,
    });
    expect({ EntryPoints, UseNpmCi }).toEqual({ EntryPoints: ['src/handler.ts'], UseNpmCi: true });
  });

  it('answers before CloudFormation gives up, on the runtime that is promised', () => {
    const { Runtime, CodeUri, Handler, Architectures, Timeout } = guard.Properties;
    expect({ Runtime, CodeUri, Handler, Architectures }).toEqual({
      Runtime: 'nodejs24.x',
      CodeUri: '.',
      Handler: 'handler.handler',
      Architectures: [{ Ref: 'Architecture' }],
    });
    expect(Timeout).toBeLessThan(30);
    expect(template.Parameters.Architecture).toMatchObject({
      Default: 'arm64',
      AllowedValues: ['arm64', 'x86_64'],
    });
  });

  it('may write its log and read its policy, and nothing else', () => {
    const [log, policy] = resource('GuardRole').Properties.Policies as [Members, { If: Json[] }];
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
    expect(resource('GuardRole').Properties).not.toHaveProperty('ManagedPolicyArns');
  });
});

describe('the hooks', () => {
  const hooks = Object.values(template.Resources).filter(
    ({ Type }) => Type === 'AWS::CloudFormation::LambdaHook',
  );

  it('have the aliases that kms-guard hook looks for', () => {
    expect(hooks.map(({ Properties }) => Properties.Alias)).toEqual(Object.values(guardAliases));
    expect(Object.values(guardAliases).map(aliasProblem)).toEqual([undefined, undefined]);
  });

  it('ask the function’s alias, in the mode that was chosen, and leave their own stack alone', () => {
    for (const { Properties } of hooks) {
      expect(Properties).toMatchObject({
        LambdaFunction: { Ref: 'GuardFunction.Alias' },
        ExecutionRole: { GetAtt: 'HookExecutionRole.Arn' },
        FailureMode: { Ref: 'FailureMode' },
        HookStatus: { Ref: 'HookStatus' },
        StackFilters: { FilteringCriteria: 'ALL', StackNames: { Exclude: [{ Ref: 'AWS::StackName' }] } },
      });
    }
    expect(hooks).toHaveLength(2);
    expect(template.Parameters.FailureMode).toMatchObject({
      Default: 'FAIL',
      AllowedValues: ['FAIL', 'WARN'],
    });
  });

  it.each([
    [
      'ResourceHook',
      { ResourcesChecked: 'RESOURCE', CloudControlChecked: 'CLOUD_CONTROL' },
      [rule.resourceType],
    ],
    ['StackHook', { StacksChecked: 'STACK', ChangeSetsChecked: 'CHANGE_SET' }, undefined],
  ])('%s has the operations that were chosen, creations and updates only', (hook, operations, names) => {
    const { TargetOperations, TargetFilters } = resource(hook).Properties;
    expect(TargetOperations).toEqual(
      Object.entries(operations).map(([condition, name]) => ({
        If: [condition, name, { Ref: 'AWS::NoValue' }],
      })),
    );
    expect(TargetFilters).toEqual({
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

describe('the metrics', () => {
  /** What the function itself writes, here for an event that is none. */
  async function written(): Promise<{
    Namespace: string;
    Dimensions: string[][];
    Metrics: { Name: string }[];
  }> {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await handler({});
    const lines = write.mock.calls.map(([line]) => JSON.parse(String(line)));
    write.mockRestore();
    return lines.find((line) => '_aws' in line)._aws.CloudWatchMetrics[0];
  }

  it('are on the dashboard, all of them, under the names that the function writes', async () => {
    const { Namespace, Dimensions, Metrics } = await written();
    const { Sub: body } = resource('Dashboard').Properties.DashboardBody as { Sub: string };
    const { widgets } = JSON.parse(body) as { widgets: { properties: { metrics?: Json[][] } }[] };
    const shown = widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter(([name]) => name === Namespace);
    expect(Dimensions).toEqual([['FunctionName']]);
    for (const [, , dimension, value] of shown) {
      expect([dimension, value]).toEqual(['FunctionName', '${GuardFunction}']);
    }
    expect(new Set(shown.map(([, name]) => name))).toEqual(new Set(Metrics.map(({ Name }) => Name)));
  });

  it('have an alarm where the guard itself fails, and a rollback on each alarm', async () => {
    const { Namespace, Metrics } = await written();
    expect(Metrics.map(({ Name }) => Name)).toContain('InternalFailure');
    expect(resource('InternalFailureAlarm').Properties).toMatchObject({
      Namespace,
      MetricName: 'InternalFailure',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'GuardFunction' } }],
    });
    const alarms = Object.keys(template.Resources).filter(
      (id) => resource(id).Type === 'AWS::CloudWatch::Alarm',
    );
    expect(guard.Properties.AutoPublishAlias).toBe('live');
    expect(guard.Properties.DeploymentPreference).toMatchObject({ Alarms: alarms.map((Ref) => ({ Ref })) });
    expect(alarms).toHaveLength(3);
  });
});

describe('the parameters', () => {
  const names = Object.keys(template.Parameters);
  const { ParameterGroups, ParameterLabels } = template.Metadata['AWS::CloudFormation::Interface'];

  it('are all grouped, labelled, described and used', () => {
    expect(ParameterGroups.flatMap(({ Parameters }) => Parameters).sort()).toEqual([...names].sort());
    expect(Object.keys(ParameterLabels).sort()).toEqual([...names].sort());
    for (const name of names) {
      expect(template.Parameters[name]).toHaveProperty('Description');
      expect(source).toContain(`!Ref ${name}`);
    }
  });

  it.each([
    ['Policy', '{}', true],
    ['Policy', 'keyPolicy: customerManaged\nallowedKeys: ["*"]\n', true],
    ['Policy', 's3://bucket/policy.yaml', false],
    ['PolicyLocation', '', true],
    ['PolicyLocation', 's3://my-bucket.policies/guard/policy.yaml', true],
    ['PolicyLocation', 's3://my-bucket', false],
    ['PolicyLocation', 's3://my-bucket/', false],
    ['PolicyLocation', 's3://my-bucket/*', false],
    ['PolicyLocation', 's3://my-bucket/polic?.yaml', false],
    ['PolicyLocation', 's3://my-bucket/${aws:username}', false],
    ['PolicyLocation', 's3://my-bucket/s3://other/key', false],
    ['PolicyLocation', 'https://my-bucket.s3.amazonaws.com/key', false],
    [
      'PolicyKeyArn',
      'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab',
      true,
    ],
    ['PolicyKeyArn', 'arn:aws:kms:eu-west-1:111122223333:alias/policies', false],
    ['AlarmTopicArn', 'arn:aws:sns:eu-west-1:111122223333:alarms', true],
    ['AlarmTopicArn', 'alarms', false],
  ])('%s: %j is %s', (parameter, value, allowed) => {
    expect(pattern(parameter).test(value)).toBe(allowed);
  });
});
