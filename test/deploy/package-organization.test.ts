import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageTemplate } from '../../scripts/package.mjs';
import { arnParts, arnPattern } from '../../src/template/index.js';
import { allows, readDeployed, type Template } from './deployed-template.js';
import { type Members, root, source } from './sam-template.js';

const organization = readDeployed('organization.yaml');
const bucket = readDeployed('policy-bucket.yaml');
const config = readDeployed('config-rule.yaml');
const guard = JSON.parse(packageTemplate(source, 'exports.handler = () => {};')) as Template;

const stackSet = organization.Resources.Guard?.Properties ?? {};
const passed = stackSet.Parameters as { ParameterKey: string; ParameterValue: Members }[];

/** What of a parameter restricts its values. */
function constraints({ Description, ConstraintDescription, ...declared }: Members): Members {
  return declared;
}

describe.each([
  ['organization.yaml', organization],
  ['policy-bucket.yaml', bucket],
  ['config-rule.yaml', config],
  ['audit-role.yaml', readDeployed('audit-role.yaml')],
])('the parameters of deploy/%s', (file, template) => {
  it('are all grouped, labelled, described and used', () => {
    const names = Object.keys(template.Parameters).sort();
    const { ParameterGroups, ParameterLabels } = template.Metadata['AWS::CloudFormation::Interface'];
    expect(ParameterGroups.flatMap(({ Parameters }) => Parameters).sort()).toEqual(names);
    expect(Object.keys(ParameterLabels).sort()).toEqual(names);
    const text = readFileSync(join(root, 'deploy', file), 'utf8');
    for (const name of names) {
      expect(template.Parameters[name]).toHaveProperty('Description');
      expect(text).toMatch(new RegExp(`!Ref ${name}\\b|\\$\\{${name}\\}`));
    }
  });
});

/** What many accounts at once begin with: nothing is blocked, and nobody looks at a hundred dashboards. */
const otherDefaults: Readonly<Record<string, string>> = { FailureMode: 'WARN', Dashboard: 'false' };

describe('deploy/organization.yaml', () => {
  it('passes every parameter of the guard on, except two that each account would need for itself', () => {
    const names = passed.map(({ ParameterKey }) => ParameterKey);
    // The policy comes from one address; an alarm notifies topics of its own Region only.
    const others = Object.keys(guard.Parameters).filter(
      (name) => !['Policy', 'AlarmTopicArn'].includes(name),
    );
    expect([...names].sort()).toEqual(others.sort());
    for (const { ParameterKey, ParameterValue } of passed)
      expect(ParameterValue).toEqual({ Ref: ParameterKey });
  });

  it('takes for them what the guard takes', () => {
    for (const { ParameterKey } of passed) {
      const here = constraints(organization.Parameters[ParameterKey] ?? {});
      const there = constraints(guard.Parameters[ParameterKey] ?? {});
      const { Default, AllowedPattern, ...others } = there;
      if (ParameterKey === 'PolicyLocation') {
        expect(here).toEqual({
          ...others,
          AllowedPattern: String(AllowedPattern).replace(/^\((.*)\)\?$/, '$1'),
        });
      } else if (ParameterKey in otherDefaults) {
        expect(here).toEqual({ ...there, Default: otherDefaults[ParameterKey] });
      } else {
        expect(here).toEqual(there);
      }
    }
  });

  it('lets StackSets deploy to accounts that join, and one operation wait for another', () => {
    expect(stackSet).toMatchObject({
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: { Ref: 'CallAs' },
      TemplateURL: { Ref: 'TemplateUrl' },
      Capabilities: ['CAPABILITY_IAM'],
      AutoDeployment: {
        Enabled: true,
        RetainStacksOnAccountRemoval: { Ref: 'RetainStacksOnAccountRemoval' },
      },
      ManagedExecution: { Active: true },
      OperationPreferences: { FailureTolerancePercentage: { Ref: 'FailureTolerancePercentage' } },
      StackInstancesGroup: [
        {
          DeploymentTargets: { OrganizationalUnitIds: { Ref: 'OrganizationalUnitIds' } },
          Regions: { Ref: 'Regions' },
        },
      ],
    });
  });

  it.each([
    ['OrganizationalUnitIds', 'ou-ab12-11111111', true],
    ['OrganizationalUnitIds', 'r-ab12', true],
    ['OrganizationalUnitIds', '111122223333', false],
    ['Regions', 'eu-west-1', true],
    ['Regions', 'eusc-de-east-1', true],
    ['Regions', 'eu-west-1a', false],
    ['TemplateUrl', 'https://policies.s3.eu-west-1.amazonaws.com/guard-0.1.0.template.json', true],
    ['TemplateUrl', 'https://policies.s3.eusc-de-east-1.amazonaws.eu/guard/0.1.0.json', true],
    ['TemplateUrl', 's3://policies/guard.template.json', false],
    ['TemplateUrl', 'https://example.com/guard.template.json', false],
    ['PolicyLocation', 's3://policies/kms-guard.yaml', true],
    ['PolicyLocation', '', false],
    ['PolicyLocation', 's3://policies/*', false],
    ['PolicyLocation', `s3://policies/${'k'.repeat(236)}`, false],
  ])('%s: %s is %s', (parameter, value, allowed) => {
    expect(allows(organization.Parameters[parameter], value)).toBe(allowed);
  });
});

it('takes ARNs and Regions as the code does, in every template', () => {
  expect(organization.Parameters.PolicyKeyArn?.AllowedPattern).toContain(arnPattern('kms'));
  expect(organization.Parameters.Regions?.AllowedPattern).toBe(arnParts.region);
  expect(config.Parameters.KmsKeyArns?.AllowedPattern).toContain(arnPattern('kms'));
});

describe('deploy/policy-bucket.yaml', () => {
  it('lets one organization read one object, and nobody write', () => {
    const { PolicyDocument } = bucket.Resources.PolicyReaders?.Properties ?? {};
    const { Statement } = PolicyDocument as { Statement: Members[] };
    expect(Statement.filter(({ Effect }) => Effect === 'Allow')).toEqual([
      {
        Sid: 'TheOrganizationReadsThePolicy',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: { 'Fn::Sub': '${PolicyBucket.Arn}/${PolicyKey}' },
        Condition: { StringEquals: { 'aws:PrincipalOrgID': { Ref: 'OrganizationId' } } },
      },
    ]);
  });

  it.each([
    ['OrganizationId', 'o-a1b2c3d4e5', true],
    ['OrganizationId', '*', false],
    ['PolicyKey', 'guard/kms-guard.yaml', true],
    ['PolicyKey', 'guard/*', false],
  ])('%s: %s is %s', (parameter, value, allowed) => {
    expect(allows(bucket.Parameters[parameter], value)).toBe(allowed);
  });

  it('makes an address that the guard takes, whatever the bucket and the key are called', () => {
    const longest = `s3://${'b'.repeat(63)}/${'k'.repeat(Number(bucket.Parameters.PolicyKey?.MaxLength))}`;
    expect(allows(organization.Parameters.PolicyLocation, longest)).toBe(true);
  });
});
