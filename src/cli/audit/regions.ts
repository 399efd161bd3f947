/** The Regions that an audit reads. */
import { AwsFailure, partitionOf, regionsBeside } from '../../aws/index.js';
import { UsageError } from '../command.js';
import type { AuditClients } from './clients.js';
import type { AuditOptions } from './options.js';

/**
 * @returns `home`: the Region whose STS and Organizations endpoints are called; in the partition of the credentials if
 *   known
 * @throws UsageError if no Region is named and the SDK's default chain has none
 */
export async function regionsToAudit(
  { regions, allRegions }: Pick<AuditOptions, 'regions' | 'allRegions'>,
  clients: AuditClients,
) {
  const usual = await usualRegion(clients);
  const [named] = regions;
  if (usual instanceof AwsFailure && named === undefined && !allRegions) {
    throw new UsageError(usual.message, { cause: usual });
  }
  const configured = usual instanceof AwsFailure ? undefined : usual;
  // Without a configured Region, --all-regions means the Regions of the `aws` partition.
  const first = named ?? configured ?? 'us-east-1';
  const isBeside = configured !== undefined && partitionOf(configured) === partitionOf(first);
  return {
    regions: allRegions ? regionsBeside(first) : named === undefined ? [first] : regions,
    home: isBeside ? configured : first,
  };
}

/** The Region of the SDK's default chain, or the reason why it has none. */
async function usualRegion({ cloudFormation }: AuditClients): Promise<string | AwsFailure> {
  try {
    const client = await cloudFormation();
    client.destroy();
    return await client.config.region();
  } catch (error) {
    if (error instanceof AwsFailure) return error;
    throw error;
  }
}
