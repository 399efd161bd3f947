/** Reads one place: its stacks and endpoints, then its configurations, and joins them. */
import type { Policy } from '../../../decision/index.js';
import type { AuditClients } from '../clients.js';
import type { AuditSource } from '../options.js';
import type { Tally } from '../progress.js';
import { type ConfigurationsReading, readConfigurations } from './configurations.js';
import { nameOrphans, readUsers, type Users, useOf } from './endpoints.js';
import { collectFailures, type PlaceFailures } from './failures.js';
import { createJudge } from './judge.js';
import type { Place, PlaceReading } from './place.js';
import { readStacks, type StacksReading } from './stacks.js';

export interface PlaceRequest {
  readonly source: AuditSource;
  /** A pattern (`*`, `?`) of stack names; undefined for all stacks. */
  readonly stack: string | undefined;
  readonly policy: Policy;
  readonly now: Date;
  /** Whether the audit reads other places too. */
  readonly amongOthers: boolean;
  readonly clients: AuditClients;
}

const noStacks: StacksReading = { rows: [], stacks: 0, isListed: false, isComplete: false };
const noUsers: Users = { byKey: new Map(), isComplete: false };

/** Reads the requested sources. What cannot be read becomes a failure; the rest is in the rows. */
export async function readPlace(place: Place, request: PlaceRequest, tally: Tally): Promise<PlaceReading> {
  const { source, stack, policy, now, clients } = request;
  const { region, credentials } = place;
  const failures = collectFailures(place, request.amongOthers);
  const judge = createJudge(place, now, clients.describeKeyWith, failures);
  const cloudFormation = await clients.cloudFormation({ region, credentials });
  // Its SDK is loaded only if SageMaker is asked.
  const sageMaker = source === 'stacks' ? undefined : await clients.sageMaker({ region, credentials });
  try {
    const [stacks, users] = await Promise.all([
      source === 'sagemaker'
        ? noStacks
        : readStacks({ client: cloudFormation, pattern: stack, policy, judge }, failures, tally),
      sageMaker === undefined ? noUsers : readUsers(sageMaker, failures),
    ]);
    const wanted = { policy, judge, stacks, users, begun: now, onlyOwned: stack !== undefined };
    const existing =
      sageMaker === undefined || failures.isLost
        ? undefined
        : await readConfigurations({ client: sageMaker, ...wanted }, failures, tally);
    if (sageMaker !== undefined && existing?.isListed === true && stack === undefined) {
      const owned = new Set(stacks.rows.map(({ key }) => key));
      const isKnown = (key: string) => existing.keys.has(key) || owned.has(key);
      await nameOrphans(sageMaker, users, isKnown, failures);
    }
    return joined(stacks, users, existing, failures);
  } finally {
    tally('places');
    cloudFormation.destroy();
    sageMaker?.destroy();
  }
}

/** One row for each configuration. A stack's row stays only if no row from SageMaker has the same key. */
function joined(
  { rows, stacks, isListed }: StacksReading,
  users: Users,
  existing: ConfigurationsReading | undefined,
  failures: PlaceFailures,
): PlaceReading {
  const left = rows
    .filter(({ key }) => key === undefined || existing?.keys.has(key) !== true)
    .map(({ row, key }) => ({ ...row, ...useOf(key, users) }));
  const hasCoverage = existing && (existing.isListed || existing.coverage.configurations > 0);
  return {
    rows: [...(existing?.rows ?? []), ...left],
    coverage: hasCoverage ? existing.coverage : undefined,
    failures: failures.all,
    stacks,
    isRead: isListed || stacks > 0 || hasCoverage === true,
  };
}
