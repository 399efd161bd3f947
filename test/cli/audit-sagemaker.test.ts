/** What SageMaker has, joined to the stacks that hold it and to the endpoints that use it. */
import { describe, expect, test } from 'vitest';
import { Fault } from '../aws/aws-server.js';
import type { FakeConfiguration, FakeEndpoint } from '../aws/sagemaker-service.js';
import { configStack, endpointConfig, type FakeStack, key, onVolume } from '../aws/stacks-service.js';
import { auditAsJson, runAudit, sink, startAccount, useNobody } from './audit-support.js';
import { folderWith } from './check-support.js';

useNobody();

const keyed = { KmsKeyId: key };

/** The account with these stacks, configurations and endpoints. */
async function start(
  stacks: readonly FakeStack[],
  configurations: readonly FakeConfiguration[],
  endpoints: readonly FakeEndpoint[] = [],
) {
  const account = await startAccount(stacks);
  account.sageMaker.state.configurations = configurations;
  account.sageMaker.state.endpoints = endpoints;
  return account;
}

const inFolder = (policy: object) => ({ cwd: folderWith({ 'kms-guard.yaml': JSON.stringify(policy) }) });

describe('one row a configuration', () => {
  const owned = configStack('ml', onVolume, { names: { Config: 'Fraud' } });
  const open = configStack(
    'ml',
    { ...onVolume, KmsKeyId: { Ref: 'Key' } },
    {
      names: { Config: 'Fraud' },
      sections: { Parameters: { Key: { Type: 'String', NoEcho: true } } },
      parameters: { Key: '****' },
    },
  );
  const none = { configuration: null, stack: null, logicalId: null };
  const both = { configuration: 'Fraud', stack: 'ml', logicalId: 'Config' };
  test.each<[string, FakeStack[], FakeConfiguration[], string[], object, number[]]>([
    [
      'what exists decides where both have it',
      [open],
      [{ name: 'Fraud', properties: keyed }],
      [],
      { ...both, source: 'sagemaker', verdict: 'compliant', reason: 'keyPresent' },
      [1, 1, 0],
    ],
    [
      'and refuses what the template leaves open',
      [open],
      [{ name: 'Fraud' }],
      [],
      { ...both, source: 'sagemaker', verdict: 'nonCompliant', reason: 'keyAbsent' },
      [1, 1, 0],
    ],
    [
      'outside of stacks',
      [],
      [{ name: 'by-hand' }],
      [],
      { ...none, configuration: 'by-hand', source: 'sagemaker', verdict: 'nonCompliant' },
      [1, 0, 1],
    ],
    [
      'only in a stack',
      [owned],
      [],
      [],
      { ...both, configuration: null, source: 'stack', verdict: 'nonCompliant' },
      [0, 0, 0],
    ],
    [
      'left over from an earlier template, and still there',
      [{ ...owned, template: '{"Resources":{}}' }],
      [{ name: 'Fraud' }],
      [],
      { ...both, source: 'sagemaker', verdict: 'nonCompliant', reason: 'keyAbsent' },
      [1, 1, 0],
    ],
    [
      'stacks alone',
      [owned],
      [{ name: 'Fraud', properties: keyed }],
      ['--source', 'stacks'],
      { ...both, configuration: null, source: 'stack', verdict: 'nonCompliant' },
      [],
    ],
    [
      'SageMaker alone',
      [owned],
      [{ name: 'Fraud', properties: keyed }],
      ['--source', 'sagemaker'],
      { ...none, configuration: 'Fraud', source: 'sagemaker', verdict: 'compliant' },
      [],
    ],
    [
      'a pattern of stacks leaves out what others hold',
      [owned],
      [{ name: 'Fraud' }, { name: 'by-hand' }],
      ['--stack', 'm*'],
      { ...both, source: 'sagemaker', verdict: 'nonCompliant' },
      [],
    ],
  ])('%s', async (_name, stacks, configurations, argv, row, counts) => {
    await start(stacks, configurations);
    const { results, coverage } = await auditAsJson(argv);
    expect(results).toMatchObject([{ account: '111122223333', region: 'eu-west-1', ...row }]);
    const [total, inStacks, outsideStacks] = counts;
    expect(coverage).toEqual(
      total === undefined ? null : { configurations: total, inStacks, outsideStacks, inUse: 0 },
    );
  });

  test('the template shows the place of what exists', async () => {
    await start([owned], [{ name: 'fraud' }]);
    const { runs } = JSON.parse((await runAudit(['--format', 'sarif'])).stdout);
    expect(runs[0].results[0].locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: '111122223333/eu-west-1/ml' },
      region: { startLine: 5, startColumn: 7 },
    });
  });

  test('what no stack holds has a name in the place of a file', async () => {
    await start([], [{ name: 'by-hand' }]);
    const { runs } = JSON.parse((await runAudit(['--format', 'sarif'])).stdout);
    expect(runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
      '111122223333/eu-west-1/endpoint-config/by-hand',
    );
  });
});

describe('what is said of one that a stack holds', () => {
  const holding = (properties: object, Metadata = {}): FakeStack => ({
    name: 'ml',
    template: JSON.stringify({
      Resources: { Config: { Type: endpointConfig, Properties: properties, Metadata } },
    }),
    resources: { Config: endpointConfig },
  });
  const leftOver = { ...holding(onVolume), template: '{"Resources":{}}' };
  const construct = { 'aws:cdk:path': 'Ml/Config' };
  test.each<[string, FakeStack, RegExp, RegExp]>([
    [
      'the template lacks the key too',
      holding(onVolume),
      /would block the configuration's next replacement/,
      /^Add:.*KmsKeyId/s,
    ],
    ['a construct', holding(onVolume, construct), /would block/, /^Set kmsKeyId on the construct Ml\/Config/],
    [
      'the template has something else in its place',
      holding({ ...onVolume, KmsKeyId: { Ref: 'AWS::NoValue' } }),
      /would block the configuration's next replacement/,
      /^Set:.*KmsKeyId/s,
    ],
    [
      'the template leaves it open',
      holding({ ...onVolume, KmsKeyId: { 'Fn::ImportValue': 'key' } }),
      /has no KmsKeyId.*Its stack's template leaves open whether a replacement would pass\.$/,
      /^Set this in the stack's template, or pass it.*:\n\nResources:\n {2}Config:\n {4}Properties:\n {6}KmsKeyId: alias/,
    ],
    [
      'the template of a construct leaves it open',
      holding({ ...onVolume, KmsKeyId: { 'Fn::ImportValue': 'key' } }, construct),
      /leaves open/,
      /^Set kmsKeyId on the construct Ml\/Config/,
    ],
    [
      'the template has a key',
      holding({ ...onVolume, ...keyed }),
      /Its stack's template passes/,
      /^Make the stack replace it/,
    ],
    [
      'the template no longer has it',
      leftOver,
      /template no longer contains it/,
      /^An endpoint configuration cannot be changed/,
    ],
  ])('%s', async (_name, stack, message, remediation) => {
    await start([stack], [{ name: 'ml-Config' }]);
    const { results } = await auditAsJson();
    expect(results).toMatchObject([{ source: 'sagemaker', verdict: 'nonCompliant', stack: 'ml' }]);
    expect(results[0]?.message).toMatch(message);
    expect(results[0]?.remediation).toMatch(remediation);
  });

  test('a construct by its template alone', async () => {
    await start([holding(onVolume, construct)], []);
    const { results } = await auditAsJson();
    expect(results[0]).toMatchObject({ source: 'stack', verdict: 'nonCompliant' });
    expect(results[0]?.remediation).toMatch(/^Set kmsKeyId on the construct Ml\/Config/);
  });
});

describe('endpoints', () => {
  const configurations = [{ name: 'spare' }, { name: 'good', properties: keyed }, { name: 'bad' }];
  const endpoints = [
    { name: 'live', configuration: 'Bad' },
    { name: 'moving', configuration: 'good', pending: 'bad' },
    { name: 'gone', configuration: 'spare', isDeleted: true as const },
  ];

  test('each configuration has those that run on it or are about to, those in use first', async () => {
    await start([], configurations, endpoints);
    const { results, coverage } = await auditAsJson();
    expect(results.map(({ configuration, endpoints: by }) => [configuration, by])).toEqual([
      ['bad', ['live', 'moving']],
      ['spare', []],
      ['good', ['moving']],
    ]);
    expect(coverage).toEqual({ configurations: 3, inStacks: 0, outsideStacks: 3, inUse: 2 });
  });

  test('the message names them, and the remedy moves them', async () => {
    await start([], configurations, endpoints);
    const { results } = await auditAsJson();
    expect(results[0]?.message).toContain(
      'The endpoints live, moving use it now. No stack contains it, so no hook has checked it, unless Cloud Control',
    );
    expect(results[0]?.remediation.split('\n')).toEqual([
      'An endpoint configuration cannot be changed. Create a new one with the same settings and also:',
      '',
      '{',
      '  "KmsKeyId": "alias/my-key"',
      '}',
      '',
      'The value is your key: its ID, ARN, alias name or alias ARN.',
      '',
      '# show its settings',
      'aws sagemaker describe-endpoint-config --region eu-west-1 --endpoint-config-name bad',
      '# then move its endpoints to the new configuration',
      'aws sagemaker update-endpoint --region eu-west-1 --endpoint-name live --endpoint-config-name NEW-NAME',
      'aws sagemaker update-endpoint --region eu-west-1 --endpoint-name moving --endpoint-config-name NEW-NAME',
    ]);
  });

  test('three are named in a message, all in the row', async () => {
    const many = Array.from({ length: 5 }, (_, index) => ({ name: `e${index}`, configuration: 'bad' }));
    await start([], configurations, many);
    const { results } = await auditAsJson();
    expect(results[0]?.endpoints).toHaveLength(5);
    expect(results[0]?.message).toContain('The endpoints e0, e1, e2 and 2 more use it now.');
  });

  test('five are named at the end of the terminal’s report, and how many more there are', async () => {
    const many = Array.from({ length: 7 }, (_, index) => ({ name: `e${index}`, configuration: 'bad' }));
    await start([], configurations, many);
    const stdout = sink({ columns: 100 });
    await runAudit([], { stdout });
    expect(stdout.text()).toContain('in use now: 1, by the endpoints e0, e1, e2, e3, e4 and 2 more');
  });

  test('a terminal ends with coverage and with what is in use without a key', async () => {
    await start([configStack('ml', onVolume)], [{ name: 'ml-Config' }, ...configurations], endpoints);
    const stdout = sink({ columns: 100 });
    await runAudit([], { stdout });
    expect(stdout.text().trimEnd().split('\n').slice(-3)).toEqual([
      '✖ 3 non-compliant, 1 compliant in 1 region',
      '  coverage: 4 configurations exist, 1 in stacks, 3 outside of stacks, 2 in use',
      '  non-compliant and in use now: 1, by the endpoints live, moving',
    ]);
  });

  test('a single configuration is counted in the singular', async () => {
    await start([], [{ name: 'only' }]);
    const stdout = sink({ columns: 100 });
    await runAudit([], { stdout });
    expect(stdout.text()).toContain(
      'coverage: 1 configuration exists, 0 in stacks, 1 outside of stacks, 0 in use',
    );
  });
});

describe('an endpoint whose configuration no longer exists', () => {
  const orphan = { name: 'live', configuration: 'Gone' };
  const gone =
    'the endpoint live uses the endpoint configuration Gone, which no longer exists, so the audit cannot tell whether it runs without a key: move the endpoint to another configuration';
  test.each<[string, FakeConfiguration[], string[], string[], number]>([
    ['is named', [{ name: 'good', properties: keyed }], [], [gone], 2],
    ['without the stacks too', [], ['--source', 'sagemaker'], [gone], 2],
    ['also where it goes while the audit runs', [{ name: 'Gone', isDeleted: true }], [], [gone], 2],
    ['is not one whose name has other letters', [{ name: 'gone', properties: keyed }], [], [], 0],
    ['is none of the audit’s that reads one stack', [], ['--stack', 'ml'], [], 1],
    ['is none of the audit’s that reads stacks alone', [], ['--source', 'stacks'], [], 1],
  ])('%s', async (_name, configurations, argv, messages, code) => {
    const stacks = argv.length > 0 ? [configStack('ml', onVolume)] : [];
    await start(stacks, configurations, [orphan]);
    const ran = await auditAsJson(argv);
    expect(ran.failures.map(({ message }) => message)).toEqual(messages);
    expect(ran.code).toBe(code);
  });

  test('keeps the row of the stack that names it', async () => {
    await start([configStack('ml', onVolume, { names: { Config: 'Gone' } })], [], [orphan]);
    const { results, failures } = await auditAsJson();
    expect(results).toMatchObject([{ source: 'stack', stack: 'ml', endpoints: ['live'] }]);
    expect(failures).toEqual([]);
  });

  test.each([
    ['has moved meanwhile', () => ({ name: 'live', configuration: 'good' })],
    ['is deleted meanwhile', () => ({ ...orphan, isDeleted: true as const })],
  ])('is not one that %s', async (_name, later) => {
    const { sageMaker } = await start([], [{ name: 'good', properties: keyed }], [orphan]);
    const listed = sageMaker.operations['ListEndpointConfigs'];
    Object.assign(sageMaker.operations, {
      ListEndpointConfigs(params: object, region: string) {
        sageMaker.state.endpoints = [later()];
        return listed?.({ ...params }, region);
      },
    });
    expect(await auditAsJson()).toMatchObject({ failures: [], code: 0 });
  });

  test.each([
    [
      'may not be read again',
      new Fault('AccessDeniedException', 'no'),
      /^the configuration of the endpoint live/,
    ],
    ['cannot be reached any more', new Fault('ExpiredTokenException', 'is expired'), /have expired/],
  ])('and one that %s', async (_name, fault, message) => {
    const { server, sageMaker } = await start([], [], [orphan]);
    const listed = sageMaker.operations['ListEndpointConfigs'];
    Object.assign(sageMaker.operations, {
      ListEndpointConfigs(params: object, region: string) {
        server.inject({ fault, operation: 'DescribeEndpoint', times: 100 });
        return listed?.({ ...params }, region);
      },
    });
    expect((await auditAsJson()).failures).toMatchObject([{ message: expect.stringMatching(message) }]);
  });
});

test('what is younger than the audit may be in a stack that was read before', async () => {
  const CreationTime = new Date('2026-11-24T12:00:00Z');
  await start([], [{ name: 'new', properties: { CreationTime } }, { name: 'old' }]);
  const { coverage, results } = await auditAsJson();
  expect(coverage).toEqual({ configurations: 2, inStacks: 0, outsideStacks: 1, inUse: 0 });
  expect(results.map(({ message }) => message.includes('No stack contains it'))).toEqual([false, true]);
});

describe('exemptions', () => {
  const until = { reason: 'retires', expires: '2027-01-01' };
  test.each([
    ['by the stack', { stack: 'ml' }, ['exempt', 'nonCompliant']],
    ['by the logical id', { resource: 'Config' }, ['exempt', 'nonCompliant']],
    ['by a logical id that is another one’s name', { resource: 'by-*' }, ['nonCompliant', 'nonCompliant']],
    ['by the account', { account: '1111*' }, ['exempt', 'exempt']],
    ['by any logical id', { resource: '*' }, ['exempt', 'exempt']],
  ])('%s', async (_name, patterns, verdicts) => {
    await start([configStack('ml', onVolume)], [{ name: 'ml-Config' }, { name: 'by-hand' }]);
    const { results } = await auditAsJson([], inFolder({ exemptions: [{ ...patterns, ...until }] }));
    const verdictOf = (name: string) => results.find(({ configuration }) => configuration === name)?.verdict;
    expect([verdictOf('ml-Config'), verdictOf('by-hand')]).toEqual(verdicts);
  });
});

describe('what cannot be read', () => {
  const configurations = [{ name: 'ml-Config' }, { name: 'by-hand' }];
  const endpoints = [{ name: 'live', configuration: 'by-hand' }];
  const refuse = (operation: string) => ({
    fault: new Fault('AccessDeniedException', `User: u is not authorized to perform: sagemaker:${operation}`),
    operation,
    times: 100,
  });

  test.each<[string, string, string[], number[] | undefined]>([
    ['the list of configurations', 'ListEndpointConfigs', ['stack ml Config'], undefined],
    ['the list of endpoints', 'ListEndpoints', ['sagemaker ml Config', 'sagemaker null null'], [2, 1, 1, 0]],
    ['an endpoint', 'DescribeEndpoint', ['sagemaker ml Config', 'sagemaker null null'], [2, 1, 1, 0]],
    ['configurations', 'DescribeEndpointConfig', ['stack ml Config'], [2, 1, 1, 1]],
  ])('%s: the rest is reported, and the permission named', async (_name, operation, rows, counts) => {
    const { server } = await start([configStack('ml', onVolume)], configurations, endpoints);
    server.inject(refuse(operation));
    const { results, coverage, failures, code } = await auditAsJson();
    expect(results.map(({ source, stack, logicalId }) => `${source} ${stack} ${logicalId}`)).toEqual(rows);
    const [total, inStacks, outsideStacks, inUse] = counts ?? [];
    expect(coverage).toEqual(
      total === undefined ? null : { configurations: total, inStacks, outsideStacks, inUse },
    );
    for (const { account, region, message } of failures) {
      expect([account, region]).toEqual(['111122223333', 'eu-west-1']);
      expect(message).toContain(`not allowed to call sagemaker:${operation}`);
    }
    expect(code).toBe(2);
  });

  test.each([
    ['the stacks', 'ListStacks'],
    ['a stack', 'ListStackResources'],
  ])('%s: what may be in one is not called outside', async (_name, operation) => {
    const { server } = await start([configStack('ml', onVolume)], configurations);
    server.inject({ fault: new Fault('AccessDenied', 'no', 403), operation, times: 100 });
    const { results, coverage } = await auditAsJson();
    expect(coverage).toEqual({ configurations: 2, inStacks: 0, outsideStacks: 0, inUse: 0 });
    expect(
      results.map(({ configuration, message }) => [configuration, message.includes('No stack')]),
    ).toEqual([
      ['ml-Config', false],
      ['by-hand', false],
    ]);
    const stdout = sink({ columns: 100 });
    await runAudit([], { stdout });
    expect(stdout.text()).toContain('0 outside of stacks, 2 not known, 0 in use');
  });

  test('ten pages, throttled on the way, one deleted between two calls and one that is closed', async () => {
    const many = Array.from(
      { length: 1000 },
      (_, index): FakeConfiguration => ({
        name: `c${index}`,
        ...(index === 7 && { isDeleted: true }),
        ...(index === 8 && { isDenied: true }),
      }),
    );
    const { server } = await start([], many);
    const fault = new Fault('ThrottlingException', 'Rate exceeded');
    server.inject({ fault, operation: 'ListEndpointConfigs', times: 3 });
    server.inject({ fault, operation: 'DescribeEndpointConfig', times: 5 });
    const { results, coverage, failures } = await auditAsJson();
    expect(results).toHaveLength(998);
    expect(coverage?.configurations).toBe(999);
    expect(failures.map(({ message }) => message.split(':')[0])).toEqual([
      'the endpoint configuration c8 cannot be read',
    ]);
    expect(server.calls.filter(({ operation }) => operation === 'ListEndpointConfigs')).toHaveLength(13);
  });

  test('credentials that expire on the way: what was read before is reported, the failure once', async () => {
    const { server } = await start([configStack('ml', onVolume)], configurations);
    const fault = new Fault('ExpiredTokenException', 'The security token is expired');
    server.inject({ fault, operation: 'DescribeEndpointConfig', times: 100 });
    const { results, failures, code } = await auditAsJson();
    expect(results).toMatchObject([{ stack: 'ml', source: 'stack' }]);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.message).toContain('credentials have expired');
    expect(code).toBe(2);
  });
});

test('the scope says what was looked at, by what and when', async () => {
  await start([], []);
  const { scope } = await auditAsJson([], inFolder({ localStorage: 'exempt' }));
  expect(scope).toMatchObject({
    accounts: ['111122223333'],
    regions: ['eu-west-1'],
    policy: { localStorage: 'exempt', keyPolicy: 'present' },
    from: 'kms-guard.yaml',
    at: '2026-11-24T12:00:00.000Z',
  });
});

test('without STS the account is taken from what was read', async () => {
  const { server } = await start([], [{ name: 'by-hand' }]);
  const fault = new Fault('AccessDenied', 'blocked by the endpoint policy', 403);
  server.inject({ fault, operation: 'GetCallerIdentity', times: 100 });
  const { scope, code } = await auditAsJson();
  expect([scope.accounts, code]).toEqual([['111122223333'], 1]);
  server.inject({ fault, operation: 'ListEndpoints', times: 100 });
  expect((await auditAsJson()).stderr).toContain(
    '  region eu-west-1: endpoints cannot be listed, so configurations in use may be shown as not in use',
  );
});
