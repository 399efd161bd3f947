/** Reads an organization's accounts, and assumes a role of the same name in each of them. */
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { STSClient } from '@aws-sdk/client-sts';
import type { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { ClientOptions } from './client.js';
import { AwsFailure, explain } from './failure.js';
import { loadSdk } from './load-sdk.js';
import { partitionOf } from './names.js';

export interface OrganizationAccount {
  readonly id: string;
  /** `ACTIVE`, or why its role cannot be assumed: `SUSPENDED`, `PENDING_CLOSURE`, `CLOSED`, `PENDING_ACTIVATION`. */
  readonly state: string;
}

/**
 * Every account of the caller's organization, page by page. Only the management account and delegated administrators may
 * list them.
 * @throws AwsFailure, for example where `organizations:ListAccounts` is not allowed
 */
export async function* organizationAccounts(
  client: OrganizationsClient,
): AsyncGenerator<OrganizationAccount> {
  const { paginateListAccounts } = loadSdk('client-organizations');
  for await (const page of paginateListAccounts({ client }, {})) {
    for (const { Id, State, Status } of page.Accounts ?? []) {
      // Until September 2026 the member State was called Status.
      if (Id !== undefined) yield { id: Id, state: State ?? Status ?? '' };
    }
  }
}

/**
 * The account of the client's credentials. It needs no permission: sts:GetCallerIdentity cannot be denied.
 * @throws AwsFailure
 */
export async function callerAccount(client: STSClient): Promise<string | undefined> {
  const { GetCallerIdentityCommand } = loadSdk('client-sts');
  return (await client.send(new GetCallerIdentityCommand({}))).Account;
}

/** Temporary credentials, in the form that clients accept. */
export type TemporaryCredentials = () => Promise<
  Awaited<ReturnType<ReturnType<typeof fromTemporaryCredentials>>>
>;

/** The role to assume in each account. */
export interface AccountRole {
  /** Its name, with the path if it has one: `audit/kms-guard`. */
  readonly name: string;
  /** The external ID, if the role's trust policy requires one. */
  readonly externalId?: string | undefined;
}

/**
 * Assumes the role in an account.
 * @param region the Region of STS, which also determines the role's partition
 * @param options the caller's own credentials (default: the SDK's usual chain), and the clock for their expiry
 * @returns credentials for clients of any Region, renewed before they expire
 * @throws AwsFailure where the role cannot be assumed, because it does not exist or does not trust the caller
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

/**
 * STS answers AccessDenied both for a role that does not exist and for one that does not trust the caller. If a policy denies
 * the call, such as a service control policy, STS says so.
 */
function explainRefusal(error: unknown, roleArn: string): unknown {
  const failure = explain(error, 'sts:AssumeRole');
  if (!(error instanceof Error && error.name === 'AccessDenied')) return failure;
  if (/explicit deny/.test(error.message)) return failure;
  return new AwsFailure(
    'denied',
    `the role ${roleArn} cannot be assumed: see that it exists, that it trusts the caller's account and external id, and that the caller may call sts:AssumeRole`,
    { cause: error },
  );
}

/** Credentials are renewed this long before they expire, since a request signed just before that may arrive too late. */
const RENEWAL_MILLISECONDS = 5 * 60_000;

/** Shares one call among all clients that use the credentials. Otherwise each client would assume the role itself. */
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
