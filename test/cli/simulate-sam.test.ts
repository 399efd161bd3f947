import { describe, expect, test } from 'vitest';
import { rehearsal, simulate } from './simulate-support.js';

const config = `  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties: {KmsKeyId: alias/mine}
`;
const sam = (resources: string, transform = 'AWS::Serverless-2016-10-31') =>
  `Transform: ${transform}\nResources:\n${config}${resources}`;

const alarm =
  '  Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Dimensions: [{Name: F, Value: !Ref Worker}]}}\n';
const worker = (properties: string) =>
  `  Worker: {Type: AWS::Serverless::Function, Properties: {${properties}}}\n`;

const resolvedBySam = [
  {
    what: 'a deployment preference with an alarm about the function',
    text: `${worker('DeploymentPreference: {Alarms: [!Ref Alarm]}')}${alarm}`,
  },
  {
    what: 'an API whose definition names the function that it calls',
    text: `  Api: {Type: AWS::Serverless::Api, Properties: {DefinitionBody: {uri: !Sub 'functions/\${Worker.Arn}'}}}
${worker('Events: {Get: {Type: Api, Properties: {RestApiId: !Ref Api}}}')}`,
  },
  {
    what: 'a function that names itself in its policies',
    text: worker("Policies: [{Statement: [{Resource: !Sub 'function:${Worker}'}]}]"),
  },
  {
    what: 'what SAM makes',
    text: `${worker('AutoPublishAlias: live')}  Topic:
    Type: AWS::SNS::Topic
    DependsOn: Worker
    Properties: {A: !Ref Worker.Version, B: !Ref Worker.Alias, C: !GetAtt WorkerRole.Arn, D: !Ref ServerlessRestApi}
`,
  },
];

describe('what SAM resolves is rehearsed', () => {
  test.each(resolvedBySam)('$what', async ({ text }) => {
    const { code, stderr } = await simulate({ 'a.yaml': sam(text) }, ['a.yaml']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'note: a.yaml: only CloudFormation can run its transforms, so what they add is not rehearsed\n',
    });
  });

  test.each([
    [
      'no resource of SAM’s is in it',
      sam('  A: {Type: AWS::SNS::Topic, DependsOn: B}\n  B: {Type: AWS::SNS::Topic, DependsOn: A}\n'),
    ],
    ['the transform is another', sam(`${worker('A: !Ref Alarm')}${alarm}`, 'AWS::CodeDeployBlueGreen')],
  ])('a circle is one where %s', async (_what, text) => {
    await expect(simulate({ 'a.yaml': text }, ['a.yaml'])).rejects.toThrow(
      'Circular dependency between resources: [',
    );
  });

  test('what a function refers to comes before it', async () => {
    const text = sam(
      `${worker('Environment: !Ref Table, Alarms: [!Ref Alarm]')}${alarm}  Table: {Type: AWS::DynamoDB::Table}\n`,
    );
    const { StackEvents } = await rehearsal({ 'a.yaml': text }, ['a.yaml', '--target', 'RESOURCE']);
    const made = StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_COMPLETE');
    const order = made.map(({ LogicalResourceId }) => LogicalResourceId);
    expect(order.indexOf('Table')).toBeLessThan(order.indexOf('Worker'));
  });
});

describe('an application of SAM', () => {
  const application = (location: string) =>
    sam(
      `  App:\n    Type: AWS::Serverless::Application\n    Properties: {Location: ${location}, Parameters: {Key: ''}}\n`,
    );
  const child = `Parameters: {Key: {Type: String, Default: alias/mine}}
Resources: {Inner: {Type: AWS::SageMaker::EndpointConfig, Properties: {KmsKeyId: !Ref Key}}}
`;

  test('is the nested stack that SAM makes of it', async () => {
    const document = await rehearsal({ 'a.yaml': application('./app.yaml'), 'app.yaml': child }, ['a.yaml']);
    expect(document).toMatchObject({ blocked: true, notRehearsed: [] });
    const { event, target } = document.invocations.at(-1) ?? {};
    expect([target, event?.requestData['targetLogicalId']]).toEqual(['RESOURCE', 'Inner']);
  });

  test('of the Serverless Application Repository is not here', async () => {
    const { notRehearsed } = await rehearsal(
      { 'a.yaml': application('{ApplicationId: x, SemanticVersion: 1.0.0}') },
      ['a.yaml'],
    );
    expect(notRehearsed).toMatchObject([
      {
        logicalResourceId: 'App',
        reason: 'its template {"ApplicationId":"x","SemanticVersion":"1.0.0"} is not a local file',
      },
    ]);
  });
});
