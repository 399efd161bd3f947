import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cloudFormation } from '../../src/aws/client.js';
import { sageMakerRegions } from '../../src/aws/regions.js';
import { auditCommand } from '../../src/cli/commands/audit.js';
import { Fault } from '../aws/aws-server.js';
import {
  configStack,
  endpointConfig,
  type FakeStack,
  key,
  onLocalStorage,
  onVolume,
  stackId,
} from '../aws/stacks-service.js';
import { auditAsJson, runAudit, sink, startAccount, useNobody, withoutWaiting } from './audit-support.js';
import { folderWith } from './check-support.js';

useNobody();

const here = { account: '111122223333', region: 'eu-west-1' };

const compliant = (name: string) => configStack(name, { ...onVolume, KmsKeyId: key });
const refKey = { ...onVolume, KmsKeyId: { Ref: 'Key' } };
const withKey = (declaration: object) => ({ Parameters: { Key: declaration } });

describe('the verdict on a stack', () => {
  const twoResources = { Config: endpointConfig, Model: 'AWS::SageMaker::Model' };
  const conditional = JSON.stringify({
    Parameters: { Env: { Type: 'String' } },
    Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } },
    Resources: {
      Config: { Type: endpointConfig, Condition: 'Prod', Properties: onVolume },
      Other: { Type: endpointConfig, Properties: { ...onVolume, KmsKeyId: key } },
    },
  });
  const hidden = JSON.stringify({
    Parameters: { Secret: { Type: 'String', NoEcho: true, Default: 'no' } },
    Conditions: { On: { 'Fn::Equals': [{ Ref: 'Secret' }, 'yes'] } },
    Resources: { Config: { Type: endpointConfig, Condition: 'On', Properties: onVolume } },
  });
  const cases: [string, FakeStack, string, string, number][] = [
    ['a key', compliant('s'), 'compliant', 'keyPresent', 0],
    ['no key', configStack('s', onVolume, { resources: twoResources }), 'nonCompliant', 'keyAbsent', 1],
    ['local storage', configStack('s', onLocalStorage), 'nonCompliant', 'keyAbsent', 1],
    [
      'a key by parameter',
      configStack('s', refKey, { sections: withKey({ Type: 'String' }), parameters: { Key: key } }),
      'compliant',
      'keyPresent',
      0,
    ],
    [
      'an empty parameter whose default is a key',
      configStack('s', refKey, {
        sections: withKey({ Type: 'String', Default: key }),
        parameters: { Key: '' },
      }),
      'nonCompliant',
      'keyAbsent',
      1,
    ],
    [
      'a parameter that CloudFormation does not list',
      configStack('s', refKey, { sections: withKey({ Type: 'String', Default: key }) }),
      'compliant',
      'keyPresent',
      0,
    ],
    [
      'a hidden parameter, whose default says nothing',
      configStack('s', refKey, {
        sections: withKey({ Type: 'String', NoEcho: 'true', Default: key }),
        parameters: { Key: '****' },
      }),
      'undetermined',
      'keyUnknown',
      0,
    ],
    [
      'a hidden parameter that cannot be empty',
      configStack('s', refKey, {
        sections: withKey({ Type: 'String', NoEcho: true, MinLength: 1 }),
        parameters: { Key: '****' },
      }),
      'compliant',
      'keyPresent',
      0,
    ],
    [
      'asterisks in a parameter that is not hidden',
      configStack('s', refKey, { sections: withKey({ Type: 'String' }), parameters: { Key: '****' } }),
      'compliant',
      'keyPresent',
      0,
    ],
    [
      'a key from SSM',
      configStack('s', refKey, {
        sections: withKey({ Type: 'AWS::SSM::Parameter::Value<String>' }),
        parameters: { Key: '/ml/key' },
        resolved: { Key: key },
      }),
      'compliant',
      'keyPresent',
      0,
    ],
    [
      'a list from SSM',
      configStack(
        's',
        { ...onVolume, KmsKeyId: { 'Fn::Select': [1, { Ref: 'Keys' }] } },
        {
          sections: { Parameters: { Keys: { Type: 'AWS::SSM::Parameter::Value<List<String>>' } } },
          parameters: { Keys: '/ml/keys' },
          resolved: { Keys: `${key},` },
        },
      ),
      'nonCompliant',
      'keyAbsent',
      1,
    ],
    [
      'parameters that the template does not declare, or that have no value',
      configStack('s', refKey, {
        sections: withKey({ Type: 'String' }),
        parameters: { Other: 'x' },
        resolved: { Gone: 'x' },
      }),
      'undetermined',
      'keyUnknown',
      0,
    ],
    [
      'a macro that has run',
      configStack('s', onVolume, { sections: { Transform: 'Own' } }),
      'nonCompliant',
      'keyAbsent',
      1,
    ],
    [
      'a macro that has not',
      configStack('s', onVolume, { sections: { Transform: 'Own' }, stages: ['Original'] }),
      'undetermined',
      'keyUnknown',
      0,
    ],
    [
      'a condition on a hidden parameter: the stack holds it, so it is true',
      { name: 's', template: hidden, resources: { Config: endpointConfig }, parameters: { Secret: '****' } },
      'nonCompliant',
      'keyAbsent',
      1,
    ],
    [
      'a condition that is false',
      { name: 's', template: conditional, resources: { Other: endpointConfig }, parameters: { Env: 'dev' } },
      'notApplicable',
      'conditionFalse',
      0,
    ],
    [
      'one that the stack does not hold any more',
      {
        name: 's',
        template: conditional,
        resources: { Config: [endpointConfig, 'DELETE_COMPLETE'], Other: endpointConfig },
        parameters: { Env: 'prod' },
      },
      'notApplicable',
      'deleted',
      0,
    ],
    [
      'one that is left over from an earlier template',
      { name: 's', template: '{"Resources":{}}', resources: { Config: endpointConfig } },
      'notApplicable',
      'deleted',
      0,
    ],
  ];
  test.each(cases)('%s', async (_name, stack, verdict, reason, exit) => {
    await startAccount([stack]);
    const { results, code, summary } = await auditAsJson();
    const result = results.find(({ logicalId }) => logicalId === 'Config');
    expect(result).toMatchObject({
      source: 'stack',
      configuration: null,
      stack: 's',
      region: 'eu-west-1',
      account: '111122223333',
      logicalId: 'Config',
    });
    expect([result?.verdict, result?.reason, code]).toEqual([verdict, reason, exit]);
    expect(summary[verdict]).toBe(1);
    expect(result?.message.includes("would block the configuration's next replacement")).toBe(
      verdict === 'nonCompliant',
    );
  });

  test('points into the template that GetTemplate answers', async () => {
    await startAccount([configStack('s', { ...onVolume, KmsKeyId: '' })]);
    const { runs } = JSON.parse((await runAudit(['--format', 'sarif'])).stdout);
    const { artifactLocation, region } = runs[0].results[0].locations[0].physicalLocation;
    expect(artifactLocation.uri).toBe('111122223333/eu-west-1/s');
    expect(region).toMatchObject({ startLine: 12, startColumn: 9 });
  });

  test('follows the policy, and leaves open what only --strict counts', async () => {
    const folder = folderWith({});
    const exemption = { stack: 'old-*', reason: 'retires', expires: '2027-01-01' };
    writeFileSync(join(folder, 'policy.json'), JSON.stringify({ exemptions: [exemption] }));
    const open = configStack('open', refKey, {
      sections: withKey({ Type: 'String', NoEcho: true }),
      parameters: { Key: '****' },
    });
    await startAccount([configStack('old-one', onVolume), open]);
    const exempted = await auditAsJson(['--policy', 'policy.json'], { cwd: folder });
    expect(exempted.results.map(({ verdict }) => verdict)).toEqual(['undetermined', 'exempt']);
    expect(exempted.code).toBe(0);
    expect((await auditAsJson(['--policy', 'policy.json', '--strict'], { cwd: folder })).code).toBe(1);
  });

  test('keeps the construct that the CDK names', async () => {
    const template = JSON.stringify({
      Resources: {
        Config: { Type: endpointConfig, Properties: onVolume, Metadata: { 'aws:cdk:path': 'A/B' } },
      },
    });
    await startAccount([{ name: 's', template, resources: { Config: endpointConfig } }]);
    expect((await runAudit([])).stdout).toContain('A/B, stack s, eu-west-1, 111122223333');
  });
});

describe('which stacks', () => {
  test('every page of stacks and of resources, in order, deleted ones left out', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 7 }, (_, index) => [`Topic${index}`, 'AWS::SNS::Topic']),
    );
    const stacks = Array.from({ length: 11 }, (_, index) =>
      configStack(`s${index}`, onVolume, { resources: { ...many, Config: endpointConfig } }),
    );
    const { state, server } = await startAccount([
      ...stacks,
      configStack('gone', onVolume, { status: 'DELETE_COMPLETE' }),
      { name: 'plain', template: '{}', resources: many },
    ]);
    state.pageSize = 3;
    const { results, code } = await auditAsJson();
    expect(results.map(({ stack }) => stack)).toEqual(stacks.map(({ name }) => name));
    expect(code).toBe(1);
    const called = (operation: string) => server.calls.filter((call) => call.operation === operation).length;
    expect(called('ListStacks')).toBe(4);
    expect(called('ListStackResources')).toBe(36);
    expect(called('GetTemplate')).toBe(11);
  });

  test('an account without stacks', async () => {
    await startAccount();
    const ran = await runAudit([]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('no endpoint configuration in 1 region');
  });

  test('a pattern of names', async () => {
    const { server } = await startAccount([compliant('ml-a'), compliant('web'), compliant('ml-b')]);
    const { results } = await auditAsJson(['--stack', 'ml-?']);
    expect(results.map(({ stack }) => stack)).toEqual(['ml-a', 'ml-b']);
    expect(server.calls.some(({ params }) => params['StackName'] === stackId('web'))).toBe(false);
  });

  test('a pattern that no stack matches is a mistake, unless stacks could not be listed', async () => {
    const { server } = await startAccount([compliant('ml-a')]);
    expect((await runAudit(['--stack', 'nl-*'])).refused).toBe(
      '--stack nl-* matches no stack in eu-west-1: check the pattern, the region and the account',
    );
    server.inject({ fault: new Fault('AccessDenied', 'no', 403), operation: 'ListStacks', times: 100 });
    const { code, failures } = await auditAsJson(['--stack', 'nl-*']);
    expect([code, failures.length]).toEqual([2, 1]);
  });

  test.each([['ListStackResources'], ['GetTemplate'], ['DescribeStacks'], ['described']])(
    'one that is deleted before %s is passed over',
    async (deletedFrom) => {
      await startAccount([configStack('going', onVolume, { deletedFrom }), compliant('staying')]);
      const { results, code, stderr } = await auditAsJson();
      expect(results.map(({ stack }) => stack)).toEqual(['staying']);
      expect([code, stderr]).toEqual([0, '']);
    },
  );
});

describe('regions', () => {
  test('several, each read once, what is refused first', async () => {
    const { state } = await startAccount([configStack('a', onVolume)]);
    state.regions.set('us-east-1', [compliant('b')]);
    const { results } = await auditAsJson(['--region', 'us-east-1, eu-west-1', '--region', 'us-east-1']);
    expect(results.map(({ region, stack }) => `${region} ${stack}`)).toEqual(['eu-west-1 a', 'us-east-1 b']);
  });

  test.each([
    [[], 'aws'],
    [['--region', 'cn-north-1'], 'aws-cn'],
  ])('all of a partition: %j', async (named, partition) => {
    const { server } = await startAccount();
    await auditAsJson(['--all-regions', ...named]);
    expect(new Set(server.calls.map(({ region }) => region))).toEqual(new Set(sageMakerRegions[partition]));
  });

  test('all, where none is configured', async () => {
    const { server } = await startAccount([], { AWS_REGION: undefined });
    await auditAsJson(['--all-regions']);
    const listed = server.calls.filter(({ operation }) => operation === 'ListStacks');
    expect(listed).toHaveLength(sageMakerRegions['aws']?.length ?? 0);
  });

  test('one that is not turned on is named, and the others are read', async () => {
    const { server } = await startAccount([configStack('a', onVolume)]);
    const fault = new Fault('InvalidClientTokenId', 'The security token is invalid.', 403);
    server.inject({ fault, when: ({ region }) => region === 'af-south-1', times: 100 });
    const { results, failures, code, stderr } = await auditAsJson(['--region', 'af-south-1,eu-west-1']);
    expect(results.map(({ stack }) => stack)).toEqual(['a']);
    expect(failures).toMatchObject([{ account: '111122223333', region: 'af-south-1' }]);
    expect(failures[0]?.message).toBe(
      'this region is probably not turned on in the account, or does not accept the session token. If no other region accepts the credentials either: AWS does not accept these credentials (The security token is invalid.): check AWS_PROFILE and the keys',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('111122223333/af-south-1: ');
  });
});

describe('what goes wrong', () => {
  test('access denied to one stack: it is named, the others are judged', async () => {
    await startAccount([
      configStack('closed', onVolume, { denied: 'GetTemplate' }),
      configStack('open', onVolume),
    ]);
    const { results, failures, code, stderr } = await auditAsJson();
    expect(results.map(({ stack }) => stack)).toEqual(['open']);
    expect(failures).toMatchObject([here]);
    expect(failures[0]?.message).toMatch(
      /^the stack closed cannot be read: not allowed to call cloudformation:GetTemplate/,
    );
    expect(code).toBe(2);
    expect(stderr).toContain('111122223333/eu-west-1: the stack closed cannot be read: not allowed to call');
  });

  test('a template that cannot be read', async () => {
    await startAccount([
      { name: 'odd', template: '[]', resources: { Config: endpointConfig } },
      compliant('s'),
    ]);
    const { results, failures, code } = await auditAsJson();
    expect(results.map(({ stack }) => stack)).toEqual(['s']);
    expect(failures[0]?.message).toContain('not a CloudFormation template');
    expect(code).toBe(2);
  });

  test('more unread stacks than anybody reads: the report has them all, the terminal twenty', async () => {
    const closed = Array.from({ length: 25 }, (_, index) =>
      configStack(`s${index}`, onVolume, { denied: 'ListStackResources' }),
    );
    await startAccount(closed);
    const { failures, stderr } = await auditAsJson();
    expect(failures).toHaveLength(25);
    expect(stderr.split('\n').slice(-2)).toEqual(['  and 5 more', '']);
  });

  test('credentials that expire on the way: what was read before is reported', async () => {
    const { operations } = await startAccount([configStack('a', onVolume), configStack('b', onVolume)]);
    const getTemplate = operations['GetTemplate'];
    Object.assign(operations, {
      GetTemplate(params: { StackName?: unknown }, region: string) {
        if (params.StackName === stackId('b'))
          throw new Fault('ExpiredToken', 'The security token is expired', 403);
        return getTemplate?.({ ...params }, region);
      },
    });
    const { results, failures, code } = await auditAsJson();
    expect(results.map(({ stack }) => stack)).toEqual(['a']);
    expect(failures).toMatchObject([here]);
    expect(failures[0]?.message).toContain('credentials have expired');
    expect(code).toBe(2);
  });

  test('throttling is sat out', async () => {
    const { server } = await startAccount([configStack('a', onVolume)]);
    server.inject({ fault: new Fault('Throttling', 'Rate exceeded'), operation: 'ListStacks' });
    server.inject({
      fault: new Fault('TooManyRequestsException', 'slow down', 429),
      operation: 'GetTemplate',
    });
    const { results, code } = await auditAsJson();
    expect([results.length, code]).toEqual([1, 1]);
    expect(server.calls.filter(({ operation }) => operation === 'ListStacks')).toHaveLength(2);
  });

  test.each([
    ['expired', new Fault('ExpiredToken', 'expired', 403), /credentials have expired: sign in again/],
    [
      'not accepted',
      new Fault('InvalidClientTokenId', 'is invalid', 403),
      /does not accept these credentials/,
    ],
    ['not allowed', new Fault('AccessDenied', 'no', 403), /not allowed to call cloudformation:ListStacks/],
  ])('nothing can be read at all: %s', async (_name, fault, message) => {
    const { server } = await startAccount([configStack('a', onVolume)]);
    server.inject({ fault, times: 100 });
    const { refused, stdout, stderr } = await runAudit([]);
    expect(refused).toMatch(message);
    expect([stdout, stderr]).toEqual(['', '']);
  });

  test('throttled without end', async () => {
    const { server } = await startAccount();
    server.inject({ fault: new Fault('Throttling', 'Rate exceeded'), times: 100 });
    expect((await runAudit([])).refused).toMatch(/still throttles cloudformation:ListStacks/);
  });

  test('no credentials, for several regions', async () => {
    await startAccount([], { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
    expect((await runAudit(['--region', 'eu-west-1,us-east-1'])).refused).toMatch(/^no AWS credentials/);
  });

  test.each([
    ['no credentials', { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, /no AWS credentials/],
    ['no region', { AWS_REGION: undefined }, /no AWS region: give --region/],
    ['a region that is set to nothing', { AWS_REGION: '' }, /no AWS region: give --region/],
    ['nobody listening', { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, /cannot be reached/],
  ])('%s', async (_name, env, message) => {
    await startAccount([], env);
    expect((await runAudit([])).refused).toMatch(message);
  });

  test('no credentials in several regions: that none is the reason is said, and no other reason', async () => {
    await startAccount([], { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
    const { refused } = await runAudit(['--region', 'eu-west-1,us-east-1']);
    expect(refused).toMatch(/^no AWS credentials \(.*AWS_SECRET_ACCESS_KEY$/);
  });

  test.each([
    [['stack-a'], /takes no operand, but got "stack-a"/],
    [['--regions', 'eu-west-1'], /unknown option --regions: did you mean --region\?/],
    [['--region', 'Ireland'], /--region Ireland is not the name of an AWS region/],
    [['--all-regions', '--region', 'eu-west-1,us-east-1'], /--all-regions allows at most one --region/],
    [['--format', 'htm'], /--format must be one of .*: did you mean html\?/],
    [['--policy', 'none.yaml'], /none\.yaml/],
    [['--output', 'no/such/folder/report.json'], /its folder does not exist or is not writable/],
    [['--output', 'audit.test.ts/report.json'], /its folder does not exist or is not writable/],
    [['--output', '.'], /is a folder/],
  ])('%j', async (argv, message) => {
    const { server } = await startAccount();
    expect((await runAudit(argv)).refused).toMatch(message);
    expect(server.calls).toEqual([]);
  });

  test.each([
    ['where a client cannot be had', []],
    ['where it must say which region', ['--all-regions']],
    ['where the region is known', ['--region', 'eu-west-1']],
  ])('a failure of our own stays one: %s', async (_name, argv) => {
    const broken = auditCommand({
      ...withoutWaiting(),
      cloudFormation: () => Promise.reject(new RangeError('broken')),
    });
    await expect(runAudit(argv, {}, broken)).rejects.toThrow('broken');
  });

  test.each([['ListStacks'], ['ListStackResources']])('and in the middle of %s too', async (operation) => {
    await startAccount([compliant('a')]);
    const breaking = auditCommand({
      ...withoutWaiting(),
      async cloudFormation(options) {
        const client = await cloudFormation(options);
        const send = client.send.bind(client) as (command: object) => Promise<never>;
        return Object.assign(client, {
          send: (command: object) => {
            if (command.constructor.name === `${operation}Command`) throw new RangeError('broken');
            return send(command);
          },
        });
      },
    });
    await expect(runAudit([], {}, breaking)).rejects.toThrow('broken');
  });
});

describe('the report', () => {
  test.each([
    ['pretty', 'non-compliant'],
    ['sarif', '"version": "2.1.0"'],
    ['junit', '<testsuite'],
    [
      'github',
      '::error file=111122223333/eu-west-1/a,line=5,col=7,title=Config%3A sagemaker-endpoint-config-kms-key-id::The',
    ],
    ['html', '<!doctype html>'],
    [
      'csv',
      'account,region,configuration,stack,logicalId,endpoints,source,verdict,reason,message,remediation',
    ],
  ])('%s', async (format, text) => {
    await startAccount([configStack('a', onVolume), configStack('x', onVolume, { denied: 'GetTemplate' })]);
    const { stdout, code } = await runAudit(['--format', format]);
    expect(stdout).toContain(text);
    expect(stdout).toContain('the stack x cannot be read');
    expect(code).toBe(2);
  });

  test('into a file, with the pretty one on stdout', async () => {
    const folder = folderWith({});
    await startAccount([configStack('a', onVolume)]);
    const { stdout, code } = await runAudit(['--output', 'audit.json', '--format', 'json'], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toContain('1 non-compliant');
    expect(JSON.parse(readFileSync(join(folder, 'audit.json'), 'utf8'))).toMatchObject({
      summary: { nonCompliant: 1 },
    });
  });

  test('a file that becomes unwritable while the audit runs', async () => {
    const folder = folderWith({});
    const { operations } = await startAccount([configStack('a', onVolume)]);
    const listStacks = operations['ListStacks'];
    Object.assign(operations, {
      ListStacks(params: object, region: string) {
        mkdirSync(join(folder, 'audit.json'));
        return listStacks?.({ ...params }, region);
      },
    });
    const { refused } = await runAudit(['--output', 'audit.json', '--format', 'json'], { cwd: folder });
    expect(refused).toMatch(/^--output .*audit\.json cannot be written: it is a folder$/);
  });

  test('the pretty one names what could not be read, and standard error does not repeat it', async () => {
    await startAccount([configStack('x', onVolume, { denied: 'GetTemplate' })]);
    const { stdout, stderr } = await runAudit([]);
    expect(stdout).toContain('cannot be judged  111122223333/eu-west-1\n  the stack x cannot be read');
    expect(stderr).toBe('kms-guard: the report is incomplete: it names what the audit could not read\n');
  });

  test('what fails alike in many places is said once', async () => {
    const { server } = await startAccount([configStack('a', onVolume)]);
    const fault = new Fault('InvalidClientTokenId', 'The security token is invalid.', 403);
    server.inject({ fault, when: ({ region }) => region !== 'eu-west-1', times: 1000 });
    const { stderr, failures } = await auditAsJson(['--all-regions']);
    expect(failures).toHaveLength((sageMakerRegions['aws']?.length ?? 0) - 1);
    expect(stderr.split('\n')).toHaveLength(3);
    expect(stderr).toMatch(
      /\n {2}111122223333\/af-south-1, 111122223333\/ap-east-1, 111122223333\/ap-east-2 and 30 more: this region is probably not/,
    );
    const { stdout } = await runAudit(['--all-regions']);
    expect(stdout.match(/cannot be judged/g)).toHaveLength(1);
  });

  test('colour and progress on a terminal only, progress gone at the end', async () => {
    await startAccount([configStack('a', onVolume)]);
    const stdout = sink({ isTTY: true });
    const stderr = sink({ isTTY: true, columns: 60 });
    await runAudit([], { stdout, stderr });
    expect(stdout.text()).toContain('\u001b[31m');
    expect(stderr.text()).toContain('auditing [');
    expect(stderr.text().endsWith('\r\u001b[2K')).toBe(true);
    const plain = sink({ isTTY: true });
    await runAudit([], { stdout: plain, env: { NO_COLOR: '1' } });
    expect(plain.text()).not.toContain('\u001b');
  });
});
