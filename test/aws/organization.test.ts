import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cloudFormation, organizations, sts } from '../../src/aws/client.js';
import { callerAccount, enterAccount, organizationAccounts } from '../../src/aws/organization.js';
import { listStacks } from '../../src/aws/stacks.js';
import { type AwsServer, Fault, startAwsServer } from './aws-server.js';
import { stubAwsEnvironment } from './environment.js';
import { instantRetries } from './instant-retries.js';
import { type OrganizationState, organizationService } from './organization-service.js';

let server: AwsServer;
let state: OrganizationState;

beforeEach(async () => {
  const service = organizationService();
  state = service.state;
  server = await startAwsServer({
    organizations: { operations: service.organizations },
    sts: { operations: service.sts },
    cloudformation: { operations: { ListStacks: () => ({ StackSummaries: [] }) } },
  });
  stubAwsEnvironment(server.url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const member = '444455556666';
const role = { name: 'audit/kms-guard' };
const roleArn = `arn:aws:iam::${member}:role/audit/kms-guard`;

async function accounts() {
  const found = [];
  for await (const account of organizationAccounts(await organizations({ retryStrategy: instantRetries(2) })))
    found.push(account);
  return found;
}

it('the caller has an account', async () => {
  expect(await callerAccount(await sts())).toBe('111122223333');
});

describe('the accounts of an organization', () => {
  it('come over several pages, those that cannot be entered too', async () => {
    state.accounts = [
      { id: '111122223333', name: 'management' },
      { id: member, name: 'models' },
      { id: '777788889999', name: 'old', state: 'SUSPENDED' },
    ];
    state.pageSize = 2;
    expect(await accounts()).toEqual([
      { id: '111122223333', state: 'ACTIVE' },
      { id: member, state: 'ACTIVE' },
      { id: '777788889999', state: 'SUSPENDED' },
    ]);
    expect(server.calls).toHaveLength(2);
  });

  it.each([
    [
      new Fault('AccessDeniedException', 'You do not have permissions'),
      'denied',
      'organizations:ListAccounts',
    ],
    [
      new Fault('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.'),
      'refused',
      'Your account is not a member of an organization.',
    ],
  ])('%s', async (fault, code, message) => {
    server.inject({ fault });
    await expect(accounts()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

describe('entering an account', () => {
  it('takes the role, and serves every client with one call', async () => {
    state.roles.set(roleArn, 'secret-word');
    const credentials = await enterAccount(member, { ...role, externalId: 'secret-word' }, 'eu-west-1');
    for (const region of ['eu-west-1', 'us-east-1']) {
      for await (const _ of listStacks(await cloudFormation({ region, credentials }))) expect.fail();
    }
    expect(server.calls.map(({ operation, region, accessKey }) => [operation, region, accessKey])).toEqual([
      ['AssumeRole', 'eu-west-1', 'AKIAIOSFODNN7EXAMPLE'],
      ['ListStacks', 'eu-west-1', `ASIA${member}1`],
      ['ListStacks', 'us-east-1', `ASIA${member}1`],
    ]);
    expect(server.calls[0]?.params).toMatchObject({
      RoleArn: roleArn,
      RoleSessionName: 'kms-guard-audit',
      ExternalId: 'secret-word',
    });
  });

  it('renews credentials before they expire, once for all who ask', async () => {
    state.roles.set(roleArn, '');
    const time = { now: Date.UTC(2026, 10, 24, 12) };
    state.expiration = new Date(time.now + 60 * 60_000);
    const credentials = await enterAccount(member, role, 'eu-west-1', { now: () => time.now });
    time.now += 55 * 60_000 - 1;
    expect((await credentials()).accessKeyId).toBe(`ASIA${member}1`);
    time.now += 1;
    const renewed = await Promise.all([credentials(), credentials()]);
    expect(renewed.map(({ accessKeyId }) => accessKeyId)).toEqual([`ASIA${member}2`, `ASIA${member}2`]);
  });

  it('asks again after a renewal that failed', async () => {
    state.roles.set(roleArn, '');
    state.expiration = new Date(0);
    const credentials = await enterAccount(member, role, 'eu-west-1', { now: () => 0 });
    state.roles.delete(roleArn);
    await expect(credentials()).rejects.toMatchObject({ code: 'denied' });
    state.roles.set(roleArn, '');
    expect((await credentials()).accessKeyId).toBe(`ASIA${member}2`);
  });

  it.each([
    ['eusc-de-east-1', 'aws-eusc'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('in %s takes the role of %s', async (region, partition) => {
    const arn = roleArn.replace('arn:aws:', `arn:${partition}:`);
    state.roles.set(arn, '');
    await enterAccount(member, role, region);
    expect(server.calls[0]).toMatchObject({ region, params: { RoleArn: arn } });
  });

  it('begins with the credentials that are handed in', async () => {
    state.roles.set(roleArn, '');
    const credentials = { accessKeyId: 'ASIAOTHER', secretAccessKey: 'x', sessionToken: 'y' };
    await enterAccount(member, role, 'eu-west-1', { credentials: async () => credentials });
    expect(server.calls[0]?.accessKey).toBe('ASIAOTHER');
  });

  it.each([
    [undefined, 'denied', `the role ${roleArn} cannot be assumed: see that it exists, that it trusts`],
    [
      new Fault('ExpiredToken', 'The security token included in the request is expired', 403),
      'expired',
      'sign in again',
    ],
    [
      new Fault('AccessDenied', 'no, with an explicit deny in a service control policy', 403),
      'denied',
      'not allowed to call sts:AssumeRole: remove the deny from the service control policy',
    ],
    [
      new Fault('RegionDisabledException', 'STS is not activated in this region', 403),
      'denied',
      "not allowed to call sts:AssumeRole: add it to the caller's IAM policy (STS is not activated",
    ],
  ])('fails: %s', async (fault, code, message) => {
    if (fault !== undefined) server.inject({ fault });
    await expect(enterAccount(member, role, 'eu-west-1')).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});
