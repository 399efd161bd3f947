/** Finds the address of the AWS console of a Region. */
import { partitionOf, regionName } from '../../../aws/index.js';

/**
 * The console's host in each partition, after the Region. Sources: "AWS Management Console endpoints and quotas" in the
 * AWS General Reference; the partitions' own guides: "Amazon Web Services in China", "AWS GovCloud (US)", "AWS European
 * Sovereign Cloud". The isolated partitions publish none.
 */
const hosts: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
};

/** The origin of each Region's console, by the name of the Region. Regions without a known console are missing. */
export function consolesOf(regions: Iterable<string>): Readonly<Record<string, string>> {
  const known = [...new Set(regions)]
    .map((region) => [region, hosts[partitionOf(region)]] as const)
    .filter(([region, host]) => regionName.test(region) && host !== undefined);
  return Object.fromEntries(known.map(([region, host]) => [region, `https://${region}.${host}`]));
}
