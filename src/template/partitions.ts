/**
 * AWS's partitions, and how accounts, Regions and ARNs are spelled in every one of them. Source: the partitions data
 * of the AWS SDK for JavaScript 3.1169 (`partitions.js`).
 */

interface Partition {
  readonly id: string;
  /** The beginning of its Regions' names. */
  readonly regions: string;
  /** Host names of its services end in the first one, and of dual-stack endpoints in the second. */
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

/** The partition of a Region, by the beginning of its name; `aws` for Regions that no other partition claims. */
export function partitionOf(region: string): string {
  return (partitions.find(({ regions }) => region.startsWith(regions)) ?? commercial).id;
}

/** What `AWS::URLSuffix` is in a partition; undefined for one that came after this list. */
export function urlSuffixOf(partition: string): string | undefined {
  return partitions.find(({ id }) => id === partition)?.dnsSuffixes[0];
}

/** How the host names of AWS's services end, over all partitions. */
export const dnsSuffixes: readonly string[] = [
  ...new Set(partitions.flatMap((partition) => partition.dnsSuffixes)),
];

/** Patterns of the parts of an ARN, to build larger ones of; without anchors or capturing groups. */
export const arnParts = {
  /** `aws`, `aws-cn`, `aws-iso-b`, `aws-eusc`, and partitions to come. */
  partition: 'aws(?:-[a-z0-9]+)*',
  /** `us-east-1`, `us-gov-west-1`, `us-isob-east-1`, `eusc-de-east-1`. */
  region: '[a-z]{2,5}(?:-[a-z]+)+-[0-9]{1,2}',
  account: '[0-9]{12}',
} as const;

/**
 * The beginning of an ARN, up to the colon before the resource.
 * @param service as ARNs spell it, `lambda`
 * @param region a pattern; IAM's ARNs have none
 */
export function arnPattern(service: string, region: string = arnParts.region): string {
  return `arn:${arnParts.partition}:${service}:${region}:${arnParts.account}:`;
}
