import { describe, expect, it } from 'vitest';
import { createHandler, lambdaEnvironment } from '../../src/handler.js';
import { namespace } from '../../src/hook/log.js';
import { arnPattern } from '../../src/template/index.js';
import { guard, type Json, resource, source, template } from './sam-template.js';

function pattern(parameter: string): RegExp {
  return new RegExp(`^(?:${template.Parameters[parameter]?.AllowedPattern})$`);
}

interface Metrics {
  readonly Namespace: string;
  readonly Dimensions: string[][];
  readonly Metrics: { readonly Name: string }[];
}

describe('the metrics', () => {
  /** What the function itself writes, here for an event that is none. */
  async function written(): Promise<Metrics> {
    const lines: { _aws: { CloudWatchMetrics: [Metrics] } }[] = [];
    await createHandler({ ...lambdaEnvironment, write: (line) => lines.push(JSON.parse(line)) })({});
    return (
      lines.find((line) => '_aws' in line)?._aws.CloudWatchMetrics[0] ??
      expect.fail('no metrics were written')
    );
  }

  it('are on the dashboard, all of them, under the names that the function writes', async () => {
    const { Namespace, Dimensions, Metrics } = await written();
    const { Sub: body } = resource('VerdictsDashboard').Properties.DashboardBody as { Sub: string };
    const { widgets } = JSON.parse(body) as { widgets: { properties: { metrics?: Json[][] } }[] };
    const shown = widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter(([name]) => name === Namespace);
    expect(Dimensions).toEqual([['FunctionName']]);
    for (const [, , dimension, value] of shown) {
      expect([dimension, value]).toEqual(['FunctionName', '${GuardFunction}']);
    }
    // Sent only where it happens, since every metric that is sent costs.
    const names = [...Metrics.map(({ Name }) => Name), 'PolicyStale'];
    expect(new Set(shown.map(([, name]) => name))).toEqual(new Set(names));
  });
});

describe('the alarms', () => {
  const ids = Object.keys(template.Resources).filter((id) => resource(id).Type === 'AWS::CloudWatch::Alarm');
  const ofNewVersion = ids.filter((id) => id.startsWith('NewVersion'));

  it('of a deployment see the new version alone, and are new with it', () => {
    expect(guard.Properties.AutoPublishAlias).toBe('live');
    expect(guard.Properties.DeploymentPreference).toMatchObject({
      Alarms: ofNewVersion.map((Ref) => ({ Ref })),
    });
    expect(ofNewVersion).toHaveLength(2);
    const version = { GetAtt: 'GuardFunction.Version.Version' };
    for (const id of ofNewVersion) {
      const { AlarmName, Dimensions } = resource(id).Properties;
      expect(AlarmName).toEqual({ Sub: [expect.stringContaining('${Version}'), { Version: version }] });
      expect(Dimensions).toContainEqual({ Name: 'ExecutedVersion', Value: version });
    }
  });

  it.each(['InternalFailure', 'PolicyStale'])('see %s of every version', (MetricName) => {
    expect(resource(`${MetricName}Alarm`).Properties).toMatchObject({
      Namespace: namespace,
      MetricName,
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'GuardFunction' } }],
    });
  });

  it('notify whoever operates the guard, except in a deployment, whose failure does', () => {
    for (const id of ids) {
      const { AlarmActions } = resource(id).Properties;
      if (ofNewVersion.includes(id)) expect(AlarmActions).toBeUndefined();
      else
        expect(AlarmActions).toEqual({
          If: ['AlarmsSent', [{ Ref: 'AlarmTopicArn' }], { Ref: 'AWS::NoValue' }],
        });
    }
  });
});

describe('the parameters', () => {
  const names = Object.keys(template.Parameters);
  const { ParameterGroups, ParameterLabels } = template.Metadata['AWS::CloudFormation::Interface'];

  it('are all grouped, labelled, described and used', () => {
    expect(ParameterGroups.flatMap(({ Parameters }) => Parameters).sort()).toEqual([...names].sort());
    expect(Object.keys(ParameterLabels).sort()).toEqual([...names].sort());
    for (const name of names) {
      expect(template.Parameters[name]).toHaveProperty('Description');
      expect(source).toContain(`!Ref ${name}`);
    }
  });

  it.each([
    ['Policy', '{}', true],
    ['Policy', 'keyPolicy: customerManaged\nallowedKeys: ["*"]\n', true],
    ['Policy', 's3://bucket/policy.yaml', false],
    ['PolicyLocation', '', true],
    ['PolicyLocation', 's3://my-bucket.policies/guard/policy.yaml', true],
    ['PolicyLocation', 's3://my-bucket', false],
    ['PolicyLocation', 's3://my-bucket/', false],
    ['PolicyLocation', 's3://my-bucket/*', false],
    ['PolicyLocation', 's3://my-bucket/polic?.yaml', false],
    ['PolicyLocation', 's3://my-bucket/${aws:username}', false],
    ['PolicyLocation', 's3://my-bucket/s3://other/key', false],
    ['PolicyLocation', 'https://my-bucket.s3.amazonaws.com/key', false],
    [
      'PolicyKeyArn',
      'arn:aws-eusc:kms:eusc-de-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab',
      true,
    ],
    ['PolicyKeyArn', 'arn:aws:kms:eu-west-1:111122223333:alias/policies', false],
    ['AlarmTopicArn', 'arn:aws:sns:eu-west-1:111122223333:alarms', true],
    ['AlarmTopicArn', 'arn:aws-eusc:sns:eusc-de-east-1:111122223333:alarms', true],
    ['AlarmTopicArn', 'alarms', false],
  ])('%s: %j is %s', (parameter, value, allowed) => {
    expect(pattern(parameter).test(value)).toBe(allowed);
  });

  it('take ARNs as the code does', () => {
    expect(template.Parameters.PolicyKeyArn?.AllowedPattern).toContain(arnPattern('kms'));
    expect(template.Parameters.AlarmTopicArn?.AllowedPattern).toContain(arnPattern('sns'));
  });
});

describe('the address of the dashboard', () => {
  it('is that of the console in each partition with Lambda hooks', () => {
    const { Value } = template.Outputs.DashboardUrl ?? {};
    expect(Value).toMatchObject({
      Sub: [
        expect.stringMatching(/^https:\/\/\$\{AWS::Region}\.\$\{Console}\/cloudwatch\//),
        {
          Console: {
            If: ['InEuropeanSovereignCloud', 'console.amazonaws-eusc.eu', 'console.aws.amazon.com'],
          },
        },
      ],
    });
  });
});
