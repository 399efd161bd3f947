import { describe, expect, it } from 'vitest';
import { allows, readDeployed } from './deployed-template.js';

const config = readDeployed('config-rule.yaml');

describe('deploy/config-rule.yaml', () => {
  const identifier = 'SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED';
  const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

  it.each([
    ['', true],
    [key, true],
    [`${key},${key}`, true],
    [`${key},`, false],
    [`${key} ,${key}`, false],
    ['alias/endpoints', false],
  ])('takes the keys %j: %s', (value, allowed) => {
    expect(allows(config.Parameters.KmsKeyArns, value)).toBe(allowed);
  });

  it('is a rule of this account, or of the organization, that says the same', () => {
    const { EndpointConfigurationsHaveKeys: one, EndpointConfigurationsOfTheOrganizationHaveKeys: all } =
      config.Resources;
    expect(one?.Properties).toMatchObject({ Source: { Owner: 'AWS', SourceIdentifier: identifier } });
    expect(all?.Properties.OrganizationManagedRuleMetadata).toMatchObject({
      RuleIdentifier: identifier,
      Description: one?.Properties.Description,
      MaximumExecutionFrequency: one?.Properties.MaximumExecutionFrequency,
      InputParameters: {
        'Fn::If': ['KeysNamed', { 'Fn::Sub': '{"kmsKeyArns":"${KmsKeyArns}"}' }, { Ref: 'AWS::NoValue' }],
      },
    });
    expect([one, all]).toMatchObject([{ Condition: 'OfThisAccount' }, { Condition: 'OfTheOrganization' }]);
  });

  it.each([
    ['', true],
    ['111122223333', true],
    ['11112222333', false],
    ['*', false],
  ])('leaves out the accounts %j: %s', (value, allowed) => {
    expect(allows(config.Parameters.ExcludedAccounts, value)).toBe(allowed);
  });
});
