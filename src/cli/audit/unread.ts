/** What an audit could not read, for people: each message once, with all its places. */
import type { AuditFailure } from './audit-report.js';

type Place = Pick<AuditFailure, 'account' | 'region'>;

export interface Unread {
  readonly message: string;
  readonly places: readonly Place[];
}

/** Groups the failures by message: a Region that is not turned on fails alike in hundreds of accounts. */
export function unreadOf(failures: readonly AuditFailure[]): readonly Unread[] {
  const placesOf = new Map<string, Place[]>();
  for (const { message, ...place } of failures) {
    const places = placesOf.get(message) ?? [];
    places.push(place);
    placesOf.set(message, places);
  }
  return [...placesOf].map(([message, places]) => ({ message, places }));
}

/** `111122223333/eu-west-1`; `account 111122223333` for several Regions; `region eu-west-1` for several accounts. */
export function placeOfFailure({ account, region }: Place): string {
  if (account !== undefined && region !== undefined) return `${account}/${region}`;
  return account === undefined ? `region ${region}` : `account ${account}`;
}
