import { describe, expect, test } from 'vitest';
import { type Document, rehearsal, simulate, story } from './simulate-support.js';

const child = `Parameters:
  Key: {Type: String, Default: ''}
  Names: {Type: CommaDelimitedList, Default: a}
Conditions: {HasKey: !Not [!Equals [!Ref Key, '']]}
Resources:
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties: {KmsKeyId: !Ref Key, Tags: !Ref Names}
Outputs:
  Config: {Value: !GetAtt Config.EndpointConfigName}
  Key: {Condition: HasKey, Value: !Ref Key}
`;
const parent = (...properties: readonly string[]) => `Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./nested/child.yaml
${properties.map((line) => `      ${line}\n`).join('')}`;
const files = (text: string, more: object = {}) => ({ 'a.yaml': text, 'nested/child.yaml': child, ...more });

const childName = expect.stringMatching(/^a-Child-[0-9A-F]{12}$/);
const stacksOf = ({ StackEvents }: Document) => [...new Set(StackEvents.map(({ StackName }) => StackName))];
const lastLines = (stdout: string) => stdout.trimEnd().split('\n\n').at(-1);

/** What every target is called with, as `TARGET stack subject key`. */
const callsOf = ({ invocations }: Document) =>
  invocations.map(({ target, event }) => {
    const { targetLogicalId, targetModel } = event.requestData;
    const stack = String(event['stackId'])
      .split('/')[1]
      ?.replace(/-[0-9A-F]{12}/g, '-X');
    const key = targetModel ? [targetModel.resourceProperties?.['KmsKeyId']] : [];
    return [target, stack, ...(target === 'RESOURCE' ? [targetLogicalId, ...key] : [])];
  });

describe('a nested stack is rehearsed as the stack that it is', () => {
  test('with a name, an id and invocations of its own, before its parent goes on', async () => {
    const text = `${parent('Parameters: {Key: alias/mine}')}  Topic: {Type: AWS::SNS::Topic, DependsOn: Child}\n`;
    const document = await rehearsal(files(text), ['a.yaml']);
    expect(stacksOf(document)).toEqual(['a', childName]);
    expect(callsOf(document)).toEqual([
      ['CHANGE_SET', 'a'],
      ['STACK', 'a'],
      ['STACK', 'a-Child-X'],
      ['RESOURCE', 'a-Child-X', 'Config', 'alias/mine'],
    ]);
    expect(document.invocations[2]?.payload).toEqual({ template: child, previousTemplate: null });
    const ids = document.StackEvents.filter(({ LogicalResourceId }) => LogicalResourceId === 'Child');
    expect(ids[0]?.PhysicalResourceId).toBe(document.invocations[2]?.event['stackId']);
    const events = story(document).map((line) => line.replace(/-[0-9A-F]{12}/, ''));
    expect(events.slice(3)).toEqual([
      'Child CREATE_IN_PROGRESS',
      'Child CREATE_IN_PROGRESS',
      'a-Child CREATE_IN_PROGRESS',
      'a-Child HOOK_IN_PROGRESS',
      'a-Child HOOK_COMPLETE_SUCCEEDED',
      'Config CREATE_IN_PROGRESS',
      'Config HOOK_IN_PROGRESS',
      'Config HOOK_COMPLETE_SUCCEEDED',
      'Config CREATE_IN_PROGRESS',
      'Config CREATE_IN_PROGRESS',
      'Config CREATE_COMPLETE',
      'a-Child CREATE_COMPLETE',
      'Child CREATE_COMPLETE',
      'Topic CREATE_IN_PROGRESS',
      'Topic CREATE_IN_PROGRESS',
      'Topic CREATE_COMPLETE',
      'a CREATE_COMPLETE',
    ]);
  });

  test('and stops its parent where the guard stops it', async () => {
    const document = await rehearsal(files(parent()), ['a.yaml', '--target', 'RESOURCE']);
    expect(document).toMatchObject({ blocked: true, stackStatus: 'ROLLBACK_COMPLETE', notRehearsed: [] });
    const failed = document.StackEvents.find(
      ({ LogicalResourceId, ResourceStatus }) =>
        LogicalResourceId === 'Child' && ResourceStatus === 'CREATE_FAILED',
    );
    expect(failed?.ResourceStatusReason).toMatch(
      /^Embedded stack arn:aws:cloudformation:us-east-1:123456789012:stack\/a-Child-[0-9A-F]{12}\/[0-9a-f-]+ was not successfully created: The following resource\(s\) failed to create: \[Config\]\.$/,
    );
    const { code, stdout } = await simulate(files(parent()), ['a.yaml']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/Stack events\n[\s\S]+Stack events of a-Child-[0-9A-F]{12}\n/);
    expect(stdout).toMatch(/What the guard says\n {2}RESOURCE Config in a-Child-[0-9A-F]{12}:\n/);
    expect(lastLines(stdout)).toBe('✖ Blocked. The stack ends in ROLLBACK_COMPLETE.');
  });

  test('also where a Cloud Control request would make what is in it', async () => {
    const { requests } = await rehearsal(files(parent()), ['a.yaml', '--target', 'CLOUD_CONTROL']);
    expect(requests).toMatchObject([{ logicalId: 'Config', status: 'FAILED' }]);
  });

  test('in depth, and twice where it is nested twice', async () => {
    const inner = parent('Parameters: {Key: alias/deep}').replace('./nested/', './');
    const outer = parent().replace('child.yaml', 'middle.yaml');
    const twice = `${outer}${outer.slice('Resources:\n'.length).replace('Child', 'Other')}`;
    const document = await rehearsal(files(twice, { 'nested/middle.yaml': inner }), [
      ...['a.yaml', '--target', 'RESOURCE'],
    ]);
    expect(callsOf(document)).toEqual([
      ['RESOURCE', 'a-Child-X-Child-X', 'Config', 'alias/deep'],
      ['RESOURCE', 'a-Other-X-Child-X', 'Config', 'alias/deep'],
    ]);
  });

  test('with a name that CloudFormation takes, whatever the length of its parent’s', async () => {
    const name = 'x'.repeat(120);
    const document = await rehearsal(files(parent('Parameters: {Key: k}')), ['a.yaml', '--stack-name', name]);
    expect(stacksOf(document).map((stack) => stack?.length)).toEqual([120, 128]);
  });
});

const values = [
  { what: 'a text', passed: '{Key: alias/mine}', key: 'alias/mine' },
  { what: 'a parameter’s default', passed: '{Key: !Ref Own}', key: 'alias/own' },
  { what: 'a list', passed: '{Key: k, Names: [x, !Ref Own]}', key: 'k', tags: ['x', 'alias/own'] },
  {
    what: 'an attribute of a resource',
    passed: '{Key: !GetAtt OwnKey.Arn}',
    key: /^arn:aws:kms:us-east-1:123456789012:key\/[0-9a-f-]{36}$/,
  },
  { what: 'the stack’s name', passed: "{Key: !Sub 'alias/${AWS::StackName}'}", key: 'alias/a' },
];

test.each(values)('it gets $what from its parent', async ({ passed, key, tags = ['a'] }) => {
  const text = `Parameters: {Own: {Type: String, Default: alias/own}}\n${parent(`Parameters: ${passed}`)}  OwnKey: {Type: AWS::KMS::Key}\n`;
  const { invocations } = await rehearsal(files(text), ['a.yaml', '--target', 'RESOURCE']);
  const { KmsKeyId, Tags } = invocations[0]?.event.requestData.targetModel?.resourceProperties ?? {};
  if (key instanceof RegExp) expect(KmsKeyId).toMatch(key);
  else expect(KmsKeyId).toBe(key);
  expect(Tags).toEqual(tags);
});

test('its outputs are there for its parent, once it is', async () => {
  const text = `${parent('Parameters: {Key: alias/mine}')}  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties: {KmsKeyId: !GetAtt Child.Outputs.Key, Name: !Sub '\${Child.Outputs.Config}', Stack: !Ref Child}
`;
  const { invocations } = await rehearsal(files(text), ['a.yaml']);
  const [changeSet, , , , last] = invocations;
  const [, config] = changeSet?.payload?.changedResources ?? [];
  expect(JSON.parse(config?.afterContext ?? '')).toEqual({
    Properties: {
      KmsKeyId: '{{changeSet:KNOWN_AFTER_APPLY}}',
      Name: '{{changeSet:KNOWN_AFTER_APPLY}}',
      Stack: '{{changeSet:KNOWN_AFTER_APPLY}}',
    },
  });
  expect(last?.event.requestData.targetModel?.resourceProperties).toEqual({
    KmsKeyId: 'alias/mine',
    Name: expect.stringMatching(/^a-Child-[0-9A-F]{12}-Config-[0-9a-f]{12}$/),
    Stack: expect.stringMatching(/^arn:aws:cloudformation:us-east-1:123456789012:stack\/a-Child-/),
  });
});

describe('an update', () => {
  const from = { 'old/a.yaml': parent('Parameters: {Key: alias/one}'), 'old/nested/child.yaml': child };
  const argv = ['a.yaml', '--previous', 'old/a.yaml', '--target', 'STACK', '--target', 'RESOURCE'];

  test('passes over a nested stack that stays as it is', async () => {
    const text = `${parent('Parameters: {Key: alias/one}')}  Topic: {Type: AWS::SNS::Topic}\n`;
    const document = await rehearsal(files(text, from), argv);
    expect(callsOf(document)).toEqual([['STACK', 'a']]);
    expect(story(document).join()).not.toContain('Child');
  });

  test('updates one that gets other values', async () => {
    const document = await rehearsal(files(parent('Parameters: {Key: alias/two}'), from), argv);
    expect(callsOf(document)).toEqual([
      ['STACK', 'a'],
      ['STACK', 'a-Child-X'],
      ['RESOURCE', 'a-Child-X', 'Config', 'alias/two'],
    ]);
    const [, stack, resource] = document.invocations;
    expect(stack?.event['actionInvocationPoint']).toBe('UPDATE_PRE_PROVISION');
    expect(stack?.payload).toEqual({ template: child, previousTemplate: child });
    expect(resource?.event.requestData.targetModel?.previousResourceProperties).toMatchObject({
      KmsKeyId: 'alias/one',
    });
    expect(document.stackStatus).toBe('UPDATE_COMPLETE');
  });

  test('updates one whose template is another, though its parent’s is not', async () => {
    const changed = child.replace('!Ref Key, Tags', "'', Tags");
    const document = await rehearsal(
      { ...files(parent('Parameters: {Key: alias/one}'), from), 'nested/child.yaml': changed },
      ['a.yaml', '--previous', 'old/a.yaml'],
    );
    expect(document).toMatchObject({ blocked: true, stackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    const reasons = document.StackEvents.map(({ ResourceStatusReason }) => ResourceStatusReason ?? '');
    expect(reasons.filter((reason) => reason.startsWith('Embedded stack'))).toEqual([
      expect.stringMatching(/ was not successfully updated: The following hook\(s\) failed: /),
    ]);
  });
});

const unread = [
  {
    what: 'an address',
    url: 'https://s3.amazonaws.com/b/child.yaml',
    says: 'its template https://s3.amazonaws.com/b/child.yaml is not a local file',
  },
  {
    what: 'a file that is not there',
    url: './packaged.yaml',
    says: 'its template ./packaged.yaml does not exist',
  },
];

test.each(unread)('nothing is claimed of $what', async ({ url, says }) => {
  const text = parent().replace('./nested/child.yaml', url);
  const document = await rehearsal(files(text), ['a.yaml']);
  expect(document).toMatchObject({
    blocked: false,
    notRehearsed: [{ stackName: 'a', logicalResourceId: 'Child', reason: says }],
  });
  const { code, stdout } = await simulate(files(text), ['a.yaml']);
  expect(code).toBe(0);
  expect(lastLines(stdout)).toBe(
    `  Child of a: ${says}\n? Not rehearsed in full. What was rehearsed passes.`,
  );
});

test('what is blocked is called blocked, and what is not here is named beside it', async () => {
  const text = `${parent().replace('child', 'gone')}  Config: {Type: AWS::SageMaker::EndpointConfig}\n`;
  const { code, stdout } = await simulate(files(text), ['a.yaml']);
  expect(code).toBe(1);
  expect(lastLines(stdout)).toBe(
    '  Child of a: its template ./nested/gone.yaml does not exist\n✖ Blocked. The stack ends in ROLLBACK_COMPLETE.',
  );
});

test('what is warned of is called that beside what is not here', async () => {
  const text = `${parent().replace('child', 'gone')}  Config: {Type: AWS::SageMaker::EndpointConfig}\n`;
  const { code, stdout } = await simulate(files(text), ['a.yaml', '--failure-mode', 'WARN']);
  expect(code).toBe(0);
  expect(lastLines(stdout)).toMatch(
    /\n\? Not rehearsed in full\. What was rehearsed goes through, with warnings\.$/,
  );
});

test('a change set alone says nothing of what is in a nested stack', async () => {
  const { notRehearsed } = await rehearsal(files(parent()), ['a.yaml', '--target', 'CHANGE_SET']);
  expect(notRehearsed).toMatchObject([{ reason: 'a change set does not show what is in a nested stack' }]);
});

test('a nested stack whose previous template is not here is not rehearsed', async () => {
  const { notRehearsed } = await rehearsal(files(parent(), { 'old/a.yaml': parent() }), [
    ...['a.yaml', '--previous', 'old/a.yaml'],
  ]);
  expect(notRehearsed).toMatchObject([
    { reason: 'before the update, its template ./nested/child.yaml does not exist' },
  ]);
});

const unusable = [
  {
    what: 'a value for no parameter',
    text: parent('Parameters: {Kee: x}'),
    says: /^a\.yaml:2:3: Child passes Kee, which is not a parameter of nested\/child\.yaml: did you mean Key\?$/,
  },
  {
    what: 'no value for a parameter without a default',
    text: parent(),
    more: { 'nested/child.yaml': child.replace(", Default: ''", '') },
    says: /^a\.yaml:2:3: Child passes no value for Key, and nested\/child\.yaml has no default$/,
  },
  {
    what: 'a value that is not allowed',
    text: parent('Parameters: {Key: b}'),
    more: { 'nested/child.yaml': child.replace("Default: ''", 'Default: a, AllowedValues: [a, c]') },
    says: /^nested\/child\.yaml:2:3: the value "b" of parameter Key is not one of its AllowedValues/,
  },
  {
    what: 'an output that is not there',
    text: `${parent()}  Topic: {Type: AWS::SNS::Topic, Properties: {A: !GetAtt Child.Outputs.Kee}}\n`,
    says: /^a\.yaml: The nested stack Child \(nested\/child\.yaml\) has no output Kee$/,
  },
  {
    what: 'an output whose condition is false',
    text: `${parent()}  Topic: {Type: AWS::SNS::Topic, Properties: {A: !GetAtt Child.Outputs.Key}}\n`,
    says: /^a\.yaml: The nested stack Child \(nested\/child\.yaml\) has no output Key$/,
  },
  {
    what: 'broken YAML',
    text: parent(),
    more: { 'nested/child.yaml': 'Resources: [' },
    says: /^nested\/child\.yaml:1:13: The template is not valid YAML/,
  },
  {
    what: 'a template that nests itself',
    text: parent(),
    more: { 'nested/child.yaml': parent().replace('./nested/child.yaml', '../a.yaml') },
    says: /^nested\/child\.yaml:2:3: Child nests a\.yaml inside itself$/,
  },
];

test.each(unusable)('unusable: $what', async ({ text, more, says }) => {
  await expect(simulate(files(text, more), ['a.yaml'])).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringMatching(says),
  });
});

test('the key that a nested stack creates is one under keyPolicy: verified', async () => {
  const security = 'Resources:\n  Own: {Type: AWS::KMS::Key}\nOutputs:\n  Arn: {Value: !GetAtt Own.Arn}\n';
  const own = '      KmsKeyId: !GetAtt Security.Outputs.Arn';
  const text = `Resources:
  Security: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./security.yaml}}
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
${own}
`;
  const run = (template: string) =>
    simulate({ 'a.yaml': template, 'security.yaml': security, 'p.yaml': 'keyPolicy: verified' }, [
      ...['a.yaml', '--policy', 'p.yaml', '--region', 'eu-west-1'],
    ]);
  expect((await run(text)).code).toBe(0);
  expect((await run(text.replace(own, '      KmsKeyId: alias/gone'))).code).toBe(1);
});

test.each(['customerManaged', 'verified'])(
  'what a parent passes and only the account has is made up as a key, and noted: %s',
  async (policy) => {
    const text = parent('Parameters: {Key: !ImportValue key}');
    const ran = await simulate(files(text, { 'p.yaml': `keyPolicy: ${policy}` }), [
      'a.yaml',
      '--policy',
      'p.yaml',
    ]);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toBe(
      'note: a.yaml: Child gets a made-up Key: it depends on an export of another stack, which is not known before the deployment\n' +
        'note: nested/child.yaml: the parameter Names has its default\n',
    );
  },
);

test('what a rehearsal makes up is held against no constraint', async () => {
  const text = `${parent('Parameters: {Key: !GetAtt OwnKey.Arn}')}  OwnKey: {Type: AWS::KMS::Key}\n`;
  const strict = child.replace("Default: ''", "AllowedPattern: 'arn:aws:kms:eu-west-1:.*'");
  expect((await simulate(files(text, { 'nested/child.yaml': strict }), ['a.yaml'])).code).toBe(0);
});

test('two in every template end at a bound', async () => {
  const twice = (next: string) =>
    `Resources:\n${['A', 'B'].map((id) => `  ${id}: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./${next}}}\n`).join('')}`;
  const chain = Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [`${at}.yaml`, twice(`${at + 1}.yaml`)]),
  );
  await expect(simulate({ ...chain, '12.yaml': child }, ['0.yaml'])).rejects.toThrow(
    'There are more than 200 nested stacks',
  );
});
