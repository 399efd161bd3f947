/** Reads the accounts and Regions of an audit, several at a time, and combines them into one report. */
import pMap from 'p-map';
import { AwsFailure } from '../../aws/index.js';
import { severity } from '../report/verdicts.js';
import type { AuditAccount } from './accounts.js';
import type { AuditFailure, AuditReport, AuditRow, Coverage } from './audit-report.js';
import type { PlaceReading } from './place/place.js';
import { type PlaceRequest, readPlace } from './place/read-place.js';
import type { Tally } from './progress.js';

export interface AuditRequest extends Omit<PlaceRequest, 'amongOthers'> {
  readonly accounts: readonly AuditAccount[];
  readonly regions: readonly string[];
}

export interface Audited extends Pick<AuditReport, 'rows' | 'coverage' | 'failures' | 'stacks'> {
  /** Whether anything could be read at all. */
  readonly isRead: boolean;
}

/** AWS limits the calls in each account and Region separately. These limits keep the load on this machine low. */
const ACCOUNTS_AT_ONCE = 4;
const REGIONS_AT_ONCE = 4;

/** Reads every place (one Region of one account). A place that cannot be read becomes a failure; the others go on. */
export async function audit(request: AuditRequest, tally: Tally): Promise<Audited> {
  const read = (account: AuditAccount) => readAccount(account, request, tally);
  const readings = (await pMap(request.accounts, read, { concurrency: ACCOUNTS_AT_ONCE })).flat();
  return {
    rows: byGravity(readings.flatMap(({ rows }) => rows)),
    coverage: isCovered(request) ? total(readings) : undefined,
    failures: readings.flatMap(({ failures }) => failures),
    stacks: readings.reduce((sum, { stacks }) => sum + stacks, 0),
    isRead: readings.some(({ isRead }) => isRead),
  };
}

async function readAccount(
  { id, enter }: AuditAccount,
  request: AuditRequest,
  tally: Tally,
): Promise<readonly PlaceReading[]> {
  const { accounts, regions } = request;
  const amongOthers = accounts.length * regions.length > 1;
  let credentials: Awaited<ReturnType<AuditAccount['enter']>>;
  try {
    credentials = await enter();
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    for (const _ of regions) {
      tally('placesListed');
      tally('places');
    }
    return [notEntered({ account: id, region: undefined, message: error.message })];
  }
  const read = (region: string) =>
    readPlace({ account: id, region, credentials }, { ...request, amongOthers }, tally);
  return pMap(regions, read, { concurrency: REGIONS_AT_ONCE });
}

function notEntered(failure: AuditFailure): PlaceReading {
  return { rows: [], coverage: undefined, failures: [failure], stacks: 0, isRead: false };
}

/** The coverage needs every stack and every configuration. */
function isCovered({ source, stack }: AuditRequest): boolean {
  return source === 'both' && stack === undefined;
}

/** @returns undefined if the configurations could not be listed in any place */
function total(readings: readonly PlaceReading[]): Coverage | undefined {
  const known = readings.flatMap(({ coverage }) => coverage ?? []);
  if (known.length === 0) return undefined;
  const sum = (name: keyof Coverage) => known.reduce((so, coverage) => so + coverage[name], 0);
  return {
    configurations: sum('configurations'),
    inStacks: sum('inStacks'),
    outsideStacks: sum('outsideStacks'),
    inUse: sum('inUse'),
  };
}

/** The most severe verdict first; within a verdict, configurations in use first. Otherwise keeps the order. */
function byGravity(rows: readonly AuditRow[]): AuditRow[] {
  const rank = ({ verdict, endpoints }: AuditRow) =>
    2 * severity.indexOf(verdict) + (endpoints.length > 0 ? 0 : 1);
  return [...rows].sort((a, b) => rank(a) - rank(b));
}
