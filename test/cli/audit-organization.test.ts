/** `audit --organization`: the accounts that are entered, and those that are not. */
import { describe, expect, test } from 'vitest';
import { auditCommand } from '../../src/cli/commands/audit.js';
import { Fault } from '../aws/aws-server.js';
import { byAccount } from '../aws/by-account.js';
import { type FakeAccount, organizationService } from '../aws/organization-service.js';
import { sageMakerService } from '../aws/sagemaker-service.js';
import { configStack, onVolume, stacksService } from '../aws/stacks-service.js';
import { auditAsJson, runAudit, sink, startServices, useNobody, withoutWaiting } from './audit-support.js';

useNobody();

const management = '111122223333';
const member = '444455556666';
const other = '777788889999';
const roleIn = (account: string) => `arn:aws:iam::${account}:role/audit`;

/** An organization of three accounts, each with a stack and a configuration that no stack holds. */
async function start(accounts: readonly FakeAccount[] = [management, member, other].map(active)) {
  const organization = organizationService();
  organization.state.accounts = accounts;
  organization.state.roles.set(roleIn(member), '').set(roleIn(other), '');
  const stacks = Object.fromEntries(
    accounts.map(({ id }) => [id, stacksService([configStack('ml', onVolume)], 'eu-west-1', id).operations]),
  );
  const sageMaker = Object.fromEntries(
    accounts.map(({ id }) => {
      const { state, operations } = sageMakerService(id);
      state.configurations = [{ name: 'ml-Config' }, { name: `by-hand-${id}` }];
      return [id, operations];
    }),
  );
  const server = await startServices({
    cloudformation: byAccount(stacks),
    sagemaker: byAccount(sageMaker),
    organizations: organization.organizations,
    sts: organization.sts,
  });
  return { server, organization: organization.state };
}

const active = (id: string): FakeAccount => ({ id, name: `account ${id}` });
const argv = ['--organization', '--role', 'audit'];

/** `account configuration stack`, in the order of accounts. */
const rowsOf = ({ results }: Awaited<ReturnType<typeof auditAsJson>>) =>
  results.map(({ account, configuration, stack }) => `${account} ${configuration} ${stack}`).sort();

const rowsIn = (...accounts: readonly string[]) =>
  accounts.flatMap((id) => [`${id} by-hand-${id} null`, `${id} ml-Config ml`]);

test('every account is read with the credentials of its role, in one report', async () => {
  const { organization } = await start();
  organization.roles.set(roleIn(management), '');
  const report = await auditAsJson(argv);
  expect(rowsOf(report)).toEqual(rowsIn(management, member, other));
  expect(report.failures).toEqual([]);
  expect(report.coverage).toEqual({ configurations: 6, inStacks: 3, outsideStacks: 3, inUse: 0 });
  expect(report.scope).toMatchObject({ accounts: [management, member, other], regions: ['eu-west-1'] });
  expect(report.code).toBe(1);
});

test('its own account is entered by the role as well, or read as it is', async () => {
  const { server } = await start();
  const report = await auditAsJson(argv);
  expect(rowsOf(report)).toEqual(rowsIn(management, member, other));
  expect(report.failures).toEqual([]);
  const entered = server.calls
    .filter(({ operation }) => operation === 'AssumeRole')
    .map(({ params }) => params['RoleArn']);
  expect(entered).toEqual([management, member, other].map(roleIn));
  const keys = server.calls
    .filter(({ operation }) => operation === 'ListStacks')
    .map((call) => call.accessKey);
  expect(keys.map((key) => key.slice(0, 16)).sort()).toEqual([`ASIA${member}`, `ASIA${other}`, 'nobody']);
});

test('one that does not let the audit in is named with the role', async () => {
  const { organization } = await start();
  organization.roles.delete(roleIn(member));
  const report = await auditAsJson(argv);
  expect(rowsOf(report)).toEqual(rowsIn(management, other));
  expect(report.failures).toMatchObject([{ account: member, region: null }]);
  expect(report.failures[0]?.message).toContain(`the role ${roleIn(member)} cannot be assumed`);
  expect(report.stderr).toContain(`  account ${member}: the role ${roleIn(member)} cannot be assumed`);
  expect(report.code).toBe(2);
});

test('an external id is passed on', async () => {
  const { organization } = await start();
  for (const role of [management, member, other].map(roleIn)) organization.roles.set(role, 'a word of ours');
  expect((await auditAsJson([...argv, '--external-id', 'a word of ours'])).failures).toEqual([]);
});

test('those that are not active are named and not entered', async () => {
  const { server } = await start([
    active(management),
    active(member),
    { ...active(other), state: 'SUSPENDED' },
  ]);
  const report = await auditAsJson(argv);
  expect(report.failures).toEqual([
    { account: other, region: null, message: 'the account is SUSPENDED, so the audit cannot read it' },
  ]);
  expect(report.scope.accounts).toEqual([management, member]);
  expect(server.calls.some(({ params }) => params['RoleArn'] === roleIn(other))).toBe(false);
  expect(report.code).toBe(2);
});

test('--accounts limits it, and names those that the organization does not have', async () => {
  const { server } = await start();
  const report = await auditAsJson([...argv, '--accounts', `${member},222233334444`, '--accounts', other]);
  expect(rowsOf(report)).toEqual(rowsIn(member, other));
  expect(report.failures).toEqual([
    { account: '222233334444', region: null, message: 'the account is not in the organization' },
  ]);
  expect(server.calls.some(({ params }) => params['RoleArn'] === roleIn(management))).toBe(false);
});

test('a Region that is off in one account, and a permission that is missing in another', async () => {
  const { server } = await start();
  server.inject({
    fault: new Fault('UnrecognizedClientException', 'The security token is invalid', 400),
    when: ({ region, accessKey }) => region === 'us-east-1' && accessKey.includes(member),
    times: 100,
  });
  server.inject({
    fault: new Fault('AccessDeniedException', 'no', 400),
    when: ({ operation, accessKey }) => operation === 'ListEndpointConfigs' && accessKey.includes(other),
    times: 100,
  });
  const report = await auditAsJson([...argv, '--region', 'eu-west-1,us-east-1']);
  expect(
    report.failures.map(({ account, region, message }) => [account, region, message.slice(0, 40)]),
  ).toEqual([
    [member, 'us-east-1', 'this region is probably not turned on in'],
    [other, 'eu-west-1', 'endpoint configurations cannot be listed'],
    [other, 'us-east-1', 'endpoint configurations cannot be listed'],
  ]);
  expect(report.results.filter(({ account }) => account === other)).toMatchObject([
    { source: 'stack', stack: 'ml', configuration: null },
  ]);
  expect(report.code).toBe(2);
});

describe('nothing to read', () => {
  test.each([
    [
      'the list is refused',
      'ListAccounts',
      /^--organization: not allowed to call organizations:ListAccounts.*management/,
    ],
    [
      'no account lets it in',
      'AssumeRole',
      /^account 444455556666: the role .* cannot be assumed.*\(1 more could not/,
    ],
  ])('%s', async (_name, operation, message) => {
    const { server } = await start([active(member), active(other)]);
    server.inject({ fault: new Fault('AccessDenied', 'no', 403), operation, times: 100 });
    const { refused, stdout } = await runAudit(argv);
    expect(refused).toMatch(message);
    expect(stdout).toBe('');
  });

  test('there is no organization', async () => {
    const { server } = await start();
    const said = 'Your account is not a member of an organization.';
    server.inject({ fault: new Fault('AWSOrganizationsNotInUseException', said), operation: 'ListAccounts' });
    expect((await runAudit(argv)).refused).toBe(
      '--organization: AWS refused organizations:ListAccounts: Your account is not a member of an organization. Only the management account and delegated administrators may list the accounts',
    );
  });

  test('the account that denies the role is named before those that are not active', async () => {
    const { organization } = await start([{ ...active(other), state: 'SUSPENDED' }, active(member)]);
    organization.roles.clear();
    expect((await runAudit(argv)).refused).toMatch(
      /^account 444455556666: the role .* cannot be assumed.*\(1 more could not be read either\)$/,
    );
  });

  test('an organization without accounts', async () => {
    await start([]);
    expect((await runAudit(argv)).refused).toMatch(/^--organization: AWS lists no account/);
  });

  test.each([
    [['--organization'], /--organization needs --role NAME/],
    [['--role', 'audit'], /--role needs --organization: add it, or leave out --role/],
    [['--external-id', 'x'], /--external-id needs --organization/],
    [['--accounts', member], /--accounts needs --organization/],
    [['--organization', '--role', roleIn(member)], /is not the name of a role: write the name, not the ARN/],
    [[...argv, '--accounts', '12'], /--accounts 12 is not an account id/],
    [['--source', 'stack'], /--source must be one of stacks, sagemaker, both.*did you mean stacks/],
    [['--source', 'sagemaker', '--stack', 'ml'], /--stack selects stacks/],
  ])('%j', async (call, message) => {
    const { server } = await start();
    expect((await runAudit(call)).refused).toMatch(message);
    expect(server.calls).toEqual([]);
  });

  test.each([['sts'], ['organizations'], ['enterAccount']] as const)(
    'a failure of our own stays one: %s',
    async (name) => {
      await start();
      const broken = auditCommand({
        ...withoutWaiting(),
        [name]: () => Promise.reject(new RangeError('broken')),
      });
      await expect(runAudit(argv, {}, broken)).rejects.toThrow('broken');
    },
  );
});

test('the progress counts accounts and regions', async () => {
  await start();
  const stderr = sink({ isTTY: true, columns: 120 });
  let seconds = 0;
  const now = () => {
    seconds++;
    return new Date(seconds * 1000);
  };
  await runAudit(argv, { stderr, now });
  expect(stderr.text()).toContain('of 3 accounts × regions');
});
