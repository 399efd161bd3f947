import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { node24, root, run, tool } from './tools.js';

interface Resource {
  readonly Type: string;
  readonly Metadata?: unknown;
  readonly Properties: Readonly<Record<string, unknown>>;
}
interface Template {
  readonly Parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

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

/** SAM's own translation of template.yaml, with a place in S3 instead of the local code. */
const translation = `
import json, sys
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

class ManagedPolicies:
    def load(self):
        return {}

template = yaml_parse(open('template.yaml').read())
template['Resources']['GuardFunction']['Properties']['CodeUri'] = 's3://bucket/key'
json.dump(transform(template, {}, ManagedPolicies()), sys.stdout)
`;

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
  it('is clean under cfn-lint, informational checks included', async () => {
    const ended = await run(tool('cfn-lint'), ['--include-checks', 'I', '--', file]);
    expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('deploys what SAM makes of template.yaml', async () => {
    const { status, stdout, stderr } = await run(tool('python'), ['-c', translation]);
    expect(status, stderr).toBe(0);
    const translated: Template = JSON.parse(stdout);
    expect(translated.Resources.GuardFunction?.Properties.Runtime).toBe('nodejs24.x');
    expect(comparable(packaged)).toEqual(comparable(translated));
  });
});
