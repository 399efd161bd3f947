import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { sageMakerRegions } from '../../src/aws/regions.js';
import {
  arnParts,
  arnPattern,
  dnsSuffixes,
  partitionOf,
  urlSuffixOf,
} from '../../src/template/partitions.js';

/** Regions of every partition, those without SageMaker among them. */
const regions = [...Object.values(sageMakerRegions).flat(), 'us-iso-west-1'];

/** How a host name ends in a Region, by the SDK's own data. */
function suffixInSdk(region: string, UseDualStack: boolean): string {
  const { config } = new CloudFormationClient({ region });
  const endpoint = config.endpointProvider({ Region: region, UseDualStack, UseFIPS: false });
  return endpoint.url.hostname.replace(`cloudformation.${region}.`, '');
}

describe('partitions', () => {
  it.each(regions)('%s has the host names that the SDK gives it', (region) => {
    expect(urlSuffixOf(partitionOf(region))).toBe(suffixInSdk(region, false));
    expect(dnsSuffixes).toContain(suffixInSdk(region, true));
  });

  it('are all that a host name may end in', () => {
    expect([...dnsSuffixes].sort()).toEqual([
      'amazonaws.com',
      'amazonaws.com.cn',
      'amazonaws.eu',
      'api.amazonwebservices.com.cn',
      'api.amazonwebservices.eu',
      'api.aws',
      'api.aws.hci.ic.gov',
      'api.aws.ic.gov',
      'api.aws.scloud',
      'api.cloud-aws.adc-e.uk',
      'c2s.ic.gov',
      'cloud.adc-e.uk',
      'csp.hci.ic.gov',
      'sc2s.sgov.gov',
    ]);
  });

  it('a partition that came later has no known suffix', () => {
    expect(urlSuffixOf('aws-moon')).toBeUndefined();
  });
});

describe('the pattern of an ARN', () => {
  const lambda = new RegExp(`^${arnPattern('lambda')}function:x$`);

  it.each(regions)('admits %s', (region) => {
    expect(region).toMatch(new RegExp(`^${arnParts.region}$`));
    expect(`arn:${partitionOf(region)}:lambda:${region}:111122223333:function:x`).toMatch(lambda);
  });

  it.each([
    'arn:azure:lambda:eu-west-1:111122223333:function:x',
    'arn:aws-:lambda:eu-west-1:111122223333:function:x',
    'arn:aws:lambda::111122223333:function:x',
    'arn:aws:lambda:eu-west:111122223333:function:x',
    'arn:aws:lambda:eu-west-1:11112222333:function:x',
    'arn:aws:s3:eu-west-1:111122223333:function:x',
  ])('refuses %s', (arn) => {
    expect(arn).not.toMatch(lambda);
  });

  it('has no Region where the service is global', () => {
    expect('arn:aws:iam::111122223333:').toMatch(new RegExp(`^${arnPattern('iam', '')}$`));
  });
});
