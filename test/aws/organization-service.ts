/** An organization and the roles in its accounts: ListAccounts, AssumeRole, and the state behind them. */
import { Fault, type Operations } from './aws-server.js';

export interface FakeAccount {
  readonly id: string;
  readonly name: string;
  /** (default: ACTIVE) */
  readonly state?: string;
}

export interface OrganizationState {
  accounts: readonly FakeAccount[];
  pageSize: number;
  /** ARN of a role that can be assumed -> the external id that it asks for, empty where it asks for none. */
  readonly roles: Map<string, string>;
  /** When the next credentials expire. */
  expiration: Date;
}

export function organizationService(): {
  readonly state: OrganizationState;
  readonly organizations: Operations;
  readonly sts: Operations;
} {
  const state: OrganizationState = {
    accounts: [],
    pageSize: 20,
    roles: new Map(),
    expiration: new Date('2100-01-01T00:00:00Z'),
  };
  let sessions = 0;

  const organizations: Operations = {
    ListAccounts({ NextToken }) {
      const start = Number(NextToken ?? 0);
      const end = start + state.pageSize;
      const Accounts = state.accounts.slice(start, end).map(({ id, name, state: State = 'ACTIVE' }) => ({
        Id: id,
        Arn: `arn:aws:organizations::111122223333:account/o-exampleorg/${id}`,
        Name: name,
        State,
      }));
      return { Accounts, ...(end < state.accounts.length && { NextToken: String(end) }) };
    },
  };

  const sts: Operations = {
    GetCallerIdentity: () => ({
      UserId: 'AIDAEXAMPLE',
      Account: '111122223333',
      Arn: 'arn:aws:iam::111122223333:user/auditor',
    }),
    AssumeRole({ RoleArn, RoleSessionName, ExternalId = '' }) {
      if (state.roles.get(String(RoleArn)) !== ExternalId) {
        const message = `User: arn:aws:iam::111122223333:user/auditor is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`;
        throw new Fault('AccessDenied', message, 403);
      }
      const account = String(RoleArn).split(':')[4] ?? '';
      sessions += 1;
      const session = `arn:aws:sts::${account}:assumed-role/audit/${RoleSessionName}`;
      return {
        AssumedRoleUser: { AssumedRoleId: `AROAEXAMPLE${account}:${RoleSessionName}`, Arn: session },
        Credentials: {
          // Whose account a later call comes from can be told by its key.
          AccessKeyId: `ASIA${account}${sessions}`,
          SecretAccessKey: 'secret',
          SessionToken: 'token',
          Expiration: state.expiration,
        },
      };
    },
  };
  return { state, organizations, sts };
}
