/** The accounts that an audit reads, and the credentials for each of them. */
import {
  AwsFailure,
  type ClientOptions,
  callerAccount,
  type OrganizationAccount,
  organizationAccounts,
} from '../../aws/index.js';
import { UsageError } from '../command.js';
import type { AuditFailure } from './audit-report.js';
import type { AuditClients } from './clients.js';
import type { OrganizationOptions } from './options.js';

export interface AuditAccount {
  /** Undefined for the caller's own account if STS did not return its ID. */
  readonly id: string | undefined;
  /**
   * @returns credentials for it; undefined for the caller's own
   * @throws AwsFailure
   */
  enter(): Promise<ClientOptions['credentials']>;
}

/**
 * @param home the Region whose STS and Organizations endpoints are called
 * @returns `failures`: the accounts that were requested but cannot be read
 * @throws UsageError if the organization's accounts cannot be listed
 */
export async function accountsToAudit(
  organization: OrganizationOptions | undefined,
  home: string,
  clients: AuditClients,
) {
  const caller = await ownAccount(home, clients);
  if (organization === undefined) {
    return { accounts: [{ id: caller, enter: async () => undefined }], failures: [] };
  }
  const accounts: AuditAccount[] = [];
  const failures: AuditFailure[] = [];
  const missing = new Set(organization.accounts);
  for (const { id, state } of await listed(home, clients)) {
    if (organization.accounts.length > 0 && !missing.delete(id)) continue;
    if (state !== 'ACTIVE')
      failures.push(unreadable(id, `the account is ${state}, so the audit cannot read it`));
    else accounts.push({ id, enter: () => enter(id, organization, { caller, home }, clients) });
  }
  for (const id of missing) failures.push(unreadable(id, 'the account is not in the organization'));
  return { accounts, failures };
}

function unreadable(account: string, message: string): AuditFailure {
  return { account, region: undefined, message };
}

/** The caller's account. A failure is not reported here, because the later calls fail with a clearer message. */
async function ownAccount(home: string, clients: AuditClients): Promise<string | undefined> {
  try {
    const client = await clients.sts({ region: home });
    const account = await callerAccount(client);
    client.destroy();
    return account;
  } catch (error) {
    if (error instanceof AwsFailure) return undefined;
    throw error;
  }
}

async function listed(home: string, clients: AuditClients): Promise<readonly OrganizationAccount[]> {
  try {
    const client = await clients.organizations({ region: home });
    const accounts: OrganizationAccount[] = [];
    for await (const account of organizationAccounts(client)) accounts.push(account);
    client.destroy();
    if (accounts.length > 0) return accounts;
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    const message = `--organization: ${error.message.replace(/\.$/, '')}. Only the management account and delegated administrators may list the accounts`;
    throw new UsageError(message, { cause: error });
  }
  throw new UsageError(
    '--organization: AWS lists no account in the organization, so there is nothing to read',
  );
}

/**
 * Assumes the role, in the caller's own account too, so that every account is read with the same permissions. If the
 * caller's own account does not allow that, its own credentials are used: StackSets do not create the role in the
 * management account.
 */
async function enter(
  id: string,
  { role, externalId }: OrganizationOptions,
  { caller, home }: { readonly caller: string | undefined; readonly home: string },
  clients: AuditClients,
): Promise<ClientOptions['credentials']> {
  try {
    return await clients.enterAccount(id, { name: role, externalId }, home);
  } catch (error) {
    if (id === caller && error instanceof AwsFailure && error.code === 'denied') return undefined;
    throw error;
  }
}
