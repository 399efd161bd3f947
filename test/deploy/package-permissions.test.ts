import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTemplate } from '../../scripts/package.mjs';
import { permissions } from '../../src/cli/hook/permissions.js';
import { localFamilies, unverifiedLocalFamilies } from '../../src/decision/families.js';
import { type Members, root } from './sam-template.js';

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string;
  readonly Condition?: Members;
}

function read(file: string): Statement[] {
  const { Version, Statement } = JSON.parse(readFileSync(join(root, 'deploy', file), 'utf8'));
  expect(Version).toBe('2012-10-17');
  return Statement;
}

describe('what the commands may do', () => {
  const audit = read('audit-policy.json');
  const operator = read('operator-policy.json');
  const actions = (statements: readonly Statement[]) => statements.flatMap(({ Action }) => Action);

  /** The actions of the calls to a service in src/aws: what is taken from its client to send, or to go through pages. */
  function called(service: string): string[] {
    const texts = readdirSync(join(root, 'src/aws')).map((file) =>
      readFileSync(join(root, 'src/aws', file), 'utf8'),
    );
    const load = new RegExp(`const (\\w+|\\{[^}]*\\}) = loadSdk\\('client-${service}'\\)`, 'g');
    const operations = texts.flatMap((text) =>
      [...text.matchAll(load)].flatMap(([, names = '']) => {
        // A name for the whole client is written before each of its commands.
        const used = names.startsWith('{')
          ? names
          : (text.match(new RegExp(`${names}\\.\\w+`, 'g')) ?? []).join();
        return [...used.matchAll(/\b(?:paginate(\w+)|(\w+)Command\b)/g)].map(
          ([, paged, sent]) => paged ?? sent,
        );
      }),
    );
    return [...new Set(operations)].map((operation) => `${service}:${operation}`);
  }

  it('is what each command under hook says that it needs', () => {
    const needed = [...new Set(Object.values(permissions).flat())];
    expect(actions(operator).sort()).toEqual(needed.sort());
  });

  it('is exactly what they call of CloudFormation, sorted and once each', () => {
    const granted = [...actions(audit), ...actions(operator)].filter((action) =>
      action.startsWith('cloudformation:'),
    );
    // Results of a hook need an action of their own, though the call is the same.
    expect(granted.sort()).toEqual([...called('cloudformation'), 'cloudformation:ListAllHookResults'].sort());
    for (const { Action } of [...audit, ...operator]) expect(Action).toEqual([...new Set(Action)].sort());
  });

  it.each([
    ['sagemaker', 4],
    ['kms', 1],
    ['organizations', 1],
  ])('has every call of %s', (service, count) => {
    expect(called(service)).toHaveLength(count);
    expect(actions(audit)).toEqual(expect.arrayContaining(called(service)));
  });

  it('allows the audit to read, and to enter one role elsewhere', () => {
    for (const action of actions(audit)) expect(action).toMatch(/:(?:List|Describe|Get)|^sts:AssumeRole$/);
    expect(audit.find(({ Sid }) => Sid === 'EnterAccountsOfTheOrganization')).toMatchObject({
      Action: ['sts:AssumeRole'],
      Resource: 'arn:*:iam::*:role/kms-guard-audit',
    });
  });

  it('hands roles to CloudFormation alone', () => {
    expect(operator.filter(({ Action }) => Action.includes('iam:PassRole'))).toMatchObject([
      {
        Action: ['iam:PassRole'],
        Condition: { StringLike: { 'iam:PassedToService': '*cloudformation.amazonaws.com' } },
      },
    ]);
  });

  describe('deploy/audit-role.yaml', () => {
    const { Parameters, Resources } = readTemplate(
      readFileSync(join(root, 'deploy/audit-role.yaml'), 'utf8'),
    ) as {
      Parameters: Record<string, { Default?: string; AllowedPattern?: string }>;
      Resources: { AuditRole: { Properties: Members & { Policies: Members[] } } };
    };
    const { AssumeRolePolicyDocument, Policies } = Resources.AuditRole.Properties;

    it('grants in another account what the audit needs there, keys only where that is wanted', () => {
      const [stacks, configurations, keys] = audit;
      expect(Policies).toHaveLength(1);
      expect(Policies[0]?.PolicyDocument).toEqual({
        Version: '2012-10-17',
        Statement: [stacks, configurations, { 'Fn::If': ['KeysVerified', keys, { Ref: 'AWS::NoValue' }] }],
      });
      expect(Parameters.VerifyKeys?.Default).toBe('false');
      expect(Parameters.RoleName?.Default).toBe('kms-guard-audit');
    });

    it('is trusted by one account, under an external id', () => {
      expect(AssumeRolePolicyDocument).toMatchObject({
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${TrustedAccountId}:root' } },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } },
          },
        ],
      });
      expect(Parameters.ExternalId).not.toHaveProperty('Default');
      expect('111122223333').toMatch(new RegExp(`^(?:${Parameters.TrustedAccountId?.AllowedPattern})$`));
    });
  });
});

describe('a service control policy', () => {
  const families = [...localFamilies, ...unverifiedLocalFamilies].map((family) => `ml.${family}.*`);
  const withoutKey = { Null: { 'sagemaker:VolumeKmsKey': 'true' } };

  it.each<[string, Members]>([
    ['scp.json', withoutKey],
    [
      'scp-exempt-local-storage.json',
      { ...withoutKey, 'ForAnyValue:StringNotLike': { 'sagemaker:InstanceTypes': families } },
    ],
  ])('deploy/%s denies what the guard blocks under the same setting of localStorage', (file, Condition) => {
    const statements = read(file);
    expect(statements).toEqual([
      {
        Sid: 'EndpointVolumesHaveKeys',
        Effect: 'Deny',
        Action: 'sagemaker:CreateEndpointConfig',
        Resource: '*',
        Condition,
      },
    ]);
    // The quota of a service control policy, in characters.
    expect(JSON.stringify(statements).length).toBeLessThan(5000);
  });
});
