/** One service in several accounts: a call is answered by the account whose credentials it is signed with. */
import { Fault, type Operations } from './aws-server.js';

/** The account that the AssumeRole of `organizationService` gave credentials for; else the caller's own. */
function accountOf(accessKey = ''): string {
  return /^ASIA(\d{12})/.exec(accessKey)?.[1] ?? '111122223333';
}

/** @param accounts account -> its operations; the same in every account */
export function byAccount(accounts: Readonly<Record<string, Operations>>): Operations {
  const names = new Set(Object.values(accounts).flatMap((operations) => Object.keys(operations)));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      (params: Readonly<Record<string, unknown>>, region: string, accessKey?: string) => {
        const operation = accounts[accountOf(accessKey)]?.[name];
        if (operation === undefined) throw new Fault('AccessDenied', 'there is no such account', 403);
        return operation(params, region, accessKey);
      },
    ]),
  );
}
