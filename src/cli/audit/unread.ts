/** What an audit could not read, for people: each reason once, with all its places. */
import type { AuditFailure } from './audit-report.js';

type Place = Pick<AuditFailure, 'account' | 'region'>;

export interface Unread {
  /** With `ACCOUNT` and `REGION` where the messages of the places differ. */
  readonly message: string;
  readonly places: readonly Place[];
}

/**
 * Groups the failures by their messages without account and Region. A Region that is not turned on, a role that is missing
 * and a service control policy fail alike in hundreds of accounts, and AWS's messages have ARNs of each.
 */
export function unreadOf(failures: readonly AuditFailure[]): readonly Unread[] {
  const groups = new Map<string, { message: string; readonly places: Place[] }>();
  for (const { message, ...place } of failures) {
    const general = withoutPlace(message, place);
    const group = groups.get(general) ?? { message, places: [] };
    groups.set(general, group);
    group.places.push(place);
    if (group.message !== message) group.message = general;
  }
  return [...groups.values()];
}

function withoutPlace(message: string, { account, region }: Place): string {
  const general = account === undefined ? message : message.replaceAll(account, 'ACCOUNT');
  return region === undefined ? general : general.replaceAll(region, 'REGION');
}

/** `111122223333/eu-west-1`; `account 111122223333` for several Regions; `region eu-west-1` for several accounts. */
export function placeOfFailure({ account, region }: Place): string {
  if (account !== undefined && region !== undefined) return `${account}/${region}`;
  return account === undefined ? `region ${region}` : `account ${account}`;
}
