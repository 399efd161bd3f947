/** Reads the endpoint configurations of one account and Region, and finds the stack and the endpoints of each. */
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { pMapIterable } from 'p-map';
import {
  accountOf,
  configurationKey,
  type EndpointConfiguration,
  endpointConfigurations,
  regionOf,
  type Unreadable,
} from '../../../aws/index.js';
import type { Judgment, Policy } from '../../../decision/index.js';
import type { AuditRow, Coverage } from '../audit-report.js';
import type { Tally } from '../progress.js';
import { type Users, useOf } from './endpoints.js';
import type { PlaceFailures } from './failures.js';
import type { Judge } from './judge.js';
import { judgeExisting, type Surroundings } from './judge-existing.js';
import type { StackRow } from './place.js';
import type { StacksReading } from './stacks.js';

export interface ConfigurationsRequest {
  readonly client: SageMakerClient;
  readonly policy: Policy;
  readonly judge: Judge;
  readonly stacks: Pick<StacksReading, 'rows' | 'isComplete'>;
  readonly users: Users;
  /** When the audit began. A stack that was read may have got a configuration since. */
  readonly begun: Date;
  /** Whether to leave out the configurations that none of these stacks contains. */
  readonly onlyOwned: boolean;
}

export interface ConfigurationsReading {
  readonly rows: readonly AuditRow[];
  /** The keys of all configurations. Each that a stack of `stacks` contains has a row. */
  readonly keys: ReadonlySet<string>;
  readonly coverage: Coverage;
  readonly isListed: boolean;
}

/** Several judgments run at a time, because with `keyPolicy: verified` each may wait for KMS. */
const JUDGED_AT_ONCE = 8;

/** Reads and judges the configurations in SageMaker's order. Only the row of each stays in memory. */
export async function readConfigurations(
  request: ConfigurationsRequest,
  failures: PlaceFailures,
  tally: Tally,
): Promise<ConfigurationsReading> {
  const owners = ownersOf(request.stacks.rows);
  const coverage = { configurations: 0, inStacks: 0, outsideStacks: 0, inUse: 0 };
  const rows: AuditRow[] = [];
  const keys = new Set<string>();
  let isListed = true;
  const read = (found: EndpointConfiguration | Unreadable) => readOne(found, owners, request, failures);
  try {
    const existing = endpointConfigurations(request.client);
    for await (const each of pMapIterable(existing, read, { concurrency: JUDGED_AT_ONCE })) {
      const { key, row, owner, isOutside, endpoints } = each;
      tally('configurations');
      coverage.configurations++;
      if (owner !== undefined) coverage.inStacks++;
      if (isOutside) coverage.outsideStacks++;
      if (endpoints.length > 0) coverage.inUse++;
      keys.add(key);
      if (row !== undefined) rows.push(row);
    }
  } catch (error) {
    failures.add('endpoint configurations cannot be listed', error);
    isListed = false;
  }
  return { rows, keys, coverage, isListed };
}

function ownersOf(rows: readonly StackRow[]): ReadonlyMap<string, StackRow> {
  return new Map(rows.flatMap((owner) => (owner.key === undefined ? [] : [[owner.key, owner] as const])));
}

interface Existing extends Surroundings {
  readonly key: string;
  /** Undefined if it cannot be read and no stack contains it, or if `onlyOwned` leaves it out. */
  readonly row: AuditRow | undefined;
}

async function readOne(
  found: EndpointConfiguration | Unreadable,
  owners: ReadonlyMap<string, StackRow>,
  { policy, judge, stacks, users, begun, onlyOwned }: ConfigurationsRequest,
  failures: PlaceFailures,
): Promise<Existing> {
  const key = configurationKey(found.name);
  const owner = owners.get(key);
  const use = useOf(key, users);
  const createdAt = found.kind === 'unreadable' ? undefined : found.createdAt;
  const isOlder = createdAt === undefined || createdAt < begun;
  const surroundings = { owner, isOutside: owner === undefined && stacks.isComplete && isOlder, ...use };
  if (found.kind === 'unreadable') {
    failures.add(`the endpoint configuration ${found.name} cannot be read`, found.failure);
    return { key, row: owner && { ...owner.row, configuration: found.name, ...use }, ...surroundings };
  }
  if (owner === undefined && onlyOwned) return { key, row: undefined, ...surroundings };
  const judgment = await judgeExisting(found, surroundings, policy, judge);
  return { key, row: toRow(found, judgment, surroundings), ...surroundings };
}

/** The verdict is about the existing configuration; the position comes from the stack's template. */
function toRow(
  { arn, name, createdAt }: EndpointConfiguration,
  { path: _, ...judgment }: Judgment,
  { owner, isOutside, endpoints, isUnused }: Surroundings,
): AuditRow {
  return {
    account: accountOf(arn),
    region: regionOf(arn),
    configuration: name,
    stack: owner?.row.stack,
    logicalId: owner?.row.logicalId,
    isOutside,
    endpoints,
    isUnused,
    source: 'sagemaker',
    ...judgment,
    place: owner?.row.place,
    constructPath: owner?.row.constructPath,
    createdAt,
  };
}
