/**
 * AWS's partitions, and the format of accounts, Regions and ARNs in each of them. Source: the partitions data of the
 * AWS SDK for JavaScript 3.1169 (`partitions.js`).
 */

interface Partition {
  readonly id: string;
  /** The prefix of its Regions' names. */
  readonly regions: string;
  /** The suffix of its services' host names, and of its dual-stack endpoints. */
  readonly dnsSuffixes: readonly [string, string];
}

const commercial: Partition = { id: 'aws', regions: '', dnsSuffixes: ['amazonaws.com', 'api.aws'] };

const partitions: readonly Partition[] = [
  { id: 'aws-cn', regions: 'cn-', dnsSuffixes: ['amazonaws.com.cn', 'api.amazonwebservices.com.cn'] },
  { id: 'aws-us-gov', regions: 'us-gov-', dnsSuffixes: ['amazonaws.com', 'api.aws'] },
  { id: 'aws-eusc', regions: 'eusc-', dnsSuffixes: ['amazonaws.eu', 'api.amazonwebservices.eu'] },
  { id: 'aws-iso', regions: 'us-iso-', dnsSuffixes: ['c2s.ic.gov', 'api.aws.ic.gov'] },
  { id: 'aws-iso-b', regions: 'us-isob-', dnsSuffixes: ['sc2s.sgov.gov', 'api.aws.scloud'] },
  { id: 'aws-iso-e', regions: 'eu-isoe-', dnsSuffixes: ['cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk'] },
  { id: 'aws-iso-f', regions: 'us-isof-', dnsSuffixes: ['csp.hci.ic.gov', 'api.aws.hci.ic.gov'] },
  commercial,
];

/** The partition of a Region, by the prefix of its name; `aws` where no other partition's prefix matches. */
export function partitionOf(region: string): string {
  return (partitions.find(({ regions }) => region.startsWith(regions)) ?? commercial).id;
}

/** The value of `AWS::URLSuffix` in a partition; undefined for a partition that is not in this list. */
export function urlSuffixOf(partition: string): string | undefined {
  return partitions.find(({ id }) => id === partition)?.dnsSuffixes[0];
}

/** The suffixes of AWS's host names in all partitions. */
export const dnsSuffixes: readonly string[] = [
  ...new Set(partitions.flatMap((partition) => partition.dnsSuffixes)),
];

/** Patterns for the parts of an ARN, without anchors or capturing groups, so that larger patterns can contain them. */
export const arnParts = {
  /** `aws`, `aws-cn`, `aws-iso-b`, `aws-eusc`, and future partitions. */
  partition: 'aws(?:-[a-z0-9]+)*',
  /** `us-east-1`, `us-gov-west-1`, `us-isob-east-1`, `eusc-de-east-1`. */
  region: '[a-z]{2,5}(?:-[a-z]+)+-[0-9]{1,2}',
  account: '[0-9]{12}',
} as const;

/**
 * A pattern for the beginning of an ARN, up to the colon before the resource.
 * @param service as in ARNs, for example `lambda`
 * @param region a pattern; empty for IAM, whose ARNs have no Region
 */
export function arnPattern(service: string, region: string = arnParts.region): string {
  return `arn:${arnParts.partition}:${service}:${region}:${arnParts.account}:`;
}
