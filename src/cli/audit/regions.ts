/** The Regions that an audit reads. */
import { AwsFailure, partitionOf, regionsBeside } from '../../aws/index.js';
import { UsageError } from '../command.js';
import type { AuditClients } from './clients.js';
import type { AuditOptions } from './options.js';

export interface AuditRegions {
  readonly regions: readonly string[];
  /** Where STS and Organizations are asked: one that the caller's credentials are made for, as far as that is known. */
  readonly home: string;
}

/** @throws UsageError where none is named, and the SDK's usual chain has none */
export async function regionsToAudit(
  { regions, allRegions }: Pick<AuditOptions, 'regions' | 'allRegions'>,
  clients: AuditClients,
): Promise<AuditRegions> {
  const usual = await usualRegion(clients);
  const [named] = regions;
  if (usual instanceof AwsFailure && named === undefined && !allRegions) {
    throw new UsageError(usual.message, { cause: usual });
  }
  const configured = usual instanceof AwsFailure ? undefined : usual;
  // Whoever has no Region configured and asks for all means those of the partition that most accounts are in.
  const first = named ?? configured ?? 'us-east-1';
  const isBeside = configured !== undefined && partitionOf(configured) === partitionOf(first);
  return {
    regions: allRegions ? regionsBeside(first) : named === undefined ? [first] : regions,
    home: isBeside ? configured : first,
  };
}

/** The Region of the SDK's usual chain, or why there is none. */
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
