import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { source } from '../deploy/sam-template.js';
import { type Template, translate } from './sam-translation.js';
import { node24, root, run, tool } from './tools.js';

const folder = mkdtempSync(join(tmpdir(), 'kms-guard-package-'));
const file = join(folder, 'guard.template.json');
let packaged: Template;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const bundle = join(root, 'dist/lambda/index.js');
  const { status, stderr } = await run(node24(), [join(root, 'scripts/package.mjs'), bundle, file]);
  expect(status, stderr).toBe(0);
  packaged = JSON.parse(readFileSync(file, 'utf8'));
});

/** The version under one id; apart from it, only what the packaged template has otherwise is set aside. */
function comparable({ Resources, Parameters, ...others }: Template) {
  const [version = ''] = Object.keys(Resources).filter(
    (id) => Resources[id]?.Type === 'AWS::Lambda::Version',
  );
  const resources = JSON.parse(JSON.stringify(Resources).replaceAll(version, 'GuardFunctionVersion'));
  const { GuardFunction, GuardFunctionVersion, GuardFunctionDeploymentGroup } = resources;
  delete GuardFunction.Metadata;
  for (const name of ['Code', 'Handler', 'Tags']) delete GuardFunction.Properties[name];
  delete GuardFunctionVersion.UpdateReplacePolicy;
  // SAM puts the parameter's value in, here its default.
  const [, values] = GuardFunctionDeploymentGroup.Properties.DeploymentConfigName['Fn::Sub'];
  if (values.ConfigName?.Ref === 'TrafficShift') values.ConfigName = Parameters.TrafficShift?.Default;
  return { ...others, Parameters, Resources: resources };
}

describe('the packaged template', () => {
  it('is clean under cfn-lint, informational checks included, in each partition with Lambda hooks', async () => {
    const regions = ['us-east-1', 'eu-west-1', 'eusc-de-east-1'];
    const ended = await run(tool('cfn-lint'), ['--include-checks', 'I', '--regions', ...regions, '--', file]);
    expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  // Once this fails, README and rollout guide have to say so.
  it.each(['us-gov-east-1', 'us-gov-west-1', 'cn-north-1', 'cn-northwest-1'])(
    'cannot be deployed in %s, for want of Lambda hooks alone',
    async (region) => {
      const { stdout } = await run(tool('cfn-lint'), ['--format', 'json', '--regions', region, '--', file]);
      const found = JSON.parse(stdout) as { Rule: { Id: string }; Message: string }[];
      expect(found).toHaveLength(3);
      for (const { Rule, Message } of found) {
        expect(Rule.Id).toBe('E3006');
        expect(Message).toContain("'AWS::CloudFormation::LambdaHook' does not exist");
      }
    },
  );

  it('deploys what SAM makes of template.yaml', async () => {
    const [translated = expect.fail()] = await translate([{ source }]);
    expect(translated.Resources.GuardFunction?.Properties.Runtime).toBe('nodejs24.x');
    expect(comparable(packaged)).toEqual(comparable(translated));
  });
});
