/** An organization's accounts, and the way into each of them: a role of the same name. Reads only. */
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { STSClient } from '@aws-sdk/client-sts';
import type { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { ClientOptions } from './client.js';
import { AwsFailure, explain } from './failure.js';
import { loadSdk } from './load-sdk.js';
import { partitionOf } from './names.js';

export interface OrganizationAccount {
  readonly id: string;
  readonly name: string;
  /** `ACTIVE`, or why it cannot be entered: `SUSPENDED`, `PENDING_CLOSURE`, `CLOSED`, `PENDING_ACTIVATION`. */
  readonly state: string;
}

/**
 * Every account of the caller's organization, page by page; only the management account and delegated administrators
 * may list them.
 * @throws AwsFailure; `organizations:ListAccounts` is the permission that it takes.
 */
export async function* organizationAccounts(
  client: OrganizationsClient,
): AsyncGenerator<OrganizationAccount> {
  const { paginateListAccounts } = loadSdk('client-organizations');
  for await (const page of paginateListAccounts({ client }, {})) {
    for (const { Id, Name, State, Status } of page.Accounts ?? []) {
      // Status is what State was called until September 2026.
      if (Id !== undefined) yield { id: Id, name: Name ?? '', state: State ?? Status ?? '' };
    }
  }
}

/**
 * The account that the client's credentials are of. It takes no permission: sts:GetCallerIdentity cannot be denied.
 * @throws AwsFailure
 */
export async function callerAccount(client: STSClient): Promise<string | undefined> {
  const { GetCallerIdentityCommand } = loadSdk('client-sts');
  return (await client.send(new GetCallerIdentityCommand({}))).Account;
}

/** Temporary credentials, as every client takes them. */
export type TemporaryCredentials = () => Promise<
  Awaited<ReturnType<ReturnType<typeof fromTemporaryCredentials>>>
>;

/** The role by which accounts are entered. */
export interface AccountRole {
  /** Its name, with its path where it has one: `audit/kms-guard`. */
  readonly name: string;
  /** What the role's trust policy asks for besides the caller's account. */
  readonly externalId?: string | undefined;
}

/**
 * Enters an account by assuming its role.
 * @param region where STS is asked, and whose partition the role is in
 * @param options the caller's own credentials (default: the SDK's usual chain), and the clock that credentials expire by
 * @returns credentials for clients of any Region, renewed before they expire
 * @throws AwsFailure where the role cannot be assumed: it is not there, or does not trust the caller.
 */
export async function enterAccount(
  account: string,
  role: AccountRole,
  region: string,
  options: Pick<ClientOptions, 'credentials'> & { readonly now?: () => number } = {},
): Promise<TemporaryCredentials> {
  const { fromTemporaryCredentials } = loadSdk('credential-providers');
  const RoleArn = `arn:${partitionOf(region)}:iam::${account}:role/${role.name}`;
  const assume = fromTemporaryCredentials({
    ...(options.credentials !== undefined && { masterCredentials: options.credentials }),
    params: {
      RoleArn,
      RoleSessionName: 'kms-guard-audit',
      ...(role.externalId !== undefined && { ExternalId: role.externalId }),
    },
    clientConfig: { region },
  });
  const provider = renewedInTime(async () => {
    try {
      return await assume();
    } catch (error) {
      throw explainRefusal(error, RoleArn);
    }
  }, options.now ?? Date.now);
  await provider();
  return provider;
}

/** STS gives one answer, AccessDenied, for a role that is not there and for one that does not trust the caller. */
function explainRefusal(error: unknown, roleArn: string): unknown {
  const failure = explain(error, 'sts:AssumeRole');
  if (!(error instanceof Error && error.name === 'AccessDenied')) return failure;
  return new AwsFailure(
    'denied',
    `the role ${roleArn} cannot be assumed: see that it exists, that it trusts the caller's account and external id, and that the caller may call sts:AssumeRole`,
    { cause: error },
  );
}

/** Requests that are signed with credentials about to expire may arrive too late. */
const RENEWAL_MILLISECONDS = 5 * 60_000;

/** One call for all the clients that share the credentials; each would otherwise assume the role for itself. */
function renewedInTime(assume: TemporaryCredentials, now: () => number): TemporaryCredentials {
  let credentials: ReturnType<TemporaryCredentials> | undefined;
  let renewAt = Number.POSITIVE_INFINITY;
  return () => {
    if (credentials === undefined || now() >= renewAt) {
      renewAt = Number.POSITIVE_INFINITY;
      credentials = assume().then(
        (fresh) => {
          if (fresh.expiration !== undefined) renewAt = fresh.expiration.getTime() - RENEWAL_MILLISECONDS;
          return fresh;
        },
        (error) => {
          credentials = undefined;
          throw error;
        },
      );
    }
    return credentials;
  };
}
